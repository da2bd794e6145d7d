"""Very long texts: read in pieces, nothing left out, every span in its place."""

from __future__ import annotations

import itertools

import pytest

from rasd.coding import Coder
from rasd.coding.pieces import PIECE, cuts
from rasd.model import Document
from rasd.places import Gazetteer

REPORT = "قتل ثلاثة مدنيين أمس الأربعاء بقصف مدفعي لقوات النظام على بلدة الهبيط في ريف إدلب."
FILLER = "وتستمر الحياة في المدينة كما كانت دون أن يتغير شيء يذكر فيها. "


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(gazetteer=Gazetteer.core())


@pytest.mark.parametrize("mark", ["\n", ". ", " ", ""])
def test_pieces_follow_one_another_without_a_gap(mark: str) -> None:
    text = ("كلمة" + mark) * (PIECE // 2)
    spans = cuts(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(spans))
    assert all(0 < end - start <= PIECE for start, end in spans)


def test_a_report_behind_the_first_piece_keeps_its_evidence(coder: Coder) -> None:
    text = FILLER * (PIECE // len(FILLER) + 200) + REPORT
    record = coder.code(Document(text=text, published="2018-05-10"))
    alone = coder.code(Document(text=REPORT, published="2018-05-10")).reports[0]
    report = record.reports[-1]
    assert [report.kind, report.date and report.date.start] == [alone.kind, alone.date and alone.date.start]
    told = [text[start:end] for harm in report.harm for start, end in harm.evidence]
    assert told == [REPORT[start:end] for harm in alone.harm for start, end in harm.evidence]


def test_the_pieces_are_one_record(coder: Coder) -> None:
    text = (REPORT + "\n" + FILLER * 2000 + "\n") * 4
    document = Document(text=text)
    record = coder.code(document)
    assert [report.id for report in record.reports] == [f"r{at}" for at in range(1, len(record.reports) + 1)]
    assert [issue.code for issue in record.issues].count("no_publication_date") == 1
    assert record.id == coder.code(document).id != coder.code(Document(text=text[:PIECE])).id
    assert len({(keyword.of, keyword.text) for keyword in record.keywords}) == len(record.keywords)
