"""Kilometres between points, good to a percent at the distances that matter here."""

from __future__ import annotations

from math import cos, hypot, radians

from rasd.places.place import Place

__all__ = ["between", "kilometres"]


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two points on a locally flat earth."""
    east = (other_longitude - longitude + 180) % 360 - 180
    return 111.2 * hypot(other_latitude - latitude, east * cos(radians((latitude + other_latitude) / 2)))


def between(place: Place, other: Place) -> float | None:
    """Return the distance of two places; None where a point is missing."""
    if place.latitude is None or place.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return kilometres(place.latitude, place.longitude, other.latitude, other.longitude)
