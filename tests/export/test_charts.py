"""Charts: the words and numbers are in the drawing, sides look alike, an area is no point, and nothing invented goes unmarked."""

from __future__ import annotations

import builtins
import re
import struct
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from agreements_invented import incident, on, perpetrator, place, truce
from rasd.agreements import Ledger
from rasd.errors import OutputError
from rasd.export.charts import (
    AllegedRow,
    Chart,
    Gap,
    HarmRange,
    HarmRow,
    Heading,
    MapRow,
    Marker,
    TimelineRow,
    draw_alleged,
    draw_groups,
    draw_harm,
    draw_map,
    draw_timeline,
    ledger_charts,
    write_charts,
)
from rasd.export.phrases import Phrases
from rasd.lexicon import Lexicon

DAYS = {"first": date(2031, 4, 1), "last": date(2031, 4, 30)}
ROWS = [
    AllegedRow("SYR_GOV", date(2031, 4, 3), "in_scope", groups=("no_fire",)),
    AllegedRow("SYR_GOV", date(2031, 4, 3), "in_scope", is_corroborated=True, groups=("no_fire",)),
    AllegedRow("SYR_OPP", date(2031, 4, 3), "possibly", groups=("no_fire",)),
    AllegedRow("", date(2031, 4, 5), "boundary", groups=("no_fire",)),
]
PARTIES = ["SYR_GOV", "SYR_OPP", ""]


def words(chart: Chart) -> str:
    """Return all text of a chart without the marks of direction."""
    root = ElementTree.fromstring(chart.svg())
    return re.sub(
        "[\u202a-\u202c]", "", " | ".join("".join(one.itertext()) for one in root.iter() if one.text)
    )


def alleged(language: str = "en", **options: Any) -> Chart:
    return draw_alleged(ROWS, PARTIES, phrases=Phrases(language), **(DAYS | options))


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_party_has_a_lane_with_its_number(language: str) -> None:
    told = words(alleged(language))
    phrases = Phrases(language)
    for party, number in (("SYR_GOV", 2), ("SYR_OPP", 1), ("", 1)):
        assert phrases.actor(party).partition(" (")[0].split()[0] in told
        assert phrases.counted("incidents", number) in told
    assert phrases("alleged_note").split(".")[0] in told


def test_sides_are_drawn_alike() -> None:
    """Exchanging the sides exchanges their lanes and changes no colour."""
    swapped = {"SYR_GOV": "SYR_OPP", "SYR_OPP": "SYR_GOV", "": ""}
    other = draw_alleged(
        [AllegedRow(swapped[one.party], one.day, one.style, one.is_corroborated) for one in ROWS],
        [swapped[one] for one in PARTIES],
        phrases=Phrases("en"),
        **DAYS,
    )

    def shapes(chart: Chart) -> list[str]:
        return re.findall(r'<rect x="[^>]*?(?:/>|>)', chart.svg())

    assert shapes(alleged()) == shapes(other)


def test_arabic_reads_from_the_right_and_carries_its_font() -> None:
    svg = alleged("ar").svg()
    assert 'lang="ar"' in svg
    assert "data:font/ttf;base64," in svg
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", svg)
    heading = next(one for one in re.findall(r"<text[^>]*>[^<]*", svg) if "الحوادث" in one)
    assert 'text-anchor="end"' in heading and float(re.findall(r'x="([\d.]+)"', heading)[0]) > 700
    assert "\u202b" in heading


def test_an_iso_day_stays_whole_in_arabic() -> None:
    assert re.search("\u202a2031-04-\\d\\d\u202c", alleged("ar").svg())


def test_a_silent_feed_and_the_bounds_of_the_agreement_are_drawn() -> None:
    chart = alleged(
        gaps=[Gap(date(2031, 4, 10), date(2031, 4, 12), "invented feed")],
        markers=[Marker(date(2031, 4, 2), "start")],
    )
    assert "invented feed" in words(chart) and "start" in words(chart)
    assert Phrases("en")("gap") in words(chart)


def test_what_is_not_drawn_is_counted() -> None:
    rows = [*ROWS, AllegedRow("", None, "possibly"), AllegedRow("", date(2031, 9, 1), "possibly")]
    told = words(draw_alleged(rows, PARTIES, phrases=Phrases("en"), **DAYS))
    assert "1 incident without a day is not drawn." in told
    assert "1 incident outside these days is not drawn." in told


def test_an_incident_alleged_against_two_is_counted_once_where_it_is_not_drawn() -> None:
    rows = [AllegedRow(one, None, "possibly", incident="i1") for one in PARTIES]
    told = words(draw_alleged(rows, PARTIES, phrases=Phrases("ar"), **DAYS))
    assert "حادثة واحدة بلا تاريخ غير مرسومة." in told


def test_a_term_with_nothing_reported_is_one_line() -> None:
    one = Heading("other", "Other")
    told = words(draw_groups(ROWS, [one], PARTIES, title="By term", phrases=Phrases("en")))
    assert "Nothing reported." in told and "| 0 |" not in told and "nobody named" not in told


def test_a_term_shows_a_party_with_nothing_reported() -> None:
    told = words(
        draw_groups(
            ROWS,
            [Heading("no_fire", "No fire", "not checked"), Heading("other", "Other")],
            PARTIES,
            title="By term",
            phrases=Phrases("en"),
        )
    )
    assert "not checked" in told
    assert told.count("nobody named") >= 2
    assert "| 0 |" in told and "| 2 |" in told


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (HarmRange(4, 6), "4–6"),
        (HarmRange(4, 6, is_open=True), "4–6 or more"),
        (HarmRange(4, 4, is_open=True), "4 or more"),
        (HarmRange(None, 3), "up to 3"),
        (HarmRange(2, 2), "2"),
    ],
)
def test_a_range_is_drawn_as_a_range(given: HarmRange, says: str) -> None:
    chart = draw_harm(
        [HarmRow("row", "proposed", {"killed": given})], ["killed"], title="t", phrases=Phrases("en")
    )
    assert f"| {says} |" in f"{words(chart)} |"
    assert ('url(#fade-p)"' in chart.svg()) == given.is_open


def test_what_people_decided_stands_apart_from_what_is_proposed() -> None:
    rows = [
        HarmRow("first", "proposed", {"killed": HarmRange(1, 2)}),
        HarmRow("second", "decided", {"killed": HarmRange(3, 4, best=3)}),
    ]
    told = words(draw_harm(rows, ["killed", "injured"], title="t", phrases=Phrases("en")))
    order = [told.index(one) for one in ("decided by people", "second", "only proposed", "first")]
    assert order == sorted(order)


def test_a_long_list_says_how_many_are_left_to_the_table() -> None:
    rows = [HarmRow(f"row {n}", "proposed", {"killed": HarmRange(n, n)}) for n in range(1, 41)]
    chart = draw_harm(rows, ["killed"], title="t", phrases=Phrases("en"))
    assert "16 more are in the table." in words(chart)
    assert "row 40" in words(chart) and "row 1 " not in words(chart)


def test_an_area_is_a_dashed_circle_and_a_hospital_is_drawn_roughly() -> None:
    def drawn(**changes: Any) -> str:
        row = MapRow("x", 35.123, 36.456, "shelling", "weak", **changes)
        return draw_map([row], phrases=Phrases("en")).svg(alone=False)

    assert 'stroke-dasharray="4 4"' not in drawn()
    assert 'stroke-dasharray="4 4"' in drawn(precision="governorate")
    assert 'stroke-dasharray="4 4"' in drawn(is_coarse=True)
    assert MapRow("x", 35.123, 36.456, "shelling", "weak", is_coarse=True).point == (36.5, 35.1)


def test_a_map_counts_what_it_cannot_place() -> None:
    rows = [MapRow("x", 35.1, 36.4, "shelling", "weak"), MapRow("y", None, None, "clash", "fair")]
    assert "1 incident without a known place is not drawn." in words(draw_map(rows, phrases=Phrases("en")))
    assert Phrases("ar")("nothing_drawn") in words(draw_map(rows[1:], phrases=Phrases("ar")))


def test_hostile_words_cannot_leave_their_place() -> None:
    row = MapRow('"><script>x</script>\u202e', 35.1, 36.4, "shelling", "weak")
    svg = draw_map([row], phrases=Phrases("en")).svg()
    ElementTree.fromstring(svg)
    assert "<script" not in svg and "\u202e" not in svg


@pytest.mark.parametrize("language", ["ar", "en"])
def test_invented_incidents_are_watermarked_in_both_languages(language: str) -> None:
    rows = [TimelineRow("shelling", date(2031, 4, 3), "weak")]
    for is_synthetic in (True, False):
        chart = draw_timeline(rows, phrases=Phrases(language), is_synthetic=is_synthetic, **DAYS)
        assert ("SYNTHETIC" in chart.svg()) is is_synthetic
        assert ("مثال مختلق" in chart.svg()) is is_synthetic


def test_a_year_is_drawn_by_week_and_many_kinds_share_a_lane() -> None:
    kinds = ["shelling", "air_strike", "clash", "attack", "arrest", "siege", "riot", "protest", "explosion"]
    rows = [TimelineRow(kind, date(2031, 1, 1 + n), "weak", n > 7) for n, kind in enumerate(kinds)]
    told = words(draw_timeline(rows, first=date(2031, 1, 1), last=date(2031, 12, 31), phrases=Phrases("en")))
    assert "other kinds" in told and "decided by people" in told
    assert "2030-12-30" in told


def test_a_ledger_is_drawn_from_its_entries() -> None:
    ledger = Ledger(truce(), Lexicon.load())
    ledger.add(
        [
            incident(id="a", harm=[{"effect": "killed", "min": 2, "max": 5, "min_from": ["d1#r1"]}]),
            incident(id="b", perpetrators=[perpetrator("SYR_OPP")], date=on("2031-04-25")),
            incident(id="c", perpetrators=[], places=[place()], date=on("2031-05-02")),
        ]
    )
    charts = {one.name: one for one in ledger_charts(ledger, language="en")}
    assert set(charts) == {"alleged", "terms", "areas", "harm"}
    assert "No fire" in words(charts["terms"]) and "2–5" in words(charts["harm"])
    assert all("SYNTHETIC" in one.svg() and "Invented truce" in words(one) for one in charts.values())


def test_an_empty_ledger_is_drawn_too() -> None:
    assert [one.name for one in ledger_charts(Ledger(truce(), Lexicon.load()), language="ar")] == [
        "terms",
        "areas",
    ]


def test_files_are_written_as_svg_and_png(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    chart = alleged("ar")
    svg, png = write_charts([chart], tmp_path / "new")
    assert (svg.name, png.name) == ("alleged.svg", "alleged.png")
    ElementTree.parse(svg)
    width, height = size_of(png.read_bytes())
    assert (width, height) == (2 * int(chart.canvas.width), pytest.approx(2 * chart.canvas.height, abs=2))


def test_without_the_extra_svg_is_written_and_png_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasd.export.charts import png

    png._renderer.cache_clear()
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "vl_convert", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(OutputError, match=r"pip install 'rasd\[charts\]'"):
        write_charts([alleged()], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["alleged.svg"]
