"""Counting rule sets: applied again from the words that were counted, one conservative figure where sources differ."""

from __future__ import annotations

import pytest

from invented import BY_ID, figure, harm
from rasd.errors import OutputError
from rasd.export.exchange import ACLED_LIKE, RASD_1, rule_set_named
from rasd.export.exchange.counting import counted_words, recounted
from rasd.export.exchange.privacy import made_public
from rasd.model import IncidentHarm, ReportedFigure


def counted(low: int | None, phrase: str, **more: object) -> int | None:
    one = ReportedFigure.model_validate(figure("a#r1", low, None, phrase, **more))
    return recounted(one, "acled-like")


@pytest.mark.parametrize(
    ("low", "phrase", "number"),
    [
        (20, "عشرات القتلى", 10),
        (20, "العشرات من المدنيين", 10),
        (20, "أكثر من عشرات", 10),
        (24, "دزينات من القتلى", 12),
        (24, "dozens", 12),
        (200, "مئات المدنيين", 100),
        (2000, "آلاف القتلى", 1000),
        (20000, "عشرات الآلاف", 10000),
        (25, "خمسة مدنيين، عشرات المقاتلين", 15),
        (5000, "خمسة آلاف", 5000),
        (7, "سبعة قتلى", 7),
        (5, "عشرات", 5),
        (None, "حتى عشرة", None),
    ],
)
def test_vague_words_count_as_acled_counts_them(low: int | None, phrase: str, number: int | None) -> None:
    assert counted(low, phrase) == number


def killed(*figures: dict[str, object], **more: object) -> IncidentHarm:
    lows = [one["min"] for one in figures if one["min"] is not None]
    return IncidentHarm.model_validate(
        {**harm("killed", min(lows, default=None), None), "figures": figures, **more}
    )


def test_one_conservative_figure_where_sources_differ() -> None:
    differing = killed(figure("a#r1", 12, 12, "12 قتيلا"), figure("b#r1", 9, 9, "تسعة قتلى"))
    assert ACLED_LIKE.single(differing) == RASD_1.single(differing) == 9


def test_replaced_party_and_copied_figures_do_not_count() -> None:
    given = killed(
        figure("a#r1", 3, 3, "ثلاثة", counted="replaced"),
        figure("b#r1", 1, 1, "واحد", counted="party"),
        figure("c#r1", 5, 5, "خمسة"),
    )
    assert ACLED_LIKE.single(given) == 5


def test_a_plural_beside_a_count_is_no_figure() -> None:
    assert ACLED_LIKE.single(killed(figure("a#r1", 1, None, "قتلى"), figure("b#r1", 6, 6, "ستة"))) == 6
    assert ACLED_LIKE.single(killed(figure("a#r1", 1, None, "قتلى"))) == 1


def test_a_person_s_best_comes_before_every_rule() -> None:
    given = killed(figure("a#r1", 20, None, "عشرات"), best=14)
    assert ACLED_LIKE.single(given) == RASD_1.single(given) == 14


def test_no_figure_is_no_number() -> None:
    assert RASD_1.single(killed()) is None
    assert ACLED_LIKE.single(killed()) is None


def test_a_public_export_counts_as_well_and_shows_no_words() -> None:
    public = made_public(BY_ID["open_range"]).incident.harm[0]
    assert public.figures[0].phrase == "عشرات"
    assert ACLED_LIKE.single(public) == 10
    assert counted_words("عشرات من آل فلان، 12 من أهله") == "عشرات، 12"


def test_an_unknown_rule_set_is_named_with_those_that_exist() -> None:
    with pytest.raises(OutputError, match=r"rasd-1, acled-like"):
        rule_set_named("icews")
