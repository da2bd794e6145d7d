"""Writing a site: beside its place first, then put there whole, so that a visitor never meets half of one.

Incidents pass through one at a time; only a line of each is kept for the lists and the map.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rasd.errors import OutputError
from rasd.export.brief.facts import brief_of
from rasd.export.exchange import Dossier, ExportOptions, exchange_format_named
from rasd.export.exchange import export as send
from rasd.export.exchange.privacy import made_public
from rasd.export.page.labels import asset
from rasd.export.site.pages import Line, SitePages, line_of

__all__ = ["PublishedSite", "write_site"]

_MARK = "rasd-site.json"
_A_PAGE = 200
_LANGUAGES = ("ar", "en")
_DATA = ("geojson", "acled", "hxl")
_FONTS = ("RasdSans-Regular.ttf", "RasdSans-Bold.ttf", "OFL.txt")


@dataclass(slots=True)
class PublishedSite:
    """What was published."""

    folder: Path
    incidents: int = 0
    left_out: int = 0
    """Invented ones of a real site, real ones of an invented one."""
    files: list[str] = field(default_factory=list)


def write_site(
    folder: Path,
    dossiers: Callable[[], Iterable[Dossier]],
    *,
    written: date,
    title: str = "",
    is_synthetic: bool = False,
    tick: Callable[[int], None] = lambda _: None,
) -> PublishedSite:
    """Write a selection as a site into `folder`, in place of one that was published there before.

    `dossiers` is called once for the pages and once for each file of data. `tick` is told how many pages of incidents
    are written, and may raise to stop: then nothing of the new site is left and the old one stands. Raises OutputError
    when the folder holds something else or cannot be written.
    """
    _refuse_another(folder)
    made = PublishedSite(folder)
    try:
        with _beside(folder) as new:
            _write(new, dossiers, made, title=title, written=written, is_synthetic=is_synthetic, tick=tick)
    except OSError as error:
        raise OutputError(
            f"{folder}: the site cannot be written ({error.strerror or error}). Make room or name a folder you may write."
        ) from error
    return made


def _refuse_another(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise OutputError(
            f"{folder}: holds files that are no published site. Nothing was written. Name a new folder or an empty one."
        )
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file. Nothing was written. Name a folder.")


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give a new folder beside `folder`, which takes its place when all went well."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new = work / "new"
        new.mkdir(mode=0o755)
        yield new
        if folder.exists():
            folder.rename(work / "old")
        new.rename(folder)
    except BaseException:
        old = work / "old"
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(
    new: Path,
    dossiers: Callable[[], Iterable[Dossier]],
    made: PublishedSite,
    *,
    title: str,
    written: date,
    is_synthetic: bool,
    tick: Callable[[int], None],
) -> None:
    sites = {name: SitePages(name, title, written, is_synthetic=is_synthetic) for name in _LANGUAGES}
    for name in _LANGUAGES:
        (new / name / "incidents").mkdir(parents=True)
    lines: list[Line] = []
    for dossier in dossiers():
        if dossier.incident.synthetic is not is_synthetic:
            made.left_out += 1
            continue
        brief = brief_of([dossier], is_synthetic=is_synthetic)
        addresses = {key: one.url for key, one in made_public(dossier).documents.items()}
        for name, site in sites.items():
            _put(new / name / "incidents" / f"{dossier.incident.id}.html", site.incident(brief, addresses))
        lines.append(line_of(brief))
        made.incidents += 1
        tick(made.incidents)
    lines.sort(key=lambda line: line.order, reverse=True)
    files = _data(new, dossiers, made, is_synthetic=is_synthetic)
    pages = max(1, -(-len(lines) // _A_PAGE))
    for name, site in sites.items():
        for number in range(1, pages + 1):
            some = lines[(number - 1) * _A_PAGE : number * _A_PAGE]
            _put(new / name / f"list-{number}.html", site.listed(some, number, pages))
        _put(new / name / "map.html", site.map(lines))
        _put(new / name / "method.html", site.method())
        labels = [(file, exchange_format_named(form).title) for file, form in files]
        named = [(file, label.ar if name == "ar" else label.en) for file, label in labels]
        _put(new / name / "index.html", site.index(lines, named))
    _put(new / "index.html", asset("site_choice.html"))
    _put(new / "style.css", asset("site_fonts.css") + asset("brief.css") + asset("site.css"))
    _copy_fonts(new)
    made.files = sorted(str(path.relative_to(new)) for path in new.rglob("*") if path.is_file())
    mark = {
        "generator": "rasd",
        "written": written.isoformat(),
        "incidents": made.incidents,
        "synthetic": is_synthetic,
    }
    _put(new / _MARK, json.dumps(mark) + "\n")


def _data(
    new: Path, dossiers: Callable[[], Iterable[Dossier]], made: PublishedSite, *, is_synthetic: bool
) -> list[tuple[str, str]]:
    """Write the files of data; return name of each and its format."""
    (new / "data").mkdir()
    found = []
    for name in _DATA:
        form = exchange_format_named(name)
        file = f"incidents-{name}.{form.extension}" if form.extension != name else f"incidents.{name}"
        options = ExportOptions(is_synthetic=is_synthetic)
        path = new / "data" / file
        if form.is_binary:
            with path.open("wb") as binary:
                send(form, dossiers(), binary, options)
        else:
            with path.open("w", encoding="utf-8", newline="") as stream:
                send(form, dossiers(), stream, options)
        found.append((file, name))
    return found


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy_fonts(new: Path) -> None:
    from importlib.resources import files

    (new / "fonts").mkdir()
    folder: Any = files("rasd.export").joinpath("fonts")
    for name in _FONTS:
        (new / "fonts" / name).write_bytes(folder.joinpath(name).read_bytes())
