"""Bytes to characters: which encoding a file is in, decided by the bytes themselves, without a dependency.

UTF-8 and UTF-16 (with and without byte order mark), windows-1256 and ISO-8859-6 are read; a declared charset
(HTML) is believed only where the bytes agree. Nothing is normalised: the text is what the bytes say, less a
leading byte order mark. Bytes that no encoding explains become U+FFFD, and `Decoded.note` says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rasd.errors import DocumentError

__all__ = ["CONTROLS", "Decoded", "decode", "detect", "refuse_binary"]

_SAMPLE = 1 << 16
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the mark of UTF-16 LE
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
"""Characters that no text holds; not among them: tab, newlines, form feed, escape."""
_CONTROL_WIDE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BEGINNINGS = tuple(begin for begin, _ in _MARKS + _SIGNATURES)
_CONTROL_SHARE = 0.01
_FEW = 4  # control characters that a short text may hold by accident
_SHORT = 100  # bytes; of fewer, a few zeros may be UTF-16
_BROKEN_SHARE = 0.05
_ARABIC = re.compile("[\u0621-\u0652]")
# Letters that make up most of any Arabic text; the wrong single-byte table moves them elsewhere.
_FREQUENT = re.compile("[اليمنورتبعدهسفأةك]")
_ALONE = re.compile(r"(?<![\u0621-\u0652])[\u0621-\u0652](?![\u0621-\u0652])")
_ARTICLE = re.compile(r"\bال[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that it was in, and what had to be replaced (empty: nothing)."""

    text: str
    encoding: str
    note: str = ""


def _utf16_by_pattern(sample: bytes) -> str | None:
    """Return the UTF-16 flavour whose high bytes these are: 00 (Latin, spaces) and 06 (Arabic) on one side."""
    length = len(sample) // 2
    if length < 2 or sample.count(0) + sample.count(6) <= 0.7 * length:
        return None
    even, odd = sample[: 2 * length : 2], sample[1 : 2 * length : 2]
    high_even = (even.count(0) + even.count(6)) / length
    high_odd = (odd.count(0) + odd.count(6)) / length
    if high_odd > 0.7 and high_even < 0.3:
        return "utf-16-le"
    if high_even > 0.7 and high_odd < 0.3:
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may end inside a character; a whole text that does is caught by the share of broken bytes.
        return error.end == len(data) and error.reason == "unexpected end of data"
    return True


def _nearly_utf8(data: bytes) -> bool:
    """Tell whether a few broken bytes stand in a text that is otherwise plainly UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = _foreign(text) - broken
    return whole > 0 and broken <= max(1, _BROKEN_SHARE * whole)


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _plausibility(text: str) -> float:
    """Score how much this reads like Arabic: frequent letters, the article, letters in company, no other marks."""
    foreign = _foreign(text) or 1
    arabic = len(_ARABIC.findall(text))
    frequent = len(_FREQUENT.findall(text))
    alone = len(_ALONE.findall(text))
    return (arabic + frequent + 3 * len(_ARTICLE.findall(text)) - 2 * alone - (foreign - arabic)) / foreign


def _single_byte(sample: bytes) -> str:
    best, best_score = "windows-1256", _plausibility(sample.decode("cp1256", errors="replace"))
    try:
        score = _plausibility(sample.decode("iso8859_6"))
    except UnicodeDecodeError:  # ISO-8859-6 leaves holes where windows-1256 has ف ق ك ي
        return best
    return "iso-8859-6" if score > best_score else best


def detect(data: bytes, declared: str | None = None) -> tuple[str, int]:
    """Return the encoding of `data` (a text, or the first part of one) and the length of its byte order mark."""
    return _detect_form(data, declared) or (_single_byte(data[:_SAMPLE]), 0)


def _detect_form(data: bytes, declared: str | None = None) -> tuple[str, int] | None:
    """Return what `detect` does where form or declaration tell; None where only a single-byte table remains."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    sample = data[:_SAMPLE]
    wide = _utf16_by_pattern(sample)
    if wide is not None:
        return wide, 0
    if _is_utf8(data):
        return "utf-8", 0
    if declared is not None:
        name = _known(declared)
        # Servers often declare a Western table for Arabic bytes; UTF-8 was already tried.
        if name in ("cp1256", "iso8859-6") and "\ufffd" not in sample.decode(name, errors="replace"):
            return ("windows-1256" if name == "cp1256" else "iso-8859-6"), 0
    return ("utf-8", 0) if _nearly_utf8(data) else None


def _known(name: str) -> str:
    try:
        return codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""


def refuse_binary(data: bytes, where: str) -> None:
    """Raise DocumentError where `data` (the first part of a file) is plainly not text."""
    sample = data[:_SAMPLE]
    _refuse_binary(sample, where, _detect_form(sample))


def _refuse_binary(sample: bytes, where: str, form: tuple[str, int] | None) -> None:
    for signature, name in _SIGNATURES:
        if sample.startswith(signature):
            raise DocumentError(
                f"{where}: not text: this is {name} file. Give txt, html, json, jsonl, csv or tsv."
            )
    # Which table of single bytes it is makes no difference: neither leaves a byte of what it is chosen for unexplained.
    encoding, mark = form or ("windows-1256", 0)
    text = sample[mark:].decode(encoding, errors="replace")
    if encoding.startswith(("utf-16", "utf-32")):
        controls = len(_CONTROL_WIDE.findall(text))
    else:  # one byte each, and no part of another character
        controls = len(sample) - len(sample.translate(None, CONTROLS))
    broken = text.count("\ufffd")
    if max(controls - _FEW, 0) > _CONTROL_SHARE * len(text) or broken > max(1, _BROKEN_SHARE * len(text)):
        raise DocumentError(
            f"{where}: not text: {controls + broken} of its first {len(text)} characters are control characters"
            " or broken. Give txt, html, json, jsonl, csv or tsv."
        )


def _plain_utf8(data: bytes, controls: int | None) -> str | None:
    """Return a text of which one look shows that it is whole UTF-8, as most are; None of any other."""
    if controls is None:
        sample = data[:_SAMPLE]  # which is all that is asked for them
        controls = len(sample) - len(sample.translate(None, CONTROLS))
    # So few are no binary file, and UTF-16 of this length has more.
    if controls > _FEW or len(data) < _SHORT or data.startswith(_BEGINNINGS):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\ufffd" in text else text


def decode(data: bytes, where: str, declared: str | None = None, *, controls: int | None = None) -> Decoded:
    """Decode a whole text; raises DocumentError naming `where` when it is not text.

    `controls` says how many `CONTROLS` it holds, where somebody has counted them.
    """
    plain = _plain_utf8(data, controls)
    if plain is not None:
        return Decoded(plain, "utf-8")
    form = _detect_form(data, declared)
    sample = data[:_SAMPLE]
    _refuse_binary(sample, where, form if len(data) == len(sample) else _detect_form(sample))
    encoding, mark = form or (_single_byte(sample), 0)
    body = data[mark:]
    text = body.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken:
        broken -= body.count(
            "\ufffd".encode(encoding, errors="ignore") or b"\x00"
        )  # written so by the author
    note = f"{where}: {broken} bytes are not {encoding}; read as U+FFFD." if broken > 0 else ""
    return Decoded(text, encoding, note)
