"""``rasd decrypt``: opens a package that was encrypted in the age format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rasd.cli.package import PASSPHRASE_VARIABLE, passphrase_of
from rasd.cli.stopping import stopping_cleanly

__all__ = ["IdentityOption", "decrypt"]

IdentityOption = Annotated[
    Path | None,
    typer.Option(
        "--identity", "-i", metavar="FILE", help="File with the private key (AGE-SECRET-KEY-…, SSH)."
    ),
]


def decrypt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The encrypted package.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.wacz", help="Where to write it.")],
    identity: IdentityOption = None,
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase", help=f"With a passphrase, asked for or taken from {PASSPHRASE_VARIABLE}."
        ),
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that exists.")] = False,
) -> None:
    """Decrypt a package. The clear file appears only when all of it was proved; the program `age` does the same."""
    from rasd.preservation.encryption import decrypt as open_package
    from rasd.preservation.outfile import OutFile

    if not file.is_file():
        raise typer.BadParameter(f"{file}: no such file.")
    if (identity is None) != passphrase:
        raise typer.BadParameter("Give --identity FILE or --passphrase, one of them.")
    words = passphrase_of(confirm=False) if passphrase else None
    out = OutFile(output, replace=replace)
    with stopping_cleanly():
        try:
            open_package(file, out.stream, identity=identity, passphrase=words)
            out.keep()
        except OSError as error:
            raise out.failed(error) from None
        finally:
            out.drop()
    print(f"{output}: decrypted. `rasd verify --package {output}` proves it.")
