"""``rasd backup``: all of a store in one encrypted file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import EXIT_FAILED, Steps, complain, count_of, printable
from rasd.cli.package import PASSPHRASE_VARIABLE, passphrase_of
from rasd.cli.stopping import stopping_cleanly
from rasd.cli.stores import EvidenceOption, StoreOption, open_store

if TYPE_CHECKING:
    from rasd.preservation.encryption import Readers

__all__ = ["PassphraseFileOption", "backup", "passphrase_from"]

PassphraseFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=f"Take the passphrase from the first line of a file; else it is asked for or taken from {PASSPHRASE_VARIABLE}.",
        show_default=False,
    ),
]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write, best on another disk.")],
    encrypt: Annotated[
        list[str] | None,
        typer.Option(
            "--encrypt",
            "--recipient",
            metavar="KEY|FILE",
            help="For the holder of this public key (age1…, ssh-…), or of any key in this file; repeatable.",
        ),
    ] = None,
    passphrase_file: PassphraseFileOption = None,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help="Not encrypted: whoever gets the file reads every name, source, note and key in it.",
        ),
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that exists.")] = False,
    by: Annotated[str | None, typer.Option(help="Who makes it, for the custody log.")] = None,
    store: StoreOption = None,
    evidence: EvidenceOption = None,
) -> None:
    """Write the whole store to one file: all tables, evidence, media, keys, and what belongs to the desk.

    The store may be in use: the file holds one moment of it. It is encrypted in the age format, by default with a
    passphrase; it is read back before it gets its name. `rasd restore` puts it back.

    Exit code 0: all is in it; 1: written, but evidence of the store is missing or altered, named above; 2: not written.
    """
    from rasd.preservation.backup import back_up

    if plain and (encrypt or passphrase_file):
        raise typer.BadParameter("Give --plain, or who can read it. Not both.")
    readers = None if plain else _readers(encrypt or [], passphrase_file)
    steps = Steps()
    with open_store(store, evidence, create=False) as opened, stopping_cleanly():
        try:
            done = back_up(
                opened, file, readers=readers, beside=desk_folder(store, evidence), replace=replace, by=by,
                progress=steps.show,
            )  # fmt: skip
        finally:
            steps.close()
    for fault in done.faults:
        complain(f"{fault}.")
    print(
        printable(
            f"{done.path}: {count_of(done.rows, 'row')} of {count_of(done.tables, 'table')}, {count_of(done.files, 'file')},"
            f" {done.bytes:,} bytes; custody log up to entry {done.custody[0]}. Read back: all holds."
        )
    )
    print(f"SHA-256 {done.sha256}" + (f", opened by: {', '.join(readers.names)}" if readers else ""))
    if readers is None:
        complain(
            "This backup is not encrypted: whoever gets the file reads all of it, and can act as the desk's key."
        )
    if done.faults:
        raise typer.Exit(EXIT_FAILED)


def _readers(given: list[str], passphrase_file: Path | None) -> Readers:
    from rasd.preservation.encryption import readers_of

    if given and passphrase_file is not None:
        raise typer.BadParameter("Give public keys or a passphrase. Not both.")
    if given:
        return readers_of(given)
    return readers_of([], passphrase=passphrase_from(passphrase_file, confirm=True))


def passphrase_from(file: Path | None, *, confirm: bool) -> str:
    """Return the passphrase from a file's first line, else from the environment or the terminal."""
    if file is None:
        return passphrase_of(confirm=confirm)
    try:
        with file.open(encoding="utf-8") as stream:
            found = stream.readline(4096).strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise typer.BadParameter(f"{file}: cannot be read: {reason}.") from None
    if not found:
        raise typer.BadParameter(f"{file}: its first line is empty.")
    return found


def desk_folder(store: str | None, evidence: Path | None) -> dict[str, Path]:
    """Return the folder of what is the desk's own: its key, files made for people."""
    from rasd.desk import DeskOptions

    return {"desk": DeskOptions(store=store, evidence=evidence).folder}
