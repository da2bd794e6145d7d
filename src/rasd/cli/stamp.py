"""``rasd stamp``: an outside server signs that the custody log stands as it does now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rasd.cli.console import complain, printable
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

__all__ = ["CaOption", "stamp"]

CaOption = Annotated[
    Path | None,
    typer.Option(
        "--ca",
        metavar="FILE",
        help="Certificates (PEM, DER) of the authority that time-stamps are held against.",
    ),
]


def stamp(
    server: Annotated[str, typer.Option(metavar="URL", help="Address of a time-stamp server (RFC 3161).")],
    ca: CaOption = None,
    timeout: Annotated[float, typer.Option(min=1, max=600, help="Seconds to wait for an answer.")] = 30.0,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """Have a time-stamp server sign the state of the custody log, and keep its answer beside the evidence.

    Only one hash is sent: the server learns nothing of what the log holds, but sees your address. With --ca the answer is
    proved before it is kept, and the certificates are kept with it; `rasd verify` proves it again, offline.
    """
    from rasd.preservation.stamping import read_certificates
    from rasd.preservation.stamps import stamp as ask

    trust = read_certificates(ca) if ca is not None else None
    with open_store(store, evidence, create=False) as opened:
        stamped = ask(opened, server=server, trust=trust, timeout=timeout)
    print(
        printable(
            f"{stamped.path}: entries 1 to {stamped.entries} of the custody log, {stamped.checked.told}."
        )
    )
    if not stamped.checked.is_proved:
        complain(
            "Without --ca the answer was read, not proved. Get the authority's certificate and run `rasd verify --ca`."
        )
