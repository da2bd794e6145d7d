"""Object stores without an engine, and what needs one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from object_store import Store
from rasd.errors import OutputError
from rasd.scale import Options, archive

pytest.importorskip("daft")

TEXTS = (
    "قُتل ثلاثة مدنيين أمس في قصف مدفعي على بلدة سرمين بريف إدلب، وقال الدفاع المدني إن بين القتلى طفلا.",
    "أصيب خمسة أشخاص فجر اليوم في غارة جوية على مدينة الخوخة جنوب الحديدة، وقالت مصادر طبية إن حالتهم مستقرة.",
    "ارتفعت أسعار الخضار في أسواق العاصمة مع بداية الأسبوع بسبب كلفة النقل.",
)


def lines(name: str) -> bytes:
    rows = (
        {"id": f"{name}-{number}", "text": text, "published": "2024-03-14"}
        for number, text in enumerate(TEXTS)
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_our_own_processes_read_from_a_store(store: Store, tmp_path: Path) -> None:
    store.put("in/a.jsonl", lines("a"))
    assert archive([store.at("in")], str(tmp_path / "out"), Options()).total.kept == 2


def test_an_output_in_a_store_needs_an_engine(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="needs an engine. Give --engine daft or ray"):
        archive([str(tmp_path)], "s3://bucket/out", Options())
