"""The jobs of this room: they see what the person who started them sees, at the time when they run."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from django.urls import reverse

from rasd.desk.access import roles_up_to
from rasd.desk.access.restricting import hidden_from
from rasd.desk.giving.dossiers import dossiers_for
from rasd.desk.incident.seeing import Eyes
from rasd.desk.jobs import Progress
from rasd.desk.selection import Selection, index
from rasd.export.exchange import ExportOptions, Language, exchange_format_named, included, rule_set_named
from rasd.export.exchange import export as send

__all__ = ["FILE_NAME", "write_export", "write_published"]

FILE_NAME = "given"
"""How the result lies in the folder of its job; the name that a person gets is made when it is sent."""


def write_export(
    progress: Progress,
    *,
    query: str,
    format: str,
    rules: str = "rasd-1",
    language: str = "en",
    include: str = "",
    synthetic: bool = False,
) -> None:
    """Write a selection in one format."""
    eyes, role = _eyes(progress)
    may_all = "verifier" in roles_up_to(role)
    options = ExportOptions(
        rule_set=rule_set_named(rules),
        language=cast("Language", language),
        include=included(include) if may_all else frozenset(),
        is_synthetic=synthetic,
    )
    form = exchange_format_named(format)
    selection = Selection.from_query(query)
    total = index().select(selection, eyes.hidden).total
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress.step(done, total)

    path = progress.folder / FILE_NAME
    dossiers = dossiers_for(eyes, selection, options)
    if form.is_binary:
        with path.open("wb") as binary:
            sent = send(form, dossiers, binary, options, tick=tick)
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            sent = send(form, dossiers, stream, options, tick=tick)
    progress.tell("giving.log.sent", n=sent.incidents)
    if sent.left_out:
        progress.tell("giving.log.real" if synthetic else "giving.log.invented", n=sent.left_out)
    for what, number in sorted(sent.without_room.items()):
        progress.tell("giving.log.no_room", what=what, number=number)
    progress.result("giving.result.file", reverse("given", args=[progress.number]))


def write_published(progress: Progress, *, query: str, title: str = "", synthetic: bool = False) -> None:
    """Write a selection as a site, packed into one file. Nothing that is restricted is in it, whoever publishes."""
    from rasd.export.site import write_site

    eyes = Eyes(progress.store, hidden_from(None), is_masked=False)
    selection = Selection.from_query(query)
    options = ExportOptions(is_synthetic=synthetic)
    total = index().select(selection, eyes.hidden).total
    folder = progress.folder / "site"
    made = write_site(
        folder,
        lambda: dossiers_for(eyes, selection, options),
        written=datetime.now(UTC).date(),
        title=title,
        is_synthetic=synthetic,
        tick=lambda done: progress.step(done, total),
    )
    _pack(folder, progress.folder / FILE_NAME)
    progress.tell("giving.log.published", n=made.incidents)
    if made.left_out:
        progress.tell("giving.log.real" if synthetic else "giving.log.invented", n=made.left_out)
    progress.result("giving.result.site", reverse("given", args=[progress.number]))


def _pack(folder: Path, target: Path) -> None:
    import shutil

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, Path("site") / path.relative_to(folder))
    shutil.rmtree(folder, ignore_errors=True)


def _eyes(progress: Progress) -> tuple[Eyes, str]:
    """Return how the person who started the job sees incidents, and their role; nobody's eyes see what nobody may."""
    from rasd.desk.access.models import User

    person: Any = User.objects.filter(username=progress.by, is_active=True).first()
    role = str(person.role) if person is not None else ""
    return Eyes(progress.store, hidden_from(person), role in ("", "reader")), role
