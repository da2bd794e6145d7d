"""What a desk is started with. The server's processes read it from the environment, where `DeskOptions.exported` puts it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from rasd.errors import StoreError
from rasd.store.address import DESK_FOLDER, Address, parse_address

__all__ = ["DEFAULT_PORT", "DeskOptions"]

DEFAULT_PORT = 8787
_LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """Where a desk listens, on which store, and for whom."""

    store: str | None = None
    """Address of the store; None: RASD_STORE, else the folder ``rasd-store``."""
    evidence: Path | None = None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    is_local: bool = False
    """One person on this machine, without signing in. Only on loopback."""
    hosts: tuple[str, ...] = ()
    """Names under which other machines reach it."""
    is_https: bool = False
    """Whether a proxy in front of it speaks HTTPS: cookies are then sent over HTTPS only."""
    threads: int = 4
    tiles: str = ""
    """Pictures of a map server of one's own, as ``https://…/{z}/{x}/{y}.png``; empty: the base map that comes with the desk."""
    allow_private: bool = False
    """Whether pages of private addresses may be fetched: a server of one's own."""

    def __post_init__(self) -> None:
        if self.is_local and self.host not in _LOOPBACK:
            raise StoreError(
                f"--local --host {self.host}: without signing in the desk answers this machine only."
                " Leave --host out, or leave --local out and make an administrator."
            )

        if self.tiles:
            self._check_tiles()

    def _check_tiles(self) -> None:
        parts = urlsplit(self.tiles)
        is_own = parts.scheme == "http" and (parts.hostname or "") in _LOOPBACK
        if (
            not (parts.scheme == "https" or is_own)
            or not re.fullmatch(r"[a-zA-Z0-9.-]+(:\d+)?", parts.netloc)
            or any(part not in parts.path for part in ("{z}", "{x}", "{y}"))
        ):
            raise StoreError(
                f"--tiles {self.tiles}: this is no address of map pictures. Give one as"
                " https://tiles.example/{z}/{x}/{y}.png; http only for this machine, no user name in it."
            )

    @property
    def tiles_origin(self) -> str:
        """Return scheme, host and port of the map server; empty without one."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if self.tiles else ""

    @property
    def address(self) -> Address:
        """Return the address of the store. Raises StoreError when it is none."""
        return parse_address(self.store, self.evidence)

    @property
    def folder(self) -> Path:
        """Return the folder of what is the desk's own: its key, files made for people."""
        given = os.environ.get("RASD_DESK_FOLDER")
        if given:
            return Path(given).absolute()
        address = self.address
        beside = (
            address.folder / DESK_FOLDER
            if address.folder is not None
            else address.evidence.parent / "rasd-desk"
        )
        return beside.absolute()

    @property
    def url(self) -> str:
        """Return the address to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host and not self.host.startswith("[") else self.host
        return f"http://{host}:{self.port}/"

    def exported(self) -> dict[str, str]:
        """Return the environment from which `from_environment` makes the same options again."""
        address = self.address
        return {
            "RASD_STORE": str(address.folder.absolute()) if address.folder is not None else str(address.url),
            "RASD_EVIDENCE": str(address.evidence.absolute()),
            "RASD_DESK_HOST": self.host,
            "RASD_DESK_PORT": str(self.port),
            "RASD_DESK_LOCAL": "1" if self.is_local else "",
            "RASD_DESK_HOSTS": ",".join(self.hosts),
            "RASD_DESK_HTTPS": "1" if self.is_https else "",
            "RASD_DESK_THREADS": str(self.threads),
            "RASD_DESK_TILES": self.tiles,
            "RASD_DESK_ALLOW_PRIVATE": "1" if self.allow_private else "",
        }

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> DeskOptions:
        """Return the options that a desk was started with."""
        given = os.environ if environment is None else environment
        return cls(
            store=given.get("RASD_STORE") or None,
            evidence=Path(given["RASD_EVIDENCE"]) if given.get("RASD_EVIDENCE") else None,
            host=given.get("RASD_DESK_HOST") or "127.0.0.1",
            port=int(given.get("RASD_DESK_PORT") or DEFAULT_PORT),
            is_local=bool(given.get("RASD_DESK_LOCAL")),
            hosts=tuple(name for name in given.get("RASD_DESK_HOSTS", "").split(",") if name),
            is_https=bool(given.get("RASD_DESK_HTTPS")),
            threads=int(given.get("RASD_DESK_THREADS") or 4),
            tiles=given.get("RASD_DESK_TILES", ""),
            allow_private=bool(given.get("RASD_DESK_ALLOW_PRIVATE")),
        )
