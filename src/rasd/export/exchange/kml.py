"""KML 2.2 for Google Earth and phones: a placemark an incident, written as a stream.

What a text may say is no markup here, and characters that XML forbids are made visible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import IO, Any, ClassVar
from xml.sax.saxutils import escape, quoteattr

from rasd.export.exchange.columns import COLUMNS, NO_ROOM, points_of, row_of
from rasd.export.exchange.dossier import Dossier
from rasd.export.exchange.format import Mapped, said
from rasd.export.exchange.notes import ORIGIN, notes_of
from rasd.export.exchange.options import ExportOptions
from rasd.model import Text

__all__ = ["Kml"]

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Kml:
    """KML for Google Earth."""

    name: ClassVar[str] = "kml"
    title: ClassVar[Text] = said("KML لبرنامج Google Earth", "KML for Google Earth")
    extension: ClassVar[str] = "kml"
    media_type: ClassVar[str] = "application/vnd.google-earth.kml+xml"
    is_lossless: ClassVar[bool] = False
    is_binary: ClassVar[bool] = False
    definition: ClassVar[str] = "https://docs.ogc.org/is/12-007r2/12-007r2.html"
    needs: ClassVar[str] = ""
    fields: ClassVar[tuple[Mapped, ...]] = (
        Mapped(
            column="name", source="kind, places.name",
            meaning=said("النوع والمكان، وقبلهما تنبيه إن كانت مختلقة", "kind and place, behind a notice where it is invented"),
        ),
        Mapped(column="TimeSpan", source="date", meaning=said("أول يوم محتمل وآخره", "first and last possible day")),
        Mapped(
            column="Point", source="places.longitude, places.latitude", privacy="points",
            meaning=said("نقطة أو عدة نقاط (MultiGeometry)، خط الطول أولا", "point or points (MultiGeometry), longitude first"),
        ),
        *COLUMNS,
    )  # fmt: skip
    cannot_carry: ClassVar[tuple[Text, ...]] = NO_ROOM

    def write(self, dossiers: Iterable[Dossier], stream: IO[Any], options: ExportOptions) -> None:
        """Write a placemark a line; one without a point has its data all the same."""
        notes = "\n".join(notes_of(self, options))
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
        )
        stream.write(f"<name>{_safe(ORIGIN)}</name><description>{_safe(notes)}</description>\n")
        for dossier in dossiers:
            stream.write(_placemark(dossier, options))
        stream.write("</Document></kml>\n")


def _placemark(dossier: Dossier, options: ExportOptions) -> str:
    row = row_of(dossier, options)
    heading = " – ".join(filter(None, (row["notice"], row["kind_label"], *row["places"][:1])))
    parts = [f"<Placemark><name>{_safe(heading)}</name>"]
    if row["start"] or row["end"]:
        days = (("begin", row["start"]), ("end", row["end"]))
        parts.append(
            "<TimeSpan>" + "".join(f"<{name}>{day}</{name}>" for name, day in days if day) + "</TimeSpan>"
        )
    parts.append("<ExtendedData>")
    for name, value in row.items():
        if value not in (None, "", []):
            parts.append(f"<Data name={quoteattr(name)}><value>{_safe(_words(value))}</value></Data>")
    parts.append("</ExtendedData>")
    points = [f"<Point><coordinates>{x},{y}</coordinates></Point>" for x, y in points_of(dossier.incident)]
    parts += points if len(points) < 2 else ["<MultiGeometry>", *points, "</MultiGeometry>"]
    return "".join(parts) + "</Placemark>\n"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _safe(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))
