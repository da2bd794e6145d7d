"""Incidents in the formats of the tools that people already use: one file a format, one line in `EXCHANGE_FORMATS`.

To add one, write a class like those beside this file and name it below; the command, the docs and the tests read the
tuple. `export` is the only way out: it decides what may leave before any format sees it.
"""

from __future__ import annotations

from rasd.errors import OutputError
from rasd.export.escaping import safe_cell
from rasd.export.exchange.acled import Acled
from rasd.export.exchange.atlos import Atlos
from rasd.export.exchange.bayanat_actors import BayanatActors
from rasd.export.exchange.bayanat_bulletins import BayanatBulletins
from rasd.export.exchange.dossier import Cited, Dossier
from rasd.export.exchange.format import PRIVACY, ExchangeFormat, Mapped, Privacy, said
from rasd.export.exchange.geojson import GeoJson
from rasd.export.exchange.hxl import Hxl
from rasd.export.exchange.importing import Import, Taken
from rasd.export.exchange.kml import Kml
from rasd.export.exchange.native import Native
from rasd.export.exchange.notes import ORIGIN, WATERMARK, in_language, notes_of
from rasd.export.exchange.options import INCLUDES, ExportOptions, Include, Language, included
from rasd.export.exchange.parquet import GeoParquet, Parquet
from rasd.export.exchange.plover import Plover
from rasd.export.exchange.rules import ACLED_LIKE, RASD_1, RULE_SETS, RuleSet, rule_set_named
from rasd.export.exchange.sending import Sent, export
from rasd.export.exchange.ucdp import Ucdp
from rasd.export.exchange.uwazi import Uwazi
from rasd.export.exchange.xlsx import Xlsx

__all__ = [
    "ACLED_LIKE",
    "EXCHANGE_FORMATS",
    "INCLUDES",
    "ORIGIN",
    "PRIVACY",
    "RASD_1",
    "RULE_SETS",
    "WATERMARK",
    "Cited",
    "Dossier",
    "ExchangeFormat",
    "ExportOptions",
    "Import",
    "Include",
    "Language",
    "Mapped",
    "Privacy",
    "RuleSet",
    "Sent",
    "Taken",
    "exchange_format_named",
    "export",
    "in_language",
    "included",
    "notes_of",
    "rule_set_named",
    "safe_cell",
    "said",
]

EXCHANGE_FORMATS: tuple[type[ExchangeFormat], ...] = (
    Native,
    GeoJson,
    Kml,
    Parquet,
    GeoParquet,
    Acled,
    Plover,
    Ucdp,
    Hxl,
    Xlsx,
    Uwazi,
    BayanatActors,
    BayanatBulletins,
    Atlos,
)


def exchange_format_named(name: str) -> ExchangeFormat:
    """Return the format called `name`.

    Raises OutputError that lists the formats when there is none.
    """
    for candidate in EXCHANGE_FORMATS:
        if candidate.name == name:
            return candidate()
    names = ", ".join(sorted(candidate.name for candidate in EXCHANGE_FORMATS))
    raise OutputError(f'Unknown format "{name}". Formats: {names}.')
