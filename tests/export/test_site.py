"""A published site: nothing private, no script, no request elsewhere, every link leads to a page, never half of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from exchanged import SECRETS, dossier
from rasd.errors import OutputError
from rasd.export.exchange import Dossier
from rasd.export.site import write_site

_DAY = date(2024, 5, 1)


def several(number: int = 1, *, synthetic: bool = False) -> list[Dossier]:
    one = dossier()
    return [
        replace(one, incident=one.incident.model_copy(update={"id": f"inc-{n}", "synthetic": synthetic}))
        for n in range(1, number + 1)
    ]


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, path.read_text("utf-8")


class Met(HTMLParser):
    """What a page asks for, and whether it is closed as it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.asked: list[str] = []
        self.tags: list[str] = []
        self.styled: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("href", "src", "action", "xlink:href"):
                self.asked.append(value or "")
            elif name == "style" or name.startswith("on"):
                self.styled.append(f"{tag} {name}={value}")


def met(text: str) -> Met:
    parser = Met()
    parser.feed(text)
    return parser


def test_nothing_private_is_in_any_file_of_a_site(tmp_path: Path) -> None:
    write_site(tmp_path / "site", several, written=_DAY)
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix != ".ttf":
            text = path.read_text("utf-8")
            found = [secret for secrets in SECRETS.values() for secret in secrets if secret in text]
            assert not found, (path, found)


def test_a_site_runs_nothing_and_asks_nobody(tmp_path: Path) -> None:
    write_site(tmp_path / "site", several, written=_DAY)
    for path, text in pages(tmp_path / "site"):
        page = met(text)
        assert "script" not in page.tags and "iframe" not in page.tags and "form" not in page.tags, path
        assert not page.styled, (path, page.styled[:3])
        assert not [one for one in page.asked if ":" in one.split("/")[0] or one.startswith("//")], path
        assert "default-src 'none'" in unescape(text) and "unsafe" not in text, path


def test_every_link_of_a_site_leads_to_a_file_of_it(tmp_path: Path) -> None:
    write_site(tmp_path / "site", lambda: several(450), written=_DAY)
    root = (tmp_path / "site").resolve()
    for path, text in pages(root):
        page = met(text)
        for link in [*page.links, *page.asked]:
            if not link.startswith(("#", "http://", "https://")):
                target = (path.parent / link.partition("#")[0]).resolve()
                assert target.is_file() and target.is_relative_to(root), (path, link)
            elif link.startswith("#") and "svg" not in link:
                assert f'id="{link[1:]}"' in text, (path, link)
    assert len(list((root / "en").glob("list-*.html"))) == 3


def test_both_languages_tell_the_same_incidents(tmp_path: Path) -> None:
    made = write_site(tmp_path / "site", lambda: several(3), written=_DAY, title="Trial & error")
    names = {path.relative_to(made.folder / "ar") for path in (made.folder / "ar").rglob("*.html")}
    assert names == {path.relative_to(made.folder / "en") for path in (made.folder / "en").rglob("*.html")}
    assert made.incidents == 3
    assert 'lang="ar" dir="rtl"' in (made.folder / "ar/index.html").read_text("utf-8")
    assert "Trial &amp; error" in (made.folder / "en/index.html").read_text("utf-8")
    assert len(json.loads((made.folder / "data/incidents.geojson").read_text("utf-8"))["features"]) == 3


def test_invented_and_real_never_stand_in_one_site(tmp_path: Path) -> None:
    both = [*several(1), *several(2, synthetic=True)[1:]]
    assert write_site(tmp_path / "real", lambda: both, written=_DAY).left_out == 1
    made = write_site(tmp_path / "invented", lambda: both, written=_DAY, is_synthetic=True)
    assert made.incidents == 1 and made.left_out == 1
    for _, text in pages(tmp_path / "invented/en"):
        assert "SYNTHETIC" in text and "watermark" in text


def test_words_of_texts_stay_words(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    (one,) = several()
    places = [place.model_copy(update={"name": hostile}) for place in one.incident.places]
    links = [link.model_copy(update={"outlet": hostile}) for link in one.incident.reports]
    changed = replace(one, incident=one.incident.model_copy(update={"places": places, "reports": links}))
    documents = {
        key: doc.model_copy(update={"url": "javascript:alert(1)"}) for key, doc in changed.documents.items()
    }
    write_site(
        tmp_path / "site", lambda: [replace(changed, documents=documents)], written=_DAY, title=hostile
    )
    for path, text in pages(tmp_path / "site"):
        page = met(text)
        assert "script" not in page.tags and "img" not in page.tags and not page.styled, path
        assert not [link for link in page.links if link.startswith("javascript")], path


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="no published site"):
        write_site(tmp_path, several, written=_DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_site_takes_the_place_of_the_earlier_one_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_site(folder, lambda: several(2), written=_DAY)
    assert (folder / "en/incidents/inc-2.html").is_file()

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(folder, several, written=_DAY, tick=stop)
    assert (folder / "en/incidents/inc-2.html").is_file() and [one.name for one in tmp_path.iterdir()] == [
        "site"
    ]
    write_site(folder, several, written=_DAY)
    assert not (folder / "en/incidents/inc-2.html").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_an_empty_selection_says_so(tmp_path: Path) -> None:
    write_site(tmp_path / "site", list, written=_DAY)
    text = (tmp_path / "site/en/list-1.html").read_text("utf-8")
    assert "no proof of calm" in re.sub(r"\s+", " ", text)
