"""Folders that appear when everything in them is whole: made under a hidden name beside their place, renamed at the end."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from rasd.errors import PreservationError
from rasd.preservation.backup.folders import EVIDENCE, MEDIA
from rasd.preservation.disk import sync_folder, told
from rasd.preservation.proof import Finding

__all__ = ["Staging"]

_CHUNK = 1 << 20


class Staging:
    """Where the folders of a store are made, and where they are going to be."""

    def __init__(self, folder: Path | None, places: dict[str, Path]) -> None:
        """Take the store's folder (None: on a server) and the folder of each kind of file, by its name in the backup.

        Raises PreservationError when one of them holds something already.
        """
        self._places = {label: path.absolute() for label, path in places.items()}
        self._suffix = f".restoring-{secrets.token_hex(4)}"
        self._moves: dict[Path, Path] = {}
        """Hidden folder by its final place."""
        for path in [*([folder.absolute()] if folder is not None else []), *self._places.values()]:
            inside = next((final for final in self._moves if final in path.parents), None)
            if inside is None and path not in self._moves:
                self._moves[path] = path.with_name(f".{path.name}{self._suffix}")
        media = self._places.get(MEDIA)
        for path in self._moves:
            if path != media and (path.is_file() or (path.is_dir() and any(path.iterdir()))):
                raise PreservationError(
                    f"{path}: exists and is not empty. A backup is put back into a new place: nothing is overwritten."
                )
        self.folder = self.staged(folder.absolute()) if folder is not None else None

    def staged(self, path: Path) -> Path:
        """Return where `path` is made."""
        for final, hidden in self._moves.items():
            if path == final:
                return hidden
            if final in path.parents:
                return hidden / path.relative_to(final)
        raise AssertionError(path)

    @property
    def evidence(self) -> Path:
        """Return where the evidence folder is made."""
        return self.staged(self._places[EVIDENCE])

    def begin(self) -> None:
        """Make the hidden folders."""
        try:
            for hidden in self._moves.values():
                hidden.mkdir(parents=True, mode=0o700)
            self.evidence.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self.failed(error) from None

    def put(self, label: str, name: str, source: BinaryIO) -> None:
        """Write one file, and put it on the disk; evidence and media may not be written any more."""
        path = self.staged(self._places[label]) / name
        kept = label in (EVIDENCE, MEDIA)
        is_key = name.endswith(".key")
        mode = 0o600 if not kept else 0o400 if is_key else 0o444 if "/" in name else 0o644
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755 if kept else 0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(source, stream, _CHUNK)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(path, mode)

    def knows(self, label: str) -> bool:
        """Tell whether files of this name have a place."""
        return label in self._places

    def commit(self) -> None:
        """Give the folders their names, the store's own last."""
        media = self._places.get(MEDIA)
        try:
            for final, hidden in reversed(self._moves.items()):
                if final == media and final.is_dir():
                    _merge(hidden, final)
                    continue
                if not any(hidden.iterdir()) and final.exists():
                    hidden.rmdir()
                    continue
                if final.is_dir():
                    final.rmdir()
                os.rename(hidden, final)
                sync_folder(final.parent)
        except OSError as error:
            raise self.failed(error) from None

    def said_of(self, finding: Finding) -> Finding:
        """Return a finding with the places that the folders have now."""
        for final, hidden in self._moves.items():
            place = finding.place.replace(str(hidden), str(final))
            remedy = finding.remedy.replace(str(hidden), str(final))
            finding = replace(finding, place=place, remedy=remedy)
        return finding

    def drop(self) -> None:
        """Take away what is left under hidden names."""
        for hidden in self._moves.values():
            shutil.rmtree(hidden, ignore_errors=True)

    def failed(self, error: OSError) -> PreservationError:
        """Return the system's reason as an error that names the place."""
        where = error.filename or next(iter(self._moves))
        return PreservationError(f"{where}: cannot be written: {told(error)}. Nothing was left there.")


def _merge(hidden: Path, final: Path) -> None:
    """Move media beside those of others: they are named by their bytes."""
    for path in sorted(hidden.rglob("*")):
        if path.is_file():
            target = final / path.relative_to(hidden)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
