"""Theatre packs: folders of data found by their ``theatre.yaml``, packaged or anywhere else.

A pack from outside is read with the same code as a packaged one and stands beside the seven under its id.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from rasd.errors import DataError
from rasd.lexicon.files import LOADER, DataFiles, line_of, packaged, read_data

__all__ = ["PARTS", "find_packs", "pack_id", "read_pack", "with_packs"]

MARK = "theatre.yaml"
PARTS = {
    "theatre.yaml": None,
    "actors.yaml": {"actors"},
    "sources.yaml": {"sources"},
    "outlets.yaml": {"outlets"},
    "lexicon.yaml": {"layer", "entries", "note"},
    "corpus.yaml": {"published", "cases", "silent", "documents", "note"},
}
"""The files of a pack with the keys at their top; those of the first are checked where it is read."""
_LISTS = {"actors", "sources", "outlets", "entries", "cases", "silent", "documents"}
_MOST_BYTES = 5_000_000
_ALIAS = yaml.AliasEvent
_ID = re.compile("[a-z][a-z0-9_]{1,39}")


def find_packs(path: Path) -> list[Path]:
    """Return the packs at `path`: the folder itself, or every folder directly below it that is one.

    Raises DataError when there is none.
    """
    if (path / MARK).is_file():
        return [path]
    try:
        below = sorted(folder for folder in path.iterdir() if (folder / MARK).is_file())
    except OSError as error:
        raise DataError(
            f"{path}: cannot be read as a theatre pack ({error.strerror}). Give a folder with a {MARK}."
        ) from None
    if not below:
        raise DataError(
            f"{path}: no theatre pack: neither it nor a folder in it holds a {MARK}. "
            "Write one with `rasd theatre new NAME`."
        )
    return below


def read_pack(folder: Path) -> DataFiles:
    """Read the files of one pack; raises DataError on one that is no YAML, is too large or refers to itself."""
    for path in sorted(folder.rglob("*.yaml")):
        if path.stat().st_size > _MOST_BYTES:
            raise DataError(f"{path}:1: is larger than {_MOST_BYTES // 1_000_000} MB. Split the pack.")
        try:
            # References are expanded when the files are kept: a few lines could fill the memory.
            alias = next(
                (event for event in yaml.parse(path.read_bytes(), LOADER) if type(event) is _ALIAS), None
            )
        except (yaml.YAMLError, UnicodeDecodeError):
            continue  # told with line and remedy by `read_data`
        if alias is not None:
            line = alias.start_mark.line + 1 if alias.start_mark is not None else 1
            raise DataError(
                f"{path}:{line}: refers to another entry (`*{alias.anchor}`). Write the words again."
            )
    return read_data(folder)


def pack_id(folder: Path, content: dict[str, Any]) -> str:
    """Return the id that a pack gives itself; raises DataError when it gives none or one that cannot be."""
    path = folder / MARK
    theatre = content.get(MARK)
    if not isinstance(theatre, dict):
        raise DataError(f"{path}:1: not a table of keys. Write `id:`, `title:`, `countries:` and so on.")
    given = str(theatre.get("id") or "")
    if _ID.fullmatch(given) is None:
        raise DataError(
            f"{path}:{line_of(path, 'id:')}: id {given!r} is no id. "
            "Write small Latin letters, digits and _, such as `id: somalia`."
        )
    return given


def _checked(folder: Path, content: dict[str, Any]) -> None:
    for name, held in content.items():
        path = folder / name
        if name not in PARTS:
            raise DataError(f"{path}:1: no file of a theatre pack. Files: {', '.join(PARTS)}, places.tsv.")
        if not isinstance(held, dict):
            if held is None:
                continue
            raise DataError(f"{path}:1: not a table of keys. Keys: {', '.join(sorted(PARTS[name] or ()))}.")
        allowed = PARTS[name]
        unknown = sorted(held.keys() - allowed) if allowed is not None else []
        if allowed is not None and unknown:
            raise DataError(
                f"{path}:{line_of(path, f'{unknown[0]}:')}: unknown key {unknown[0]!r}. "
                f"Keys: {', '.join(sorted(allowed))}."
            )
        for key in sorted(held.keys() & _LISTS):
            if held[key] is not None and not isinstance(held[key], list):
                raise DataError(
                    f"{path}:{line_of(path, f'{key}:')}: `{key}:` is no list. Begin each entry with `- ` below it."
                )


def with_packs(paths: Sequence[Path] = (), only: Iterable[str] | None = None) -> DataFiles:
    """Return the packaged data with the packs at `paths` beside the packaged ones.

    With `only` just the theatres of these ids are kept. Raises DataError on a damaged pack, on an id that is taken,
    and on an id of `only` that no pack has.
    """
    base = packaged()
    content = dict(base.content)
    folders: dict[str, Path] = {}
    digest = hashlib.sha256(base.version.encode())
    taken = {name.split("/")[1]: base.folder / name for name in content if name.endswith("/" + MARK)}
    for folder in (pack for path in paths for pack in find_packs(path)):
        read = read_pack(folder)
        id_ = pack_id(folder, read.content)
        if id_ in taken and taken[id_].resolve() != (folder / MARK).resolve():
            path = folder / MARK
            raise DataError(
                f"{path}:{line_of(path, 'id:')}: theatre id {id_!r} is taken by {taken[id_]}. "
                f"Choose another id; taken are: {', '.join(sorted(taken))}."
            )
        if id_ in taken:
            continue  # the same folder, given twice or packaged already
        _checked(folder, read.content)
        taken[id_] = folder / MARK
        folders[id_] = folder
        places = folder / "places.tsv"
        digest.update(read.version.encode() + (places.read_bytes() if places.is_file() else b""))
        content.update({f"theatres/{id_}/{name}": held for name, held in read.content.items()})
    if only is not None:
        wanted = set(only)
        if unknown := wanted - taken.keys():
            raise DataError(f"No theatre {', '.join(sorted(unknown))}. Theatres: {', '.join(sorted(taken))}.")
        content = {
            name: held
            for name, held in content.items()
            if not name.startswith("theatres/") or name.split("/")[1] in wanted
        }
        digest.update(" ".join(sorted(wanted)).encode())
    if not folders and only is None:
        return base
    return DataFiles(base.folder, digest.hexdigest()[:12], content, folders)
