"""What the agreements of the Syria and Libya packs come to, with invented incidents held against invented twins of them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from agreements_invented import incident, on, perpetrator, place
from rasd.agreements import Holder
from rasd.lexicon import Lexicon
from rasd.model import Agreement, LedgerEntry

MOSCOW = ("syria", "2020-03-05_moscow_protocol")
SOCHI = ("syria", "2018-09-17_sochi_memorandum")
ASTANA = ("syria", "2017-05-04_astana_deescalation")
GENEVA = ("libya", "2020-10-23_geneva_ceasefire")

RUWAYHAH = place("الرويحة", latitude=35.741, longitude=36.694)
SALQIN = place("سلقين", latitude=36.138, longitude=36.453)
MURAK = place("مورك", admin1="Hama", admin2="Hama", latitude=35.368, longitude=36.692)
DUMA = place("دوما", admin1="Rif Dimashq", admin2="Duma", latitude=33.57, longitude=36.399)
RASTAN = place("الرستن", admin1="Homs", admin2="Ar-Rastan", latitude=34.92, longitude=36.73)
TADMUR = place("تدمر", admin1="Homs", admin2="Tadmor", latitude=34.56, longitude=38.28)
SIRTE = place("سرت", country="LY", admin1="Sirte", latitude=31.209, longitude=16.589)
TRIPOLI = place("طرابلس", country="LY", admin1="Tripoli", latitude=32.887, longitude=13.187)


@cache
def holder(theatre: str, name: str) -> Holder:
    """Return the invented twin of an agreement of a pack: its facts, and no real ledger."""
    path = files("rasd.data") / "theatres" / theatre / "agreements" / f"{name}.yaml"
    given = yaml.safe_load(path.read_text("utf-8"))
    agreement = Agreement.model_validate(given | {"synthetic": True, "theatre": theatre})
    return Holder(agreement, Lexicon.load())


def held(which: tuple[str, str], day: str, where: dict[str, Any], by: str, **more: Any) -> LedgerEntry:
    """Hold an invented shelling by `by` of `on_whom` against an agreement's twin."""
    struck = more.pop("on_whom", "SYR_OPP")
    given: dict[str, Any] = {
        "date": on(day),
        "places": [where],
        "perpetrators": [perpetrator(by)],
        "targets": [{"actor": struck, "reports": ["d1#r1"]}] if struck else [],
        "theatres": [which[0]],
    }
    return holder(*which).hold(incident(**(given | more)))


# agreement, day, place, by, on whom, outcome, the question that fails
HELD: list[tuple[tuple[str, str], str, dict[str, Any], str, str | None, str, str | None]] = [
    (MOSCOW, "2020-04-10", RUWAYHAH, "SYR_GOV", "SYR_OPP", "in_scope", None),
    (MOSCOW, "2020-04-10", RUWAYHAH, "SYR_OPP", "SYR_GOV", "in_scope", None),
    (MOSCOW, "2020-04-10", RUWAYHAH, "RUS", "SYR_OPP", "in_scope", None),
    (MOSCOW, "2020-03-04", RUWAYHAH, "SYR_GOV", "SYR_OPP", "out_of_scope", "time"),
    (MOSCOW, "2020-03-06", RUWAYHAH, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (MOSCOW, "2020-04-10", SALQIN, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (MOSCOW, "2020-04-10", DUMA, "SYR_GOV", "SYR_OPP", "out_of_scope", "area"),
    (MOSCOW, "2020-04-10", RUWAYHAH, "SYR_GOV", "HTS", "possibly_in_scope", None),
    (MOSCOW, "2020-04-10", RUWAYHAH, "HTS", "SYR_GOV", "possibly_in_scope", None),
    (MOSCOW, "2020-04-10", RUWAYHAH, "ISR", "SYR_OPP", "out_of_scope", "bound"),
    (MOSCOW, "2024-12-01", RUWAYHAH, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (SOCHI, "2018-11-15", RUWAYHAH, "SYR_GOV", "SYR_OPP", "in_scope", None),
    (SOCHI, "2018-11-15", MURAK, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (SOCHI, "2018-11-15", RUWAYHAH, "RUS", "ISIS", "out_of_scope", "exemption"),
    (SOCHI, "2018-09-17", RUWAYHAH, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (ASTANA, "2017-05-20", RUWAYHAH, "SYR_GOV", "SYR_OPP", "in_scope", None),
    (ASTANA, "2017-05-20", RUWAYHAH, "SYR_GOV", "HTS", "out_of_scope", "exemption"),
    (ASTANA, "2017-05-20", RUWAYHAH, "HTS", "SYR_OPP", "out_of_scope", "bound"),
    (ASTANA, "2017-05-05", RUWAYHAH, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (ASTANA, "2017-06-01", DUMA, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (ASTANA, "2017-06-01", RASTAN, "SYR_GOV", "SYR_OPP", "possibly_in_scope", None),
    (ASTANA, "2017-06-01", TADMUR, "SYR_GOV", "SYR_OPP", "out_of_scope", "area"),
    (GENEVA, "2020-11-10", SIRTE, "LNA", "GNU", "in_scope", None),
    (GENEVA, "2020-11-10", SIRTE, "GNU", "LNA", "in_scope", None),
    (GENEVA, "2020-11-10", SIRTE, "LNA", "CIVILIANS", "possibly_in_scope", None),
    (GENEVA, "2020-11-10", SIRTE, "LNA", "ISIS", "out_of_scope", "act"),
    (GENEVA, "2022-08-27", TRIPOLI, "GNU", "LBY_MILITIA", "out_of_scope", None),
    (GENEVA, "2020-10-23", SIRTE, "LNA", "GNU", "possibly_in_scope", None),
    (GENEVA, "2020-10-22", SIRTE, "LNA", "GNU", "out_of_scope", "time"),
]


@pytest.mark.parametrize(("which", "day", "where", "by", "on_whom", "outcome", "fails"), HELD)
def test_what_lies_within_the_terms(
    which: tuple[str, str],
    day: str,
    where: dict[str, Any],
    by: str,
    on_whom: str | None,
    outcome: str,
    fails: str | None,
) -> None:
    entry = held(which, day, where, by, on_whom=on_whom)
    assert entry.outcome == outcome, [(one.question, one.value, one.reason.en) for one in entry.answers]
    assert fails is None or fails in entry.allegations[0].failing


def test_both_sides_of_the_line_are_asked_the_same() -> None:
    ours = held(MOSCOW, "2020-04-10", RUWAYHAH, "SYR_GOV", on_whom="SYR_OPP")
    theirs = held(MOSCOW, "2020-04-10", RUWAYHAH, "SYR_OPP", on_whom="SYR_GOV")
    assert [one.value for one in ours.answers] == [one.value for one in theirs.answers]
    assert {ours.allegations[0].through, theirs.allegations[0].through} == {"RUS", "TUR"}


def test_a_zone_left_to_later_delimitation_is_never_certain() -> None:
    brought = held(
        SOCHI, "2018-11-15", MURAK, "SYR_OPP", on_whom=None, kind="deployment",
        weapons=[{"weapon": "tank", "reports": ["d1#r1"]}],
    )  # fmt: skip
    assert brought.outcome == "possibly_in_scope"
    assert "no_heavy_weapons" in brought.terms
    early = held(
        SOCHI, "2018-10-01", MURAK, "SYR_OPP", on_whom=None, kind="deployment",
        weapons=[{"weapon": "tank", "reports": ["d1#r1"]}],
    )  # fmt: skip
    assert "no_heavy_weapons" not in early.terms
