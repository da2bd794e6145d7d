"""The index of a package: where each record lies, sorted so that a reader finds it without reading the rest.

CDXJ lines in gzip blocks with an index of the blocks (ZipNum), as tools that replay WACZ files expect them.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

__all__ = ["IndexLine", "blocks", "sort_key"]

_LINES_A_BLOCK = 300
_SCHEMES = ("http", "https")
_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"^www\d{0,3}\.")
_SAFE = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def sort_key(address: str) -> str:
    """Return the address turned round for sorting (SURT): no scheme, host from its last part, arguments sorted.

    >>> sort_key("https://www.Example.org:8443/News/1?b=2&a=1#top")
    'org,example:8443)/news/1?a=1&b=2'
    >>> sort_key("urn:rasd:file")
    'urn:rasd:file'
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return quote(address, safe=_SAFE)
    if parts.scheme.lower() not in _SCHEMES or not host:
        return quote(address, safe=_SAFE)
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host)
    key = host if ":" in host else ",".join(reversed(_WWW.sub("", host).split(".")))
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        key += f":{port}"
    path = parts.path if parts.path == "/" else parts.path.rstrip("/") or "/"
    key += ")" + quote(path, safe=_SAFE).lower()
    if parts.query:
        key += "?" + "&".join(sorted(quote(parts.query, safe=_SAFE).lower().split("&")))
    return key


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One record of the package's WARC file."""

    url: str
    timestamp: str
    """Fourteen digits."""
    mime: str
    status: str
    digest: str
    offset: int
    length: int
    filename: str

    @property
    def line(self) -> str:
        """The line as it stands in the index."""
        facts = {
            "url": self.url,
            "mime": self.mime,
            "status": self.status,
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
        }
        written = json.dumps({name: value for name, value in facts.items() if value})
        return f"{sort_key(self.url).replace(' ', '%20')} {self.timestamp} {written}\n"


def blocks(lines: Sequence[IndexLine], name: str) -> tuple[bytes, bytes]:
    """Return the compressed index and the index of its blocks; `name` is what the first is called."""
    written = sorted({line.line for line in lines})
    packed, names = b"", [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"]
    for start in range(0, len(written), _LINES_A_BLOCK):
        block = written[start : start + _LINES_A_BLOCK]
        gzip = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
        member = gzip.compress("".join(block).encode()) + gzip.flush()
        digest = "sha256:" + hashlib.sha256(member).hexdigest()
        facts = {"offset": len(packed), "length": len(member), "digest": digest, "filename": name}
        names.append(f"{block[0].partition(' {')[0]} {json.dumps(facts)}\n")
        packed += member
    return packed, "".join(names).encode()
