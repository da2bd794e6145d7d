"""KML: well-formed whatever a text says, in the order of elements that its schema asks for."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from exchanged import dossier, written
from rasd.export.exchange import ExportOptions, included

SPACE = "{http://www.opengis.net/kml/2.2}"


def placemarks(*given: Any, **options: Any) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(written("kml", *given, options=ExportOptions(**options)))
    assert root.tag == f"{SPACE}kml" and len(root) == 1
    return root[0].findall(f"{SPACE}Placemark")


def test_a_placemark_tells_name_time_data_and_point_in_the_order_of_the_schema() -> None:
    (mark,) = placemarks(dossier(), include=included("all"))
    assert [child.tag.removeprefix(SPACE) for child in mark] == ["name", "TimeSpan", "ExtendedData", "Point"]
    assert mark.findtext(f"{SPACE}name") == "Shelling – الهبيط"
    assert [day.text for day in mark[1]] == ["2019-04-27", "2019-04-27"]
    assert mark.findtext(f"{SPACE}Point/{SPACE}coordinates") == "36.5432,35.4321"
    data = {one.get("name"): one[0].text for one in mark[2]}
    assert data["killed_max"] == "6" and data["contested"] == "no" and "injured_max" not in data


def test_several_points_are_one_geometry_and_none_is_no_loss() -> None:
    places = [
        {"name": "أ", "latitude": 1.0, "longitude": 2.0},
        {"name": "ب", "latitude": 3.0, "longitude": 4.0},
    ]
    several, none = placemarks(
        dossier(places=places, target_sites=[]), dossier(id="inc-2", places=[], date={})
    )
    assert [one.text for one in several.iter(f"{SPACE}coordinates")] == ["2.0,1.0", "4.0,3.0"]
    assert several.find(f"{SPACE}MultiGeometry") is not None
    assert none.find(f"{SPACE}TimeSpan") is None and none.findtext(f"{SPACE}name") == "Shelling"


def test_markup_and_control_characters_of_a_text_stay_text() -> None:
    (mark,) = placemarks(dossier(places=[{"name": "<script>&\x00\x0b]]>\ud800"}]))
    assert "<script>&\ufffd\ufffd]]>" in (mark.findtext(f"{SPACE}name") or "")


def test_what_is_invented_says_so_in_its_name() -> None:
    (mark,) = placemarks(dossier(synthetic=True), is_synthetic=True)
    assert (mark.findtext(f"{SPACE}name") or "").startswith("SYNTHETIC")
