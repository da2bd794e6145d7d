"""An answer of a server as records of a WARC file, one gzip member a record, and the ways in which some are broken."""

from __future__ import annotations

import gzip
import hashlib
import random
import zlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from functools import cache

BREAKS = (
    "cut member", "flipped bytes", "garbage between", "length too long", "length too short", "no length", "bad chunks",
    "false gzip", "wrong type", "no head", "mixed encodings", "cut gzip", "bomb",
)  # fmt: skip
"""The ways in which a record can be broken, in turn."""
_AGENT = "Mozilla/5.0 (compatible; InventedCrawler/1.0)"


@dataclass(slots=True)
class Answer:
    """What one server answers: the body as it is meant, before any encoding of the transfer."""

    address: str
    body: bytes
    media_type: str
    status: str = "200 OK"
    more: str = ""


def member(content: bytes, level: int) -> bytes:
    """Return one gzip member."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def _identity(chance: random.Random) -> str:
    drawn = f"{chance.getrandbits(128):032x}"
    return f"<urn:uuid:{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:]}>"


def _record(
    kind: str, identity: str, now: str, media_type: str, block: bytes, more: str = "", length: int | None = -1
) -> bytes:
    size = len(block) if length == -1 else length
    lengths = "" if size is None else f"Content-Length: {size}\r\n"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {identity}\r\nWARC-Date: {now}\r\n{more}Content-Type: {media_type}\r\n{lengths}\r\n"
    return head.encode() + block + b"\r\n\r\n"


def file_head(chance: random.Random, name: str, now: datetime, level: int) -> bytes:
    """Return the record with which a file begins."""
    block = b"software: invented crawler\r\nformat: WARC File Format 1.0\r\nrobots: classic\r\ndescription: an invented crawl, all of it synthetic\r\n"
    return member(
        _record(
            "warcinfo",
            _identity(chance),
            f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "application/warc-fields",
            block,
            f"WARC-Filename: {name}\r\n",
        ),
        level,
    )


def records(
    chance: random.Random, answer: Answer, now: datetime, level: int, broken: str = ""
) -> list[bytes]:
    """Return the members for one answer: request, response and now and then metadata; the response stands second."""
    stamp = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    address = answer.address
    host, _, path = address.split("://", 1)[1].partition("/")
    response = _identity(chance)
    asked = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {_AGENT}\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    to = f"WARC-Target-URI: {address}\r\n"
    first = _record(
        "request",
        _identity(chance),
        stamp,
        "application/http; msgtype=request",
        asked,
        f"{to}WARC-Concurrent-To: {response}\r\n",
    )
    block, length = _http(chance, answer, broken)
    digest = b32encode(hashlib.sha1(answer.body, usedforsecurity=False).digest()).decode()
    more = (
        f"{to}WARC-IP-Address: 192.0.2.{chance.randrange(1, 255)}\r\nWARC-Payload-Digest: sha1:{digest}\r\n"
        f"WARC-Identified-Payload-Type: {answer.media_type.split(';')[0]}\r\n"
    )
    second = member(
        _record("response", response, stamp, "application/http; msgtype=response", block, more, length), level
    )
    if broken == "cut member":
        second = second[: len(second) // 2]
    elif broken == "flipped bytes":
        middle = len(second) // 2
        second = (
            second[:middle]
            + bytes(255 - byte for byte in second[middle : middle + 16])
            + second[middle + 16 :]
        )
    elif broken == "garbage between":
        second += chance.randbytes(300)
    made = [member(first, level), second]
    if chance.random() < 0.1:
        told = f"fetchTimeMs: {chance.randrange(40, 900)}\r\ncharset-detected: UTF-8\r\n".encode()
        made.append(
            member(
                _record(
                    "metadata",
                    _identity(chance),
                    stamp,
                    "application/warc-fields",
                    told,
                    f"{to}WARC-Concurrent-To: {response}\r\n",
                ),
                level,
            )
        )
    return made


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<p>" + b" " * 300_000_000, 9, mtime=0)


def _chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 8192] for at in range(0, len(body), 8192)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _http(chance: random.Random, answer: Answer, broken: str) -> tuple[bytes, int | None]:
    """Return the block of a response, and the length to state: -1 for the true one."""
    body, media_type, more = answer.body, answer.media_type, ""
    drawn = chance.random()
    if broken == "bomb":
        body, more = _bomb(), "Content-Encoding: gzip\r\n"
    elif broken == "cut gzip":
        packed = gzip.compress(body, 6, mtime=0)
        body, more = packed[: len(packed) // 2], "Content-Encoding: gzip\r\n"
    elif broken == "false gzip":
        more = "Content-Encoding: gzip\r\n"
    elif broken == "bad chunks":
        body, more = b"zz\r\n" + body, "Transfer-Encoding: chunked\r\n"
    elif broken == "wrong type":
        media_type = "image/png"
    elif broken == "mixed encodings":
        body += "<p>نهاية الصفحة</p>".encode("cp1256") * 5
    elif drawn < 0.06:
        body, more = gzip.compress(body, 6, mtime=0), "Content-Encoding: gzip\r\n"
    elif drawn < 0.10:
        body, more = _chunked(body), "Transfer-Encoding: chunked\r\n"
    elif drawn < 0.45:
        more = f"X-Crawl-Content-Encoding: gzip\r\nX-Crawl-Content-Length: {len(body) // 5}\r\n"
    if "chunked" not in more:
        more += f"Content-Length: {len(body)}\r\n"
    if answer.more:
        more += f"{answer.more}\r\n"
    head = (
        f"HTTP/1.1 {answer.status}\r\nServer: {chance.choice(('nginx', 'Apache', 'cloudflare'))}\r\nContent-Type: {media_type}\r\n{more}"
        f"Vary: Accept-Encoding\r\nX-Request-Id: {chance.getrandbits(64):016x}\r\nSet-Cookie: s={chance.getrandbits(96):x}; Path=/\r\n\r\n"
    )
    if broken == "no head":
        return body, -1
    block = head.encode() + body
    return block, {
        "length too long": len(block) + 5000,
        "length too short": len(block) // 2,
        "no length": None,
    }.get(broken, -1)
