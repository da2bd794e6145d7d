"""Readers do not see the names of victims and witnesses, in no field and nowhere in the text; all others read on."""

from __future__ import annotations

from typing import Any

from rasd.desk.access.masking import MASK, masked_incident, masked_record, masked_text, masked_words
from rasd.model import Incident, Record

_TEXT = "قُتل المواطن سالم الحمّادي ووالدته، وقال الشاهد نادر العلي لوزارة الصحة إن سكان الحي نعوا لسالم الحمادي بيتًا."
_NAME = "سالم الحمادي"


def _record() -> Record:
    def at(words: str) -> list[tuple[int, int]]:
        start = _TEXT.index(words)
        return [(start, start + len(words))]

    return Record.model_validate(
        {
            "id": "d1", "outlet": "صحيفة مختلقة", "title": "مقتل سالم الحمادي",
            "reports": [
                {
                    "id": "r1", "kind": "shelling",
                    "perpetrators": [
                        {"actor": "SYR_GOV", "claimed_by": ["نادر العلي", "وزارة الصحة"]}
                    ],
                    "harm": [
                        {
                            "effect": "killed", "min": 1, "max": 1, "victims": [_NAME],
                            "phrase": "المواطن سالم الحمّادي",
                        }
                    ],
                    "sources": [
                        {"name": "نادر العلي", "type": "witness", "evidence": at("نادر العلي")},
                        {"name": "سكان", "type": "local", "evidence": at("سكان الحي")},
                        {"name": "وزارة الصحة", "type": "official"},
                    ],
                }
            ],
        }
    )  # fmt: skip


def _incident(**more: Any) -> Incident:
    return Incident.model_validate(
        {
            "id": "i1", "kind": "shelling", "occurrence": "likely",
            "grade": {"proposed": "weak", "rule": "grades.one_source", "decided": "fair", "by": "verena"},
            "harm": [
                {
                    "effect": "killed", "min": 1, "max": 1,
                    "figures": [
                        {
                            "report_id": "d1#r1", "document_id": "d1", "source": "نادر العلي", "source_type": "witness",
                            "phrase": "المواطن سالم الحمّادي",
                        },
                        {
                            "report_id": "d2#r1", "document_id": "d2", "source": "وزارة الصحة", "source_type": "official",
                        },
                    ],
                }
            ],
            "decided": [
                {"about": "grade", "value": "fair", "by": "verena", "why": "اتصلنا بقريب له", "judgement": 1}
            ],
            "reports": [{"document_id": "d1", "report_id": "d1#r1", "factuality": "asserted"}],
            **more,
        }
    )  # fmt: skip


def test_no_field_of_a_record_tells_a_masked_name() -> None:
    told = masked_record(_record())
    written = told.model_dump_json()
    assert "الحم" not in written and "نادر" not in written
    report = told.reports[0]
    assert report.harm[0].victims == [MASK] and report.perpetrators[0].claimed_by == [MASK, "وزارة الصحة"]
    assert [source.name for source in report.sources] == [MASK, MASK, "وزارة الصحة"]


def test_the_record_itself_stays_as_it_was() -> None:
    record = _record()
    masked_record(record)
    assert record == _record()


def test_an_incident_tells_neither_names_nor_notes() -> None:
    told = masked_incident(_incident(), [_record()])
    written = told.model_dump_json()
    for word in ("الحم", "نادر", "verena", "اتصلنا"):
        assert word not in written, word
    assert told.harm[0].figures[1].source == "وزارة الصحة" and told.grade.decided == "fair"


def test_the_text_keeps_its_length_and_loses_the_names_in_every_spelling() -> None:
    told = masked_text(_TEXT, _record())
    assert len(told) == len(_TEXT)
    assert not any(word in told for word in ("سالم", "الحم", "نادر", "العلي"))
    assert "ووالدته" in told and "وزارة" not in told.replace("لوزارة الصحة", "") and "الحي نعوا" in told
    assert "سكان" not in told


def test_a_text_without_names_is_the_same() -> None:
    record = Record.model_validate({"id": "d2"})
    assert masked_text(_TEXT, record) == _TEXT and masked_text(_TEXT, None) == _TEXT
    assert masked_words("لا أحد", []) == "لا أحد"
