"""The head of an HTTP answer as archives keep it: status and fields, found without taking the rest apart."""

from __future__ import annotations

import re

__all__ = ["HEAD_LIMIT", "Head"]

HEAD_LIMIT = 1 << 17
_MARKS = {
    name: f"\n{name}:".encode("ascii")
    for name in ("content-type", "content-encoding", "transfer-encoding", "last-modified")
}
_FINE = (b"HTTP/1.1 200 ", b"HTTP/1.0 200 ")
_END = re.compile(rb"\r?\n\r?\n")


class Head:
    """Status line and fields; `size` is where the body begins."""

    __slots__ = ("_bytes", "_folded", "size", "status")

    def __init__(self, head: bytes, size: int) -> None:
        self._bytes = head
        self._folded = head.lower()
        self.size = size
        self.status = 200 if head.startswith(_FINE) else _status(head)
        """0 where there is none."""

    @classmethod
    def of(cls, block: bytes) -> Head:
        """Return the head of an answer that begins with ``HTTP/``."""
        end = block.find(b"\r\n\r\n", 0, HEAD_LIMIT)
        broken = block.find(b"\n\n", 0, end if end >= 0 else HEAD_LIMIT)
        if end >= 0 and broken < 0:
            return cls(block[:end], end + 4)
        found = _END.search(block, 0, HEAD_LIMIT)
        return cls(block[: found.start()], found.end()) if found else cls(block, len(block))

    def field(self, name: str) -> str:
        """Return what a field holds, joined by commas where it stands more than once; `name` in lower case."""
        mark = _MARKS.get(name) or f"\n{name}:".encode("ascii")
        folded = self._folded
        at = folded.find(mark)
        if at < 0:
            return ""
        values = []
        while at >= 0:
            begin = at + len(mark)
            end = folded.find(b"\n", begin)
            value = self._bytes[begin : end if end >= 0 else len(folded)]
            values.append(value.strip().decode("latin-1"))
            at = folded.find(mark, end) if end >= 0 else -1
        return ", ".join(values)

    @property
    def status_line(self) -> str:
        """The first line."""
        return self._bytes.decode("latin-1").splitlines()[0]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """All fields as they were sent, in their order."""
        pairs = (line.partition(":") for line in self._bytes.decode("latin-1").splitlines()[1:])
        return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def _status(head: bytes) -> int:
    words = head[:80].split(None, 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() and len(words[1]) < 6 else 0
