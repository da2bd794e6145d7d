"""Dossiers made by hand, with a secret in every field that must not leave."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import IO, Any

from rasd.export.exchange import Cited, Dossier, ExportOptions, exchange_format_named, export
from rasd.model import Incident, Report

SECRETS = {
    "names": ["سليم الغامدي", "شاهدة من الحي", "حساب محلي على المنصة"],
    "internal": ["مراجعة سلمى", "شككت سلمى في المصدر"],
    "texts": ["كلمات النص المعدودة", "عنوان فيه اسم", "نص الوثيقة كاملا"],
    "points": ["35.4321", "36.5432", "gaz-9"],
}
"""Words that stand only in fields of the class."""


def dossier(**more: object) -> Dossier:
    """Return a hospital that was struck, told by two documents; `more` changes the incident."""
    incident = Incident.model_validate(
        {
            "id": "inc-1",
            "kind": "shelling",
            "date": {"start": "2019-04-27", "end": "2019-04-27", "part_of_day": "morning"},
            "places": [
                {
                    "name": "الهبيط", "country": "SY", "admin1": "Idlib", "latitude": 35.4321, "longitude": 36.5432,
                    "precision": "settlement", "gazetteer_id": "gaz-9",
                }
            ],
            "perpetrators": [{"actor": "SYR_GOV", "certainty": "accused"}],
            "targets": [{"actor": "CIVILIANS"}],
            "target_sites": [{"site": "hospital"}],
            "harm": [
                {
                    "effect": "killed", "min": 4, "max": 6, "best": 5,
                    "figures": [
                        {
                            "report_id": "a#r1", "document_id": "a", "source": "شاهدة من الحي", "source_type": "witness",
                            "min": 4, "max": 6, "phrase": "كلمات النص المعدودة",
                        }
                    ],
                },
                {"effect": "injured", "min": 9, "max": None, "open": True},
            ],
            "breach_claims": [{"agreement": "الهدنة", "claimed_by": ["شاهدة من الحي", "الدفاع المدني"]}],
            "grade": {"proposed": "fair", "rule": "grades.two_sources", "decided": "confirmed", "by": "مراجعة سلمى"},
            "occurrence": "likely",
            "decided": [
                {
                    "about": "grade", "value": "confirmed", "by": "مراجعة سلمى", "why": "شككت سلمى في المصدر",
                    "judgement": 1,
                }
            ],
            "theatres": ["syria"],
            "reports": [
                {
                    "document_id": "a", "report_id": "a#r1", "factuality": "asserted", "outlet": "نوافذ",
                    "reasons": [
                        {"part": "decision", "weight": 0, "ar": "مراجعة سلمى", "en": "مراجعة سلمى"},
                        {"part": "place", "weight": 2, "ar": "المكان نفسه", "en": "the same place"},
                    ],
                },
                {"document_id": "b", "report_id": "b#r1", "factuality": "asserted", "outlet": "مرصد الغد"},
            ],
            **more,
        }
    )  # fmt: skip
    report = Report.model_validate(
        {
            "id": "r1",
            "kind": "shelling",
            "places": [
                {
                    "name": "الهبيط", "latitude": 35.4321, "longitude": 36.5432, "precision": "settlement",
                    "gazetteer_id": "gaz-9",
                    "candidates": [
                        {"gazetteer_id": "gaz-9", "name": "الهبيط", "latitude": 35.4321, "longitude": 36.5432}
                    ],
                }
            ],
            "perpetrators": [
                {"actor": "SYR_GOV", "certainty": "accused", "claimed_by": ["شاهدة من الحي", "الدفاع المدني"]}
            ],
            "harm": [
                {"effect": "killed", "min": 4, "max": 6, "victims": ["سليم الغامدي"], "phrase": "كلمات النص المعدودة"}
            ],
            "sources": [
                {"name": "شاهدة من الحي", "type": "witness"},
                {"name": "حساب محلي على المنصة", "type": "social_media"},
                {"name": "الدفاع المدني", "type": "civil_defence"},
            ],
            "breach_claims": [{"agreement": "الهدنة", "claimed_by": ["شاهدة من الحي"]}],
        }
    )  # fmt: skip
    documents = {
        name: Cited(
            id=name, outlet=outlet, title="عنوان فيه اسم", url=f"https://example.org/{name}", published="2019-04-27",
            text_sha256="0" * 64, text="نص الوثيقة كاملا",
        )
        for name, outlet in (("a", "نوافذ"), ("b", "مرصد الغد"))
    }  # fmt: skip
    return Dossier(incident, {"a#r1": report}, documents)


def written(name: str, *dossiers: Dossier, options: ExportOptions | None = None) -> bytes:
    """Return what a format writes, as bytes."""
    form = exchange_format_named(name)
    raw = io.BytesIO()
    stream: IO[Any] = (
        raw if form.is_binary else io.TextIOWrapper(raw, "utf-8", newline="", write_through=True)
    )
    export(form, iter(dossiers), stream, options or ExportOptions())
    stream.flush()
    return raw.getvalue()


def read_back(data: bytes) -> str:
    """Return everything that a file says as one text, unpacked and unescaped, whatever its format."""
    if data.startswith(b"PAR1"):
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(data))
        return f"{table.to_pylist()} {table.schema.metadata} {table.schema.to_string()}"
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return html.unescape("".join(packed.read(name).decode("utf-8") for name in packed.namelist()))
    text = html.unescape(data.decode("utf-8"))
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
