"""The map inset of one incident: its places, each as wide as it is vague, for the page of the incident."""

from __future__ import annotations

from typing import Any

from rasd.desk.seeing.drawing import group_of, reach_of
from rasd.desk.seeing.naming import precision_words
from rasd.desk.site import Words
from rasd.model import Incident

__all__ = ["inset_of"]


def inset_of(incident: Incident, words: Words) -> dict[str, Any]:
    """Return what `seeing/inset.html` shows: all places in words, those with a point for the drawing."""
    places, drawn = [], []
    for place in incident.places:
        told = {
            "name": place.name,
            "around": words.listed(
                dict.fromkeys(one for one in (place.admin2, place.admin1) if one and one != place.name)
            ),
            "precision": precision_words(place.model_dump(), words),
        }
        places.append(told)
        if place.latitude is not None and place.longitude is not None:
            reach = reach_of(place.precision, is_approximate=place.approximate, country=place.country)
            drawn.append([place.longitude, place.latitude, reach, place.name])
    return {"places": places, "drawn": drawn, "group": group_of(incident.kind)}
