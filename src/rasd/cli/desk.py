"""``rasd desk``: the verification desk, in the browser, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from rasd.cli.console import complain
from rasd.cli.options import AllowPrivateOption
from rasd.cli.stores import EvidenceOption, StoreOption
from rasd.desk import DEFAULT_PORT, DeskOptions, serve

__all__ = ["desk"]


def desk(
    store: StoreOption = None,
    evidence: EvidenceOption = None,
    local: Annotated[
        bool,
        typer.Option(
            "--local", help="For one person on this machine, without signing in; answers loopback only."
        ),
    ] = False,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = DEFAULT_PORT,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", help="Name under which other machines reach it; repeatable.", show_default=False
        ),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="A proxy in front of it speaks HTTPS: cookies go over HTTPS only.")
    ] = False,
    allow_private: AllowPrivateOption = False,
    threads: Annotated[int, typer.Option("--threads", min=1, max=64, help="Requests answered at once.")] = 4,
    tiles: Annotated[
        str,
        typer.Option(
            "--tiles",
            envvar="RASD_DESK_TILES",
            help="Pictures of your own map server instead of the base map: https://…/{z}/{x}/{y}.png. It learns where people look.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Open the desk: read sources, verify records, decide on incidents, in Arabic and English.

    The store is made when there is none. Nothing is fetched but pages and feeds that a person names there, and pictures of a
    map server that --tiles names. The first start asks for an administrator, in the browser on this machine.

    Exit code 0: stopped; 2: the port is taken, or the store cannot be opened.
    """
    options = DeskOptions(
        store=store, evidence=evidence, host=host, port=port, is_local=local, hosts=tuple(name or ()),
        is_https=https, threads=threads, tiles=tiles, allow_private=allow_private,
    )  # fmt: skip
    complain(f"The desk on {options.address.printable}: {options.url} (Ctrl+C stops it)")
    serve(options)
