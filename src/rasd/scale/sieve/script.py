"""How Arabic is written in the bytes of a page: UTF-8, a single-byte table, UTF-16, HTML entities or JSON escapes.

Nothing here decides by the declared charset: it is believed only where the bytes agree (`rasd.collection.decode`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from rasd.collection.decode import detect

__all__ = ["has_arabic", "readings"]

ENOUGH = 6
"""Letters: no report is told in fewer."""
_SPELLED = re.compile(
    rb"&(?=#(?:0*(?:15[6-9]\d|16\d\d|17[0-8]\d|6[45]\d\d\d)(?!\d)|[xX]0*(?:6[0-9a-fA-F]{2}|[fF][bBcCdDeE][0-9a-fA-F]{2})))"
)
_ESCAPED = re.compile(rb"\\(?=[uU](?:06|[fF][bBcCdDeE]))")
_PRESENTED = re.compile(rb"\xef(?=[\xad-\xb7\xb9-\xbb])")
_PAIR = re.compile(rb"[\xd8-\xdb][\x80-\xbf]")
_ESCAPE = re.compile(r"\\+[uU]([0-9a-fA-F]{4})")
_INVISIBLE = re.compile(rb"&(?=#|zwn?j;|shy;|[lr]rm;|bull;|ZeroWidth|NoBreak|InvisibleC)")
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|small|span|strike|strong|sub|sup|tt|u|var|wbr)\b[^<>]*>"
    r"|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_BROKEN = re.compile(rb"[\x80-\xbf](?=</?[a-zA-Z!][^<>]{0,300}>(?:<[^<>]{0,300}>)*[\xd8-\xdb\xef])")
_HIGH = bytes(0x48 if byte >= 0xC0 else 0x20 for byte in range(256))
# Frequent letters of Arabic in windows-1256 and in ISO-8859-6, as they make up most of any text.
_FREQUENT_1256 = "اليمنورتبةعدسفهقحأك".encode("cp1256")
_FREQUENT_6 = "اليمنورتبةعدسفهقحأك".encode("iso8859_6")
_SHARE = 0.55  # of bytes from C0 up that are frequent letters


def has_arabic(body: bytes) -> bool:
    """Say whether at least a few letters of Arabic script are written in a page, in any way."""
    return next(readings(body), None) is not None


def readings(body: bytes) -> Iterator[bytes]:
    """Yield the page in UTF-8 in the ways in which it holds Arabic letters, the plainest first; nothing where it has none."""
    if b"\x00" in body:
        encoding, mark = detect(body)
        if encoding.startswith(("utf-16", "utf-32")):
            yield from readings(
                body[mark:].decode(encoding, "replace").replace("\x00", "").encode("utf-8", "replace")
            )
            return
    plain = body
    if not body.isascii():
        if _is_utf8(body):
            if _letters(body):
                yield body
        else:  # a broken byte in UTF-8, or a single-byte table
            if _enough(_PAIR, body):
                yield body
            for table in _tables(body):
                plain = body.decode(table, "replace").encode()
                yield plain
    if _spelled(body):
        yield _unescaped(plain)


def _letters(body: bytes) -> bool:
    """Say whether there are enough Arabic letters in UTF-8."""
    found = 0
    for lead in (b"\xd8", b"\xd9", b"\xda", b"\xdb"):
        if lead in body:
            found += body.count(lead)
            if found >= ENOUGH:
                return True
    return b"\xef" in body and _enough(_PRESENTED, body)


def _enough(letters: re.Pattern[bytes], body: bytes) -> bool:
    return next(islice(letters.finditer(body), ENOUGH - 1, None), None) is not None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _tables(body: bytes) -> Iterator[str]:
    """Yield the single-byte tables in which a page that is no UTF-8 reads like Arabic."""
    if b"HHH" not in body.translate(_HIGH):
        return  # letters of Latin alphabets with marks stand alone, as bytes of UTF-8 do
    high = body.translate(None, bytes(range(0xC0)))
    for table, frequent in (("cp1256", _FREQUENT_1256), ("iso8859_6", _FREQUENT_6)):
        share = len(high) - len(high.translate(None, frequent))
        if share >= _SHARE * len(high) and share >= ENOUGH:
            yield table


def _spelled(body: bytes) -> bool:
    """Say whether Arabic letters are written as entities or as escapes of JSON."""
    if b"&" in body and _SPELLED.search(body):
        return True
    return b"\\" in body and _ESCAPED.search(body) is not None


def is_broken(body: bytes) -> bool:
    """Say whether words may be broken by tags or by entities that nobody sees."""
    return _INVISIBLE.search(body) is not None or _BROKEN.search(body) is not None


def _unescaped(body: bytes) -> bytes:
    """Return a page in UTF-8 with entities and escapes as the letters that they stand for."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), body.decode("utf-8", "replace"))
    return html.unescape(text).encode("utf-8", "replace")


def whole(body: bytes) -> bytes:
    """Return a page in UTF-8 without the tags and entities that may break a word."""
    return _unescaped(_INLINE.sub("", body.decode("utf-8", "replace")).encode("utf-8", "replace"))
