"""What leaves: every field of the models has a class, and nothing of a class that was not asked for is in any file."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from exchanged import SECRETS, dossier, read_back, written
from rasd.errors import OutputError
from rasd.export.exchange import EXCHANGE_FORMATS, INCLUDES, PRIVACY, Cited, ExportOptions, included
from rasd.export.exchange.classes import CLASSES
from rasd.export.exchange.privacy import made_public
from rasd.model import Document, Incident, Record
from rasd.model.record import Model

FORMATS = [form.name for form in EXCHANGE_FORMATS]


def models_in(annotation: Any) -> set[type[Model]]:
    """Return the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return {annotation}
    return set().union(*map(models_in, get_args(annotation)))


def reachable() -> list[type[Model]]:
    """Return every model that an incident, a report, a record or a document is made of, with those that were added since."""
    found: dict[type[Model], None] = {}
    waiting: list[type[Model]] = [Incident, Record, Document, Cited]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            waiting += [one for field in model.model_fields.values() for one in models_in(field.annotation)]
    return sorted(found, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", reachable(), ids=lambda model: model.__name__)
def test_every_field_has_a_class(model: type[Model]) -> None:
    assert model in CLASSES, f"Say in exchange/classes.py what of {model.__name__} may leave."
    unclassed = set(model.model_fields) - set(CLASSES[model])
    assert not unclassed, (
        f"Say in exchange/classes.py what these of {model.__name__} are: {sorted(unclassed)}"
    )
    assert set(CLASSES[model]) == set(model.model_fields), "classed, and no field any more"
    assert set(CLASSES[model].values()) <= set(PRIVACY)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_private_is_in_a_public_file(name: str) -> None:
    text = read_back(written(name, dossier()))
    assert "inc-1" in text
    for secrets in SECRETS.values():
        assert not [secret for secret in secrets if secret in text]


def test_the_search_for_secrets_finds_them_where_they_may_stand() -> None:
    for name in ("jsonl", "geojson", "kml", "parquet", "geoparquet"):
        whole = read_back(written(name, dossier(), options=ExportOptions(include=included("all"))))
        assert "شاهدة من الحي" in whole and "35.4321" in whole, name


def every_string(value: Any) -> list[str]:
    if isinstance(value, Model):
        return every_string(value.model_dump())
    if isinstance(value, dict):
        return [text for one in value.values() for text in every_string(one)]
    if isinstance(value, (list, tuple)):
        return [text for one in value for text in every_string(one)]
    return [str(value)]


@pytest.mark.parametrize("asked", INCLUDES)
def test_only_what_is_asked_for_leaves(asked: str) -> None:
    left = made_public(dossier(), included(asked))
    said = " ".join(
        text
        for part in (left.incident, *left.reports.values(), *left.documents.values())
        for text in every_string(part)
    )
    for name, secrets in SECRETS.items():
        found = [secret for secret in secrets if secret in said]
        assert found == (secrets if name == asked else []), name


def test_all_classes_together_change_nothing() -> None:
    assert made_public(dossier(), included("all")) == dossier()


def test_a_named_body_stays_and_a_witness_is_told_by_her_sort() -> None:
    left = made_public(dossier())
    report = left.reports["a#r1"]
    assert [source.name for source in report.sources] == ["[witness]", "[social_media]", "الدفاع المدني"]
    assert report.perpetrators[0].claimed_by == ["[source]", "الدفاع المدني"]
    assert left.incident.harm[0].figures[0].source == "[witness]"


def test_a_name_that_is_a_witness_anywhere_is_masked_everywhere() -> None:
    given = dossier()
    report = given.reports["a#r1"].model_copy(deep=True)
    report.sources[2].type = "local"
    both = type(given)(given.incident, {**given.reports, "b#r1": report}, given.documents)
    assert "الدفاع المدني" not in every_string(made_public(both).incident)


def test_points_are_coarsened_only_where_something_protected_was_struck() -> None:
    hospital, market = made_public(dossier()), made_public(dossier(target_sites=[{"site": "market"}]))
    place = hospital.incident.places[0]
    assert (place.latitude, place.longitude, place.approximate, place.precision) == (
        35.4,
        36.5,
        True,
        "district",
    )
    assert hospital.reports["a#r1"].places[0].candidates[0].latitude == 35.4
    assert market.incident.places[0].latitude == 35.4321 and not market.incident.places[0].approximate


@pytest.mark.parametrize(
    "report",
    [
        {"kind": "shelling", "places": [{"name": "مخيم أطمة", "place_class": "camp"}]},
        {"kind": "shelling", "harm": [{"effect": "killed", "min": 1, "max": 1, "medics": 1}]},
        {"kind": "shelling", "target_sites": [{"site": "aid"}]},
    ],
)
def test_a_report_alone_makes_an_incident_protected(report: dict[str, Any]) -> None:
    from rasd.model import Report

    given = dossier(target_sites=[])
    one = type(given)(given.incident, {"a#r1": Report.model_validate(report)}, given.documents)
    assert made_public(one).incident.places[0].latitude == 35.4


def test_an_unknown_class_lists_those_that_exist() -> None:
    with pytest.raises(OutputError, match="names, internal, points, texts, all"):
        included("victims")
    assert included("all") == set(INCLUDES) and included("") == frozenset()
    assert ExportOptions().include == frozenset()
