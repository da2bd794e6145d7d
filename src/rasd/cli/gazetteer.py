"""``rasd gazetteer``: add, list, show, remove and install lists of places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status
from rich.table import Table

from rasd.cli.gazetteer_fetch import check_url, fetch
from rasd.cli.packs import pack_folders
from rasd.errors import DataError, RasdError
from rasd.lexicon import Lexicon
from rasd.places import Choice, Context, Gazetteer, Place, choose, key, library
from rasd.places.index import Index, compile_places, write_index
from rasd.places.loading import Loaded, read_places

__all__ = ["app"]

app = typer.Typer(
    name="gazetteer", help="Lists of places: add, list, show, remove, install.", no_args_is_help=True
)

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LICENCES = {"geonames": "CC BY 4.0 (GeoNames)", "ocha": "CC BY-IGO (UN OCHA COD-AB)", "tsv": "not stated"}
_GEONAMES = "https://download.geonames.org/export/dump"
_COUNTRY = re.compile("[A-Z]{2}")
_SHA256 = re.compile("(?:([A-Za-z]{2})=)?([0-9A-Fa-f]{64})")
_SUFFIXES = (".gz", ".zip", ".tsv", ".csv", ".txt")


@contextmanager
def _told() -> Iterator[None]:
    """Print our own errors as one line and end with exit code 2."""
    try:
        yield
    except RasdError as error:
        typer.echo(f"rasd gazetteer: {error}", err=True)
        raise typer.Exit(2) from error


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="GeoNames dump (.txt, .zip), OCHA list or TSV, also gzipped.")],
    name: Annotated[str, typer.Option(help="Name of the list; by default the file's.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the list, shown by `rasd gazetteer list`.")] = "",
) -> None:
    """Compile a list of places and look it up from now on, after the core list."""
    with _told():
        target = _target(name or _stem(file))
        loaded = add_file(file, target, licence=licence, source=file.name)
        _summary(loaded, target)


@app.command()
def install(
    theatre: Annotated[str, typer.Argument(help="Theatre, or a country's two letters, such as SY.")],
    base_url: Annotated[str, typer.Option(help="Where COUNTRY.zip is; by default GeoNames.")] = _GEONAMES,
    sha256: Annotated[
        list[str] | None, typer.Option(help="SHA-256 to require: HEX, or COUNTRY=HEX for each.")
    ] = None,
) -> None:
    """Fetch the public GeoNames dumps of a theatre's countries and compile them."""
    with _told():
        countries = _countries(theatre)
        required = _required(countries, sha256 or [])
        base = base_url.rstrip("/")
        check_url(base)
        typer.echo(f"source: {base}/ (GeoNames, https://www.geonames.org)")
        typer.echo("licence: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/): name GeoNames")
        for country in countries:
            url = f"{base}/{country}.zip"
            console = Console(stderr=True)
            with console.status(f"fetching {url}") as status:

                def show(done: int, size: int, url: str = url, status: Status = status) -> None:
                    whole = f" of {size / 1e6:.1f}" if size else ""
                    status.update(f"fetching {url}: {done / 1e6:.1f}{whole} MB")

                archive = library.cache_dir() / "fetched" / f"{country}.zip"
                fetched = fetch(url, archive, required.get(country, ""), progress=show)
            typer.echo(f"{url}: {fetched.size:,} bytes, SHA-256 {fetched.sha256}")
            target = _target(f"geonames-{country.lower()}")
            loaded = add_file(
                fetched.path,
                target,
                _LICENCES["geonames"],
                url,
                sha256=fetched.sha256,
                bytes=str(fetched.size),
            )
            _summary(loaded, target)
            fetched.path.unlink(missing_ok=True)


@app.command(name="list")
def list_() -> None:
    """Show the lists in use, in order of look-up, with counts and licences."""
    with _told():
        table = Table("list", "places", "licence", "source", "file", box=None, pad_edge=False)
        damaged: list[str] = []
        indexes = [library.core_index(), *library.user_indexes()]
        world = library.world_index()
        for index in indexes if world is None else [*indexes, world]:
            try:
                index.verify()
            except DataError as error:
                damaged.append(str(error))
            meta = index.meta
            table.add_row(
                str(meta.get("title", "")),
                f"{index.count:,}",
                str(meta.get("licence", "not stated")),
                str(meta.get("source", "")),
                index.name,
            )
        Console(width=None if Console().is_terminal else 200).print(table)
        if damaged:
            raise DataError("; ".join(damaged))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Arabic name of a place, in any spelling.")],
    region: Annotated[str, typer.Option(help="Region phrase, such as ريف حماة.")] = "",
    noun: Annotated[str, typer.Option(help="Common noun before the name, such as مدينة.")] = "",
    country: Annotated[str, typer.Option(help="Countries of the theatre, such as SY,LB.")] = "",
) -> None:
    """Show the places that bear a name, best first, and why."""
    with _told():
        gazetteer = Gazetteer.default()
        form = key(name)
        candidates = gazetteer.find(form)
        if not candidates:
            raise DataError(
                f"{name}: no place has this name (looked up as {form!r} in {len(gazetteer):,} places). "
                "Check the spelling, or add a list with `rasd gazetteer add FILE`."
            )
        countries = tuple(part.strip().upper() for part in country.split(",") if part.strip())
        choice = choose(candidates, Context(region=region, noun=noun, countries=countries), gazetteer)
        _print_choice(choice)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="Name of a list that was added.")],
) -> None:
    """Forget a list that was added."""
    with _told():
        folder = library.user_dir()
        path = folder / f"{name}.gaz"
        if _NAME.fullmatch(name) is None or not path.is_file():
            names = sorted(item.stem for item in folder.glob("*.gaz")) if folder.is_dir() else []
            raise DataError(f"{name}: no such list in {folder}. Lists: {', '.join(names) or 'none'}.")
        try:
            path.unlink()
        except OSError as error:
            raise DataError(
                f"{path}: cannot be removed ({error.strerror}). Check the folder's rights."
            ) from error
        typer.echo(f"removed {path}")


def add_file(file: Path, target: Path, licence: str = "", source: str = "", **facts: str) -> Loaded:
    """Read a table of places and compile it to `target`; progress goes to the terminal's stderr."""
    console = Console(stderr=True)
    with console.status(f"reading {file}") as status:
        loaded = read_places(file, lambda lines: status.update(f"reading {file}: {lines:,} lines"))
        status.update(f"compiling {len(loaded.places):,} places")
        meta = {
            "title": target.stem,
            "format": loaded.format,
            "licence": licence or _LICENCES[loaded.format],
            "source": source,
            **facts,
        }
        write_index(target, compile_places(loaded.places, meta))
    Index.open(target).verify()
    return loaded


def _countries(theatre: str) -> tuple[str, ...]:
    if _COUNTRY.fullmatch(theatre):
        return (theatre,)
    theatres = Lexicon.load(packs=pack_folders()).theatres
    if theatre.lower() not in theatres:
        raise DataError(
            f"{theatre}: no such theatre. Theatres: {', '.join(sorted(theatres))}; or a country, such as SY."
        )
    return theatres[theatre.lower()].countries


def _required(countries: tuple[str, ...], given: list[str]) -> dict[str, str]:
    """Return the checksum required of each country's file."""
    required: dict[str, str] = {}
    for text in given:
        match = _SHA256.fullmatch(text)
        if match is None or match[1] is None and len(countries) > 1:
            raise DataError(f"--sha256 {text}: write 64 hexadecimal digits, as {countries[0]}=HEX.")
        country = (match[1] or countries[0]).upper()
        if country not in countries:
            raise DataError(f"--sha256 {text}: {country} is not fetched. Countries: {', '.join(countries)}.")
        required[country] = match[2].lower()
    return required


def _target(name: str) -> Path:
    if _NAME.fullmatch(name) is None:
        raise DataError(f"list name {name!r}: use small letters, digits, - and _, as in --name syria-2026.")
    return library.user_dir() / f"{name}.gaz"


def _stem(file: Path) -> str:
    stem = file.name.lower()
    while stem.endswith(_SUFFIXES):
        stem = stem[: stem.rindex(".")]
    return re.sub(r"[^a-z0-9_-]+", "-", stem).strip("-_") or "places"


def _summary(loaded: Loaded, target: Path) -> None:
    typer.echo(f"{len(loaded.places):,} places in {target}")
    for reason, count in loaded.skipped.most_common():
        typer.echo(f"  {count:,} rows {reason}, skipped", err=True)
    if loaded.bad:
        typer.echo(f"  {loaded.bad:,} bad rows, skipped; the first:", err=True)
        for line in loaded.bad_lines:
            typer.echo(f"    {line}", err=True)


def _print_choice(choice: Choice) -> None:
    table = Table(
        "", "name", "class", "country", "admin1", "admin2", "point", "people", "id", box=None, pad_edge=False
    )
    for place in choice.candidates[:30]:
        table.add_row(
            "→" if place == choice.place else "",
            place.name,
            place.kind,
            place.country,
            place.admin1,
            place.admin2,
            _point(place),
            f"{place.population:,}" if place.population else "",
            place.id,
        )
    console = Console(width=None if Console().is_terminal else 200)
    console.print(table)
    if len(choice.candidates) > 30:
        console.print(f"… and {len(choice.candidates) - 30} more")
    console.print("why: " + "; ".join(choice.reasons))


def _point(place: Place) -> str:
    if place.latitude is None or place.longitude is None:
        return ""
    return f"{place.latitude:.3f}, {place.longitude:.3f}"
