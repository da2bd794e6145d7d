"""How Arabic is written in the bytes of a page: UTF-8, a single-byte table, UTF-16, HTML entities or JSON escapes.

Nothing here decides by the declared charset: it is believed only where the bytes agree (`rasd.collection.decode`).
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Callable, Iterator
from itertools import islice, repeat

__all__ = ["readings", "whole"]

ENOUGH = 6
"""Letters: no report is told in fewer."""
_LEADS = (b"\xd8", b"\xd9", b"\xda", b"\xdb")
_FEW_HUNDRED = 400
_ALEF, _LAMS = b"\xc7", (b"\xe1", b"\xe4")
"""In the single-byte tables: no page that tells something is without both."""
_SAMPLE = 1 << 14
_BEGIN = 1 << 12
_MOST, _FEW = 0.6, 0.4  # of the halves of UTF-16 that are 00 or 06
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPELLED = re.compile(
    rb"&(?=#(?:0*(?:15[6-9]\d|16\d\d|17[0-8]\d|6[45]\d\d\d)(?!\d)|[xX]0*(?:6[0-9a-fA-F]{2}|[fF][bBcCdDeE][0-9a-fA-F]{2})))"
)
_ESCAPED = re.compile(rb"\\(?=[uU](?:06|[fF][bBcCdDeE]))")
_ENDED = re.compile(rb"&#[xX]?[0-9a-fA-F]*;?|\\[uU][0-9a-fA-F]{4}")
_PRESENTED = re.compile(rb"\xef(?=[\xad-\xb7\xb9-\xbb])")
_PAIR = re.compile(rb"[\xd8-\xdb][\x80-\xbf]")
_ESCAPE = re.compile(r"\\\\{0,3}[uU]([0-9a-fA-F]{4})")  # bounded: a page may be all backslashes
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_LONGEST = 40
"""Characters of a reference that is no number with zeros before it."""
_MOST_KNOWN = 4096
_ZEROS = re.compile(r"(?<=[#xX])0+(?=[0-9a-fA-F])")
_TRIED = 3
"""Signs that may begin a letter and do not, before the engine of patterns is quicker."""
_INLINE = b"a abbr b bdi bdo big cite code del em font i ins kbd mark nobr q s small span strike strong sub sup tt u var wbr"
_TAG = rb"/?(?:%b)(?:\s[^<>]{0,300})?/?>|!--[^<>]{0,300}-->" % b"|".join(
    [*_INLINE.split(), *_INLINE.upper().split()]
)
_UNSEEN = (
    rb"(?:zwn?j|shy|[lr]rm|bull|ZeroWidthSpace|NoBreak"
    rb"|#(?:39|173|8203|820[4-7]|8226|[xX]0*(?:27|[aA][dD]|200[b-fB-F]|2022)));"
)
# One for each first character: so the engine runs from one to the next, and looks behind it first.
_JOINTS = tuple(
    re.compile(
        rb"%b(?<=[\x80-\xbf]%b)(?:%b)(?:<(?:%b)|&%b)*(?=[\xd8-\xdb\xef])" % (one, one, first, _TAG, _UNSEEN)
    )
    for one, first in ((b"<", _TAG), (b"&", _UNSEEN))
)
_HIGH = bytes(0x48 if byte >= 0xC0 else 0x20 for byte in range(256))
_LETTERS = "اليمنورتبةعدسفهقحأك"
"""Most of any Arabic text."""
_TABLES = tuple(
    (table, bytes(set(range(256)) - set(range(0xC1, last + 1))), _LETTERS.encode(table))
    for table, last in (("cp1256", 0xED), ("iso8859_6", 0xEA))
)
"""Single-byte tables, each with the bytes that are no letter in it and those that most letters are."""
_NOT_BEFORE_FA = bytes(set(range(256)) - set(range(0xC1, 0xDB)))
"""All but the letters from hamza to ghayn, which lie alike in both; other scripts have few of theirs there."""
_MOST_OF, _SOME_OF = 0.55, 0.2  # of the letters
_SURE = 0.1  # by which one table is better than the other


def readings(body: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the page in UTF-8 in the ways in which it holds Arabic letters, the plainest first; nothing where it has none.

    Beside each stands whether it is to be read together with the one before: letters that are spelled out are given
    with what lies between them only.
    """
    if b"\x00" in body:
        wide = _wide(body)
        if wide:
            text = body.decode(wide, "replace").replace("\x00", "")
            yield from readings(text.encode("utf-8", "replace"))
            return
    plain, few = body, slice(0)
    if not body.isascii():
        first, last = _stretch(body)
        part = body[first:last]
        # All of a page is looked at only where it could be in a single-byte table: most have no byte of one.
        if _is_utf8(body) if _has_alef_and_lam(body) else _begins_in_utf8(part):
            if part:
                if _holds_enough(part):
                    yield part, False
                else:
                    few = slice(first, last)
        else:
            if any(lead in body for lead in _LEADS) and _enough(_PAIR, body) and _is_nearly_utf8(body):
                yield body, False
            for table in _tables(body):
                plain = body.decode(table, "replace").encode()
                yield plain, False
    first, last = _spelled(plain)
    if first < last:
        if few.stop:
            first, last = min(first, few.start), max(last, few.stop)
        begin, end = plain.rfind(b" ", 0, first) + 1, plain.find(b" ", last)
        yield _unescaped(plain[begin : end if end >= 0 else len(plain)]), True


def _wide(body: bytes) -> str:
    """Return the table with two or four bytes a letter in which a page is, by its mark or by where its zeros stand."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return encoding
    even, odd = body[: 2 * _SAMPLE : 2], body[1 : 2 * _SAMPLE : 2]
    high_even, high_odd = (half.count(0) + half.count(6) for half in (even, odd))
    if high_odd > _MOST * len(odd) and high_even < _FEW * len(even):
        return "utf-16-le"
    return "utf-16-be" if high_even > _MOST * len(even) and high_odd < _FEW * len(odd) else ""


def _stretch(body: bytes) -> tuple[int, int]:
    """Return where the first Arabic letter of a page in UTF-8 begins and the last one ends; nothing between where it has none."""
    first, last = len(body), -2
    for lead in _LEADS:
        at = body.find(lead)
        if at >= 0:
            first, last = min(first, at), max(last, body.rfind(lead))
    if b"\xef" in body:
        for found in _PRESENTED.finditer(body):
            at = found.start()
            first, last = min(first, at), max(last, at + 1)
    return first, max(first, last + 2)


def _holds_enough(part: bytes) -> bool:
    for some in (part[:_FEW_HUNDRED], part):
        if sum(map(some.count, _LEADS)) >= ENOUGH or b"\xef" in some and _enough(_PRESENTED, some):
            return True
    return False


def _enough(letters: re.Pattern[bytes], body: bytes) -> bool:
    return next(islice(letters.finditer(body), ENOUGH - 1, None), None) is not None


def _has_alef_and_lam(body: bytes) -> bool:
    """Tell whether a page may be in a single-byte table."""
    return _ALEF in body and any(lam in body for lam in _LAMS)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _begins_in_utf8(part: bytes) -> bool:
    try:
        codecs.utf_8_decode(part[:_BEGIN], "strict", len(part) <= _BEGIN)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(body: bytes) -> bool:
    """Say whether broken bytes are fewer than the letters that they stand among."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 2 * broken < len(text) - len(text.encode("ascii", "ignore"))


def _tables(body: bytes) -> Iterator[str]:
    """Yield the single-byte tables in which a page that is no UTF-8 reads like Arabic."""
    if b"HHH" not in body.translate(_HIGH):
        return  # letters of Latin alphabets with marks stand alone, as bytes of UTF-8 do
    early = len(body.translate(None, _NOT_BEFORE_FA))
    shares: dict[str, float] = {}
    for table, others, frequent in _TABLES:
        letters = body.translate(None, others)
        held = len(letters) - len(letters.translate(None, frequent))
        if ENOUGH <= held >= _MOST_OF * len(letters) and early >= _SOME_OF * len(letters):
            shares[table] = held / len(letters)
    best = max(shares.values(), default=0.0)
    yield from (table for table, share in shares.items() if best - share < _SURE)


def _spelled(body: bytes) -> tuple[int, int]:
    """Return where the first letter begins and the last ends that is written as an entity or as an escape of JSON."""
    first, last = len(body), 0
    for sign, follows, spelling in ((b"&", ord("#"), _SPELLED), (b"\\", ord("u"), _ESCAPED)):
        at = _first(body, sign, follows, spelling)
        if at >= 0:
            first = min(first, at)
            at = _last(body, sign, spelling, at)
            ended = _ENDED.match(body, at)
            last = max(last, ended.end() if ended else at + 1)
    return first, last


def _first(body: bytes, sign: bytes, follows: int, spelling: re.Pattern[bytes]) -> int:
    """Return where the first match of a pattern is that begins with a sign and one more, -1 where there is none.

    Pages have few of the signs: finding them by themselves takes half the time of the engine of patterns.
    """
    find, last, at = body.find, len(body) - 1, -1
    left = _TRIED
    for _ in repeat(None, 1 + (last >> 9)):
        at = find(sign, at + 1, last)
        if at < 0:
            return -1
        if body[at + 1] | 0x20 == follows:
            if spelling.match(body, at):
                return at
            left -= 1
            if not left:
                break
    found = spelling.search(body, at + 1)
    return found.start() if found else -1


def _last(body: bytes, sign: bytes, spelling: re.Pattern[bytes], first: int) -> int:
    """Return where the last match of a pattern is, of which the first is known."""
    at = len(body)
    for _ in repeat(None, _FEW_HUNDRED):
        at = body.rfind(sign, first, at)
        if spelling.match(body, at):
            return at
    for found in spelling.finditer(body, first, at):
        first = found.start()
    return first


def _unescaped(body: bytes) -> bytes:
    """Return a page in UTF-8 with entities and escapes as the letters that they stand for."""
    text = _ESCAPE.sub(lambda found: _ESCAPES[found[1]], body.decode("utf-8", "replace"))
    return _REFERENCE.sub(lambda found: _REFERENCES[found[0]], text).encode("utf-8", "replace")


class _Letters(dict[str, str]):
    """What ways of spelling letters out stand for, each worked out once."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, spelled: str) -> str:
        letter = self._read(spelled)
        if len(spelled) <= _LONGEST and len(self) < _MOST_KNOWN:
            self[spelled] = letter
        return letter


def _referred(reference: str) -> str:
    """Return what a reference of HTML stands for: a number may have zeros before it, and be too long to be one."""
    short = reference if len(reference) <= _LONGEST else _ZEROS.sub("", reference)
    return html.unescape(short) if len(short) <= _LONGEST else "\ufffd"


_ESCAPES = _Letters(lambda digits: chr(int(digits, 16)))
_REFERENCES = _Letters(_referred)


def whole(body: bytes) -> bytes:
    """Return a page in UTF-8 without the tags and the entities that break words; empty where none does."""
    joined, found = body, 0
    for joint in _JOINTS:
        joined, count = joint.subn(b"", joined)
        found += count
    return joined if found else b""
