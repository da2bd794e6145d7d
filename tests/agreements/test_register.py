"""Agreements as files: what is told about one that is amiss, and that one amiss hides no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rasd.agreements import Finding, Register, examine
from rasd.errors import DataError
from rasd.lexicon import Lexicon

SOUND = """\
id: invented_truce
title: {ar: هدنة متخيلة, en: Invented truce}
names: [{name: هدنة الوادي, since: 2031-04-02}]
class: cessation_of_hostilities
form: {declared: bilateral, medium: written}
declared_by: [SYR_GOV]
references:
  - {id: text, title: Invented text, publisher: Nobody, is_primary: true}
parties:
  - {actor: SYR_GOV, role: signatory, sources: [text]}
  - {actor: SYR_OPP, role: side, through: TUR, certainty: yes, sources: [text]}
guarantors: [{actor: TUR, for: [SYR_OPP], sources: [text]}]
exempt: [{actor: HTS, certainty: possible, sources: [text]}]
areas:
  - id: idlib
    label: {ar: إدلب, en: Idlib}
    units: [{country: SY, admin1: Idlib}]
    sources: [text]
  - id: box
    label: {ar: المربع, en: The box}
    units: [{country: SY, admin1: Idlib}]
    geometry: {type: Polygon, coordinates: [[[36.5, 35.6], [36.8, 35.6], [36.8, 36.0], [36.5, 36.0], [36.5, 35.6]]]}
    uncertainty_km: 10
    sources: [text]
zone: Asia/Damascus
start: 2031-04-02T19:00
end: 2031-06-02T19:00
extensions: [{until: 2031-08-02T19:00, agreed: 2031-06-01, sources: [text]}]
suspensions: [{start: 2031-05-01, end: 2031-05-02, sources: [text]}]
doubts: [{start: 2031-07-01, end: 2031-07-09, sources: [text]}]
terms:
  - id: no_fire
    rule: forbids
    acts: [fire]
    area: idlib
    text: {ar: لا نار, en: No fire}
    clause: para. 1
    wording: checked
    sources: [text]
  - id: aid
    rule: requires
    acts: [aid_delivery]
    quantity: {count: 50, of: aid_truck, per: day}
    text: {ar: خمسون شاحنة في اليوم, en: Fifty trucks a day}
    sources: [text]
timeline: [{day: 2031-04-02, what: {ar: بدأت, en: It began}, sources: [text]}]
synthetic: true
"""
BOX = "[[[36.5, 35.6], [36.8, 35.6], [36.8, 36.0], [36.5, 36.0], [36.5, 35.6]]]"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the sound file with some words replaced, each of which must stand there."""

    def _write(*changes: tuple[str, str], name: str = "truce.yaml") -> Path:
        text = SOUND
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return _write


def left_out(register: Register, folder: Path) -> list[Finding]:
    """Return the first error of every file under `folder` that was left out."""
    return [one for one in register.left_out if Path(one.file).is_relative_to(folder)]


def told(lexicon: Lexicon, path: Path) -> list[str]:
    """Return the findings about one file, without its folder."""
    (sheet,) = [sheet for sheet in examine(lexicon, [path]) if sheet.path == path]
    return [str(one).removeprefix(f"{path}:") for one in sheet.findings]


def test_a_sound_file_is_found_by_id_and_by_path_and_nothing_is_said_of_it(
    lexicon: Lexicon, write: Write
) -> None:
    path = write()
    assert told(lexicon, path) == []
    register = Register.load(lexicon=lexicon, extra=[path])
    assert register.get("invented_truce") is register.get(str(path))
    assert left_out(register, path.parent) == []
    agreement = register.get("invented_truce")
    assert agreement.timeline[0].day == date(2031, 4, 2)
    assert agreement.parties[1].certainty == "yes"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("zone:", "zona: x\nzone:", 25, "unknown key 'zona'. Keys: id, title, names, class, form,"),
        ("clause: para. 1", "klause: para. 1", 37, "terms no_fire: unknown key 'klause'. Keys: "),
        ("acts: [fire]", "acts: [fire, fireworks]", 34, "terms no_fire: `acts:` is 'fireworks'. Write 'fire', 'hos"),
        ("title: {ar: هدنة متخيلة, en: Invented truce}\n", "", 1, "`title:` is missing. Write it; keys here: id, title"),
        ("en: Invented truce}", "}", 2, "title: `en:` is missing."),
        ("class: cessation_of_hostilities", "class: pause", 4, "`class:` is 'pause'. Write 'cessation_of_hostilities', "),
        ("{actor: SYR_GOV, role", "{actor: SYR_GOVT, role", 10, "parties SYR_GOVT: unknown actor 'SYR_GOVT'. Close to it: SYR_GOV"),
        ("exempt: [{actor: HTS", "exempt: [{actor: NUSRA", 13, "exempt NUSRA: unknown actor 'NUSRA'."),
        ("through: TUR, ", "", 11, "parties SYR_OPP: a side without `through:`, surely bound by nobody's word. Write the guarantor that answers for it (TUR)"),
        ("through: TUR", "through: RUS", 11, "parties SYR_OPP: RUS is neither guarantor nor party. Name it"),
        ("area: idlib", "area: aleppo", 35, "terms no_fire: unknown area 'aleppo'. Areas: idlib, box."),
        ("units: [{country: SY, admin1: Idlib}]", "units: [{country: Syria}]", 17, "areas idlib: 'Syria' is no country."),
        ("exempt: [{actor: HTS, certainty: possible, sources: [text]", "exempt: [{actor: HTS, sources: [txt]", 13,
         "exempt HTS: unknown reference 'txt'. References: text."),
        ("zone: Asia/Damascus", "zone: Asia/Idlib", 25, "'Asia/Idlib' is no IANA time zone."),
        ("start: 2031-04-02T19:00", "start: 2031-04-02T19:00:00+03:00", 26, "carries a zone of its own."),
        ("start: 2031-04-02T19:00", "start: tomorrow", 26, "'tomorrow' is no day and no time. Write 2022-04-02 or"),
        ("end: 2031-06-02T19:00", "end: 2031-04-01", 27, "the end 2031-04-01 lies before the start 2031-04-02 19:00:00."),
        ("end: 2031-06-02T19:00", "end: null", 28, "extends an end that is not stated."),
        ("until: 2031-08-02T19:00", "until: 2031-06-02T18:00", 28, "is not after the end that it extends, 2031-06-02 19:00:00."),
        ("suspensions: [{start: 2031-05-01, end: 2031-05-02", "suspensions: [{start: 2031-09-01, end: 2031-09-02", 29,
         "suspensions 2031-09-01: lies outside the agreement's window, 2031-04-02 19:00:00 – 2031-08-02 19:00:00."),
        ("suspensions: [{start: 2031-05-01, end: 2031-05-02", "suspensions: [{start: 2031-05-01, end: 2031-04-29", 29,
         "ends 2031-04-29, before 2031-05-01."),
        ("doubts: [{start: 2031-07-01", "doubts: [{start: 2031-03-01", 30, "2031-03-01 lies before the start"),
        ("clause: para. 1", "start: 2031-04-01", 32, "its window 2031-04-01 – … lies outside the agreement's"),
        ("clause: para. 1", "end: 2031-08-09", 32, "its window … – 2031-08-09 lies outside the agreement's"),
        ("rule: requires", "rule: forbids", 43, "terms aid: a quantity stands in a term that forbids. Write `rule: requires`"),
        ("- id: aid\n", "- id: no_fire\n", 40, "terms no_fire: the id no_fire is taken in line 32. Choose another."),
        ("id: invented_truce", "id: Invented Truce", 1, "'Invented Truce' is no id."),
        ("id: invented_truce", "id: invented_truce\nid: other", 2, "the key 'id' stands twice."),
        ("units: [{country: SY, admin1: Idlib}]\n    sources", "sources", 15, "areas idlib: covers nothing."),
        ("units: [{country: SY, admin1: Idlib}]", "units: [{country: SY, admin2: Ariha}]", 17, "admin2 'Ariha' without `admin1:`."),
        ("names: [{name: هدنة الوادي, since: 2031-04-02}]", "names: [{name: هدنة الوادي, since: 2031-04-02, until: 2030-01-01}]", 3,
         "until 2030-01-01 lies before since 2031-04-02."),
        ("names: [{", "names: [[{", 4, "Check the indentation, quotes and brackets"),
        ("agreed: 2031-06-01", "agreed: 2031-02-31", 28, "no such day"),
        ("declared_by: [SYR_GOV]", "declared_by: SYR_GOV", 6, "`declared_by:` is 'SYR_GOV', no list. Write `declared_by: [SYR_GOV]`."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_line_fact_and_remedy(
    lexicon: Lexicon, write: Write, old: str, new: str, line: int, said: str
) -> None:
    path = write((old, new))
    findings = told(lexicon, path)
    assert any(one.startswith(f"{line}: ") and said in one for one in findings), findings
    register = Register.load(lexicon=lexicon, extra=[path])
    assert len(left_out(register, path.parent)) == 1
    with pytest.raises(DataError, match=r"truce\.yaml:\d+: "):
        register.get(str(path))


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ("[[[36.5, 35.6], [36.8, 36.0], [36.8, 35.6], [36.5, 36.0], [36.5, 35.6]]]", "the polygon is impossible: Self-intersection[36.65 35.8]"),
        ("[[[36.5, 35.6], [36.8, 35.6], [36.8, 36.0], [36.5, 36.0]]]", "ring 1 is not closed: it begins at [36.5, 35.6] and ends at [36.5, 36.0]."),
        ("[[[36.5, 35.6], [36.8, 35.6], [36.5, 35.6]]]", "ring 1 has 3 points."),
        ("[[[36.5, 35.6], [36.8, 35.6], [37.1, 35.6], [36.5, 35.6]]]", "covers nothing"),
        ("[[[36.5, 35.6], [236.8, 35.6], [36.8, 36.0], [36.5, 35.6]]]", "point 2 of ring 1: longitude 236.8 lies outside -180 to 180."),
        ("[[[36.5, 35.6], [36.8, 95.6], [36.8, 36.0], [36.5, 35.6]]]", "Longitude comes first"),
        ("[[[36.5, 35.6], [36.8, .nan], [36.8, 36.0], [36.5, 35.6]]]", "is no pair of numbers"),
        ("[[[36.5, 35.6, 4], [36.8, 35.6], [36.8, 36.0], [36.5, 35.6]]]", "has 3 numbers. Write [lon, lat]."),
        ("[[36.5, 35.6], [36.8, 35.6], [36.8, 36.0], [36.5, 35.6]]", "is no list of points (too few or too many brackets)"),
        ("[[[[36.5, 35.6], [36.8, 35.6], [36.8, 36.0], [36.5, 35.6]]]]", "one pair of brackets too many. Take it off, or write `type: MultiPolygon`."),
        ("[]", "the Polygon holds no rings."),
        ("[[[36.5, 35.6], [36.8, 35.6], [36.8, 36.0], [36.5, 35.6]], [[30, 10], [31, 10], [31, 11], [30, 10]]]", "Hole lies outside shell"),
    ],
)  # fmt: skip
def test_an_impossible_polygon_is_told_where_it_fails(
    lexicon: Lexicon, write: Write, geometry: str, said: str
) -> None:
    findings = told(lexicon, write((BOX, geometry)))
    assert any(one.startswith("22: areas box: ") and said in one for one in findings), findings


def test_latitude_before_longitude_is_suspected_where_the_places_of_its_country_say_so(
    lexicon: Lexicon, write: Write
) -> None:
    turned = "[[[35.6, 36.5], [35.6, 36.8], [36.0, 36.8], [36.0, 36.5], [35.6, 36.5]]]"
    (finding,) = told(lexicon, write((BOX, turned)))
    assert "close to them with latitude and longitude exchanged. Longitude comes first" in finding


def test_all_that_is_amiss_is_told_at_once_and_other_files_hold(
    lexicon: Lexicon, write: Write, tmp_path: Path
) -> None:
    bad = write(
        ("HTS", "NUSRA"),
        ("zone: Asia/Damascus", "zone: Moon"),
        ("id: invented_truce", "id: bad"),
        name="bad.yaml",
    )
    write(name="good.yaml")
    write(("[{", "[[{"), name="worse.yaml")
    assert len(told(lexicon, bad)) == 2
    register = Register.load(lexicon=lexicon, extra=[tmp_path])
    assert register.get("invented_truce").zone == "Asia/Damascus"
    assert [Path(one.file).name for one in left_out(register, tmp_path)] == ["bad.yaml", "worse.yaml"]
    with pytest.raises(
        DataError, match=r"bad\.yaml:13: exempt NUSRA: unknown actor .* 1 more: `rasd agreement check"
    ):
        register.get("bad")
    with pytest.raises(
        DataError, match=r"No agreement 'nothing'\. Agreements: .*invented_truce.*Left out.*bad\.yaml"
    ):
        register.get("nothing")


def test_two_files_with_one_id_are_both_named_and_the_first_holds(
    lexicon: Lexicon, write: Write, tmp_path: Path
) -> None:
    first = write(name="a.yaml")
    second = write(("Invented truce", "Another truce"), name="b.yaml")
    register = Register.load(lexicon=lexicon, extra=[tmp_path])
    assert register.get("invented_truce").title.en == "Invented truce"
    (finding,) = left_out(register, tmp_path)
    assert finding.file == str(second) and f"the id invented_truce is taken by {first}." in finding.message
    again = Register.load(lexicon=lexicon, extra=[first, first, tmp_path / "a.yaml"])
    assert left_out(again, tmp_path) == []


def test_an_agreement_of_a_theatre_pack_belongs_to_its_theatre(write: Write, tmp_path: Path) -> None:
    from rasd.conformance import start

    pack = tmp_path / "somewhere"
    start("somewhere", pack, "XX")
    folder = pack / "agreements"
    folder.mkdir()
    write().rename(folder / "truce.yaml")
    lexicon = Lexicon.load(packs=[pack])
    assert Register.load(lexicon=lexicon).get("invented_truce").theatre == "somewhere"
    path = folder / "truce.yaml"
    path.write_text(path.read_text("utf-8") + "theatre: syria\n", "utf-8")
    (finding,) = left_out(Register.load(lexicon=lexicon), pack)
    assert "is 'syria' in the pack somewhere." in finding.message


def test_in_force_knows_extensions_doubts_and_days_of_unknown_hour(lexicon: Lexicon, write: Write) -> None:
    register = Register.load(
        lexicon=lexicon,
        extra=[
            write(
                (
                    "doubts: [{start: 2031-07-01, end: 2031-07-09",
                    "doubts: [{start: 2031-08-03, end: 2031-08-10",
                )
            )
        ],
    )

    def is_in_force(first: str | None, last: str | None) -> bool:
        days = [date.fromisoformat(one) if one else None for one in (first, last)]
        return "invented_truce" in [one.id for one in register.in_force(*days)]

    assert not is_in_force("2031-03-01", "2031-04-01")
    assert is_in_force("2031-04-02", "2031-04-02")
    assert is_in_force("2031-08-02", "2031-08-02")
    assert is_in_force("2031-08-10", "2031-09-02") and not is_in_force("2031-08-11", "2031-09-02")
    assert is_in_force(None, "2031-04-02") and not is_in_force("2031-08-11", None) and is_in_force(None, None)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("exempt: [{actor: HTS, certainty: possible, sources: [text]}]", "exempt: [{actor: HTS}]", 13, "exempt HTS: a fact without source."),
        (", is_primary: true", "", 32, "terms no_fire: `wording: checked` without a primary reference among its sources."),
        (", publisher: Nobody", "", 8, "references text: nobody could find this text."),
        ("admin1: Idlib", "admin1: Idleb", 17, "SY has no admin1 'Idleb' in the core list. Write Idlib."),
        ("admin1: Idlib", "admin1: Idlib, admin2: Nowhere", 17, "Idlib has no admin2 'Nowhere' in the core list. Known: "),
        ("units: [{country: SY, admin1: Idlib}]", "places: [{id: sy_nowhere}]", 17, "no place 'sy_nowhere' in the core list."),
        ("area: idlib", "by: [ISIS]", 35, "terms no_fire: binds ISIS, which is neither party nor guarantor."),
        ("for: [SYR_OPP]", "for: [SYR_OPP, SDF]", 12, "guarantors TUR: SDF is no side of the agreement."),
        ("through: TUR, certainty: yes", "certainty: possible", 11, "parties SYR_OPP: a side that nobody answers for. Say in `note:` why"),
        ("ar: لا نار", "ar: ﻻ نار", 36, "holds presentation forms."),
        ("ar: لا نار", 'ar: "لا\u200f نار"', 36, "holds direction marks."),
        ("ar: لا نار", "ar: لا یطلق نار", 36, "holds Farsi letters."),
        ("ar: لا نار", 'ar: "لا نار, ولا قصف"', 36, "a Latin mark in Arabic: 'ر,'. Type ، ؛ or ؟"),
        ("names: [{name: هدنة الوادي, since: 2031-04-02}]", "names: [هدنة الوادي, هدنه الوادي]", 3, "names هدنه الوادي: folds to the same as one above."),
        ("names: [{name: هدنة الوادي, since: 2031-04-02}]", "", 1, "no `names:`."),
    ],
)  # fmt: skip
def test_what_a_careful_editor_would_mend_is_told_and_keeps_nothing_from_loading(
    lexicon: Lexicon, write: Write, old: str, new: str, line: int, said: str
) -> None:
    path = write((old, new))
    findings = told(lexicon, path)
    assert any(one.startswith(f"{line}: ") and said in one for one in findings), findings
    assert left_out(Register.load(lexicon=lexicon, extra=[path]), path.parent) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no table of keys."),
        (b"- a\n", "is no table of keys."),
        (b"id: \xff\xfe\n", "not UTF-8"),
        (b"a: &x [1]\nb: *x\n", "is referred to from elsewhere"),
        (b"a: " + b"[" * 40 + b"]" * 40, "is nested too deeply."),
        (b"a: " + b"[" * 5000 + b"]" * 5000, "exceeded maximum nesting depth."),
        (b"a: &x [*x]\n", "is referred to from elsewhere"),
        (b"#" * 2_000_001, "is larger than 2 MB."),
    ],
)
def test_what_is_no_agreement_at_all_is_told(
    lexicon: Lexicon, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    (finding,) = told(lexicon, path)
    assert said in finding


def test_nothing_at_a_path_is_an_error(lexicon: Lexicon, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file or folder"):
        Register.load(lexicon=lexicon, extra=[tmp_path / "absent.yaml"])
    with pytest.raises(DataError, match="holds no agreement"):
        Register.load(lexicon=lexicon, extra=[tmp_path])
