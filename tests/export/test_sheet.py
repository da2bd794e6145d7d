"""The sheet of an incident: sources beside one another, quotes character for character, what people decided in its place."""

from __future__ import annotations

import io
import json

import pytest
from rich.cells import cell_len

from rasd.export.sheet import LANGUAGES, Sheet, SheetEntry, print_sheet, quote, sheet_of
from rasd.model import Document, Incident, Report

FIRST = "قُتل أربعة مدنيين وأصيب تسعة صباح اليوم بقصف مدفعي على القرية المختلقة، بحسب الدفاع المدني."
SECOND = "قتل ستة أشخاص في القصف على القرية المختلقة."
PARTY = "قال متحدث باسم الفصيل المختلق إن مدنياً واحداً قتل."


def span(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def figure(
    document: str, text: str, words: str, low: int, high: int | None, **more: object
) -> dict[str, object]:
    return {
        "report_id": f"{document}#r1", "document_id": document, "min": low, "max": high, "phrase": words,
        "evidence": [span(text, words)], **more,
    }  # fmt: skip


def link(document: str, outlet: str, hour: int, **more: object) -> dict[str, object]:
    return {
        "document_id": document, "report_id": f"{document}#r1", "factuality": "asserted", "outlet": outlet,
        "published": f"2019-04-27T{hour:02}:00:00+03:00", **more,
    }  # fmt: skip


REASON = {"part": "date", "weight": 2.0, "ar": "اليوم نفسه", "en": "the same day"}


def incident(**more: object) -> Incident:
    killed = {
        "effect": "killed", "min": 4, "max": 6, "min_from": ["a#r1"], "max_from": ["b#r1"],
        "figures": [
            figure("a", FIRST, "أربعة مدنيين", 4, 4, victim_status="civilian", group=0),
            figure("c", FIRST, "أربعة مدنيين", 4, 4, counted="copy", group=0),
            figure("b", SECOND, "ستة أشخاص", 6, 6, group=1),
            figure("d", PARTY, "مدنياً واحداً", 1, 1, counted="party", group=2),
        ],
    }  # fmt: skip
    return Incident.model_validate(
        {
            "id": "i1", "kind": "shelling", "date": {"start": "2019-04-27", "end": "2019-04-27"},
            "places": [{"name": "القرية المختلقة", "admin1": "Idlib", "country": "SY", "approximate": True}],
            "perpetrators": [{"actor": "SYR_GOV", "certainty": "accused", "independent_sources": 1, "reports": ["a#r1"]}],
            "harm": [{"effect": "injured", "min": 9, "max": None}, killed],
            "grade": {
                "proposed": "fair", "rule": "fair.sources", "reports": ["a#r1", "b#r1"],
                "reasons": {"ar": "مصدران: a#r1 b#r1", "en": "2 sources: a#r1 b#r1"},
            },
            "occurrence": "declared", "contested": True, "contested_over": ["status"], "independent_sources": 2,
            "groups": [["a#r1", "c#r1"], ["b#r1"], ["d#r1"]],
            "reports": [
                link("a", "وكالة أولى", 9, group=0, score=0.97, linked_to="b#r1", reasons=[REASON]),
                link("c", "وكالة ناسخة", 10, group=0, copy_of="a"),
                link("b", "صحيفة ثانية", 11, group=1, score=0.97, linked_to="a#r1", reasons=[REASON]),
                link("d", "بيان الفصيل", 12, group=2, is_party=True),
            ],
            **more,
        }
    )  # fmt: skip


TEXTS = {"a": FIRST, "b": SECOND, "c": FIRST, "d": PARTY}


def sheet(*, texts: dict[str, str] | None = None, given: Incident | None = None, **more: object) -> Sheet:
    documents = {
        key: Document(id=key, text=text, url=f"https://{key}.example/1")
        for key, text in (TEXTS if texts is None else texts).items()
    }
    report = Report.model_validate(
        {"id": "r1", "kind": "shelling", "sources": [{"name": "الدفاع المدني", "type": "civil_defence"}]}
    )
    return sheet_of(given or incident(), documents, {"a#r1": report}, **more)  # type: ignore[arg-type]


def printed(shown: Sheet, language: str = "en", *, width: int = 100, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    print_sheet(shown, stream, language=language)
    return stream.getvalue()


def test_a_figure_is_quoted_character_for_character(monkeypatch) -> None:
    text = printed(sheet(), monkeypatch=monkeypatch)
    for words in ("«أربعة مدنيين»", "«ستة أشخاص»", "«مدنياً واحداً»"):
        assert words in text
    told = sheet().as_json()["sources"]
    quotes = {one["report_id"]: [figure["quote"] for figure in one["figures"]] for one in told}
    assert quotes["b#r1"] == ["ستة أشخاص"]


def test_each_bound_names_the_report_that_sets_it(monkeypatch) -> None:
    assert "killed 4–6   4 set by [1], 6 set by [3]" in printed(sheet(), monkeypatch=monkeypatch)


def test_a_copy_stands_under_the_report_that_it_repeats() -> None:
    shown = sheet()
    assert [source.link.document_id for source in shown.sources] == ["a", "c", "b", "d"]
    assert shown.sources[0].copies == (2,) and shown.sources[1].copy_of == 1
    assert shown.as_json()["sources"][0]["copies"] == ["c#r1"]


def test_a_party_is_marked_and_its_figure_said_to_be_outside(monkeypatch) -> None:
    text = printed(sheet(), monkeypatch=monkeypatch)
    assert "PARTY: no corroboration" in text and "a party's, outside the range" in text


def test_the_rule_of_the_grade_is_printed_with_its_reports(monkeypatch) -> None:
    text = printed(sheet(), monkeypatch=monkeypatch)
    assert "2 sources: [1] [3]" in text and "fair.sources" in text and "nobody has decided" in text
    assert "status of the harmed" in text  # what it is contested over


def test_what_people_decided_stands_beside_what_is_proposed(monkeypatch) -> None:
    decided = [
        {"about": "grade", "value": "confirmed", "by": "سلمى", "at": "2024-01-02T10:00:00+00:00", "why": "اعترف الطرف",
         "judgement": 7, "joined": 2, "earlier": [3]},
        {"about": "best", "effect": "killed", "value": 5, "by": "سلمى", "at": "2024-01-02", "why": "قوائم", "judgement": 8},
    ]  # fmt: skip
    text = printed(sheet(given=incident(decided=decided)), monkeypatch=monkeypatch)
    assert "proposed: fair" in text and "decided: confirmed" in text and "decision 7" in text
    assert "since then 2 joined" in text and "contradicts decision 3" in text
    assert "best: 5" in text and "killed 4–6" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int, language: str, monkeypatch) -> None:
    entries = [SheetEntry("2024-01-01T00:00:00", "link", "founded", {"added": ["a#r1"]})]
    lines = printed(sheet(entries=entries), language, width=width, monkeypatch=monkeypatch).splitlines()
    assert max(map(cell_len, lines)) <= width


def test_it_speaks_arabic(monkeypatch) -> None:
    text = printed(sheet(), "ar", monkeypatch=monkeypatch)
    assert "المصادر جنباً إلى جنب" in text and "اليوم نفسه" in text and "مصدران: [1] [3]" in text
    assert "the same day" not in text


def test_a_pair_is_told_once(monkeypatch) -> None:
    assert printed(sheet(), monkeypatch=monkeypatch).count("the same day") == 1


def test_a_former_id_says_where_it_led(monkeypatch) -> None:
    text = printed(sheet(asked="i0", former=["i0"]), monkeypatch=monkeypatch)
    assert "i0 is now part of i1" in text


def test_without_its_text_a_figure_keeps_its_phrase() -> None:
    shown = sheet(texts={})
    assert [one.quote for one in shown.sources[0].figures] == ["أربعة مدنيين"]
    assert quote(None, [(0, 3)]) == "" and quote(Document(text="كلمة"), [(90, 99)]) == ""


def test_hostile_words_steer_no_terminal(monkeypatch) -> None:
    given = incident(places=[{"name": "قرية\x1b[2J\u202e"}])
    text = printed(sheet(given=given), monkeypatch=monkeypatch)
    assert "\x1b" not in text and "\u202e" not in text


def test_the_history_tells_changes_and_decisions_in_order(monkeypatch) -> None:
    entries = [
        SheetEntry("2024-01-03T00:00:00", "سلمى", "note", {}, "راجع الصورة", 4),
        SheetEntry(
            "2024-01-02T00:00:00", "سلمى", "negative", {"reports": ["a#r1", "x#r1"]}, "يومان", 3,
            {"by": "حسن", "at": "2024-01-04T00:00:00", "why": ""}, orphaned=("x#r1",),
        ),
        SheetEntry("2024-01-01T00:00:00", "link", "changed", {"added": ["b#r1"], "changed": ["harm"]}),
    ]  # fmt: skip
    text = printed(sheet(entries=entries), monkeypatch=monkeypatch)
    order = [
        text.index(words)
        for words in ("changed: harm", "two incidents", "no longer read: x#r1", "undone by حسن")
    ]
    assert order == sorted(order)
    assert "notes" in text and text.count("راجع الصورة") == 2


def test_the_json_is_json() -> None:
    assert json.loads(json.dumps(sheet().as_json()))["incident"]["id"] == "i1"


def test_an_invented_incident_is_watermarked(monkeypatch) -> None:
    assert "SYNTHETIC" in printed(sheet(given=incident(synthetic=True)), monkeypatch=monkeypatch)
