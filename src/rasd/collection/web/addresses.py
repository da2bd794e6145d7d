"""Which addresses may be fetched: http and https, and no machine of a private network unless that is allowed.

A network address is judged by the number that a connection would go to: an IPv4 address inside IPv6 (mapped, 6to4,
Teredo, NAT64) counts as itself.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from rasd.errors import FetchError

__all__ = ["check_peer", "host_of", "is_address", "is_same_host", "joined", "normal", "origin_of"]

_MAX_LENGTH = 4000
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# Machines of cloud providers that tell secrets to whoever asks from inside; no setting opens them.
_METADATA = frozenset(
    ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")
)
_ALLOW = "Give --allow-private where this server is your own."


def is_address(given: str) -> bool:
    """Tell whether what a person gave is a web address rather than a file's name."""
    return given[:8].lower().startswith(("http://", "https://"))


def normal(address: str) -> str:
    """Return an address in one spelling, without its fragment; raises FetchError where it is no web address."""
    shown = address[:200]
    try:
        parts = urlsplit(address.strip())
        if parts.scheme.lower() not in ("http", "https"):
            raise FetchError(f"{shown}: not a web address. Give one that starts with https:// or http://.")
        if len(address) > _MAX_LENGTH:
            raise FetchError(f"{shown}: longer than {_MAX_LENGTH} characters. Give a shorter address.")
        if parts.username is not None or parts.password is not None:
            raise FetchError(
                f"{parts.scheme}://{parts.hostname}: holds a name or password, which would stand in the evidence."
                " Give the address without it."
            )
        _ = parts.port  # raises ValueError where it is none
        url = httpx.URL(address.strip()).copy_with(fragment=None)
    except (ValueError, httpx.InvalidURL) as error:
        raise FetchError(f"{shown}: not a web address ({error}). Check its spelling.") from None
    if not url.host:
        raise FetchError(f"{shown}: names no host. Check its spelling.")
    return str(url)


def host_of(address: str) -> str:
    """Return the host's name in lower case, without the port."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def origin_of(address: str) -> str:
    """Return scheme, host and port: what a robots.txt speaks for."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.lower(), "", "", ""))


def is_same_host(one: str, other: str) -> bool:
    """Tell whether two host names are one outlet's: equal but for a leading www."""
    return one.lower().removeprefix("www.") == other.lower().removeprefix("www.")


def joined(base: str, reference: str) -> str:
    """Return the address that `reference` means on the page `base`; empty where it means none."""
    try:
        return normal(urljoin(base, reference.strip()))
    except (ValueError, FetchError):
        return ""


def check_peer(written: str, *, allow_private: bool) -> str | None:
    """Return why nothing is fetched from this network address; None where it may be."""
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return f"{written} is no network address"
    address = _inner(address)
    if str(address) in _METADATA:
        return f"{written} is a metadata service of a cloud provider; no setting allows it"
    for held, name in (
        (address.is_unspecified, "the unspecified address"),
        (address.is_multicast, "a multicast address"),
    ):
        if held:
            return f"{written} is {name}; no setting allows it"
    if allow_private:
        return None
    if address.is_loopback:
        return f"{written} is this very machine. {_ALLOW}"
    if address.is_link_local:
        return f"{written} is link-local. {_ALLOW}"
    if isinstance(address, IPv6Address) and address.is_site_local:
        return f"{written} is private. {_ALLOW}"
    if not address.is_global or address.is_reserved:
        return f"{written} is private or reserved. {_ALLOW}"
    return None


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _NAT64) or int(address) >> 32 == 0 and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
