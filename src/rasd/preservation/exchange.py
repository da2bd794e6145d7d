"""Request and response heads as they stand in an evidentiary copy: line by line, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rasd.collection import Exchange

__all__ = ["request_head", "response_head"]


def request_head(exchange: Exchange) -> bytes:
    """Return the request line and its headers, with the blank line behind them; nothing where none is known."""
    return b"" if not exchange.request else _head(exchange.request, exchange.request_headers)


def response_head(exchange: Exchange) -> bytes:
    """Return the status line and the headers of the answer, with the blank line behind them."""
    return _head(exchange.response, exchange.response_headers)


def _head(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    text = "".join(line.replace("\r", " ").replace("\n", " ") + "\r\n" for line in lines) + "\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
