"""What was collected from a file names the bytes that it came from and its part of them."""

from __future__ import annotations

import io
from pathlib import Path

from rasd.collection import Defaults, collect


def test_rows_of_one_file_share_its_bytes_and_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "قصف مدفعي على البلدة"}\n\n{"text": "غارة على الطريق"}\n', "utf-8")
    first, second = collect([str(path)], Defaults(), io.BytesIO())
    assert (first.part, second.part) == ("1", "3")
    assert first.raw is not None and first.raw is second.raw
    assert first.raw.body == path
    assert first.method == "file" and first.extractor.startswith("rasd ")


def test_a_whole_file_has_no_part(tmp_path: Path) -> None:
    path = tmp_path / "خبر.txt"
    path.write_text("قصف مدفعي على البلدة", "utf-8")
    (only,) = collect([str(path)], Defaults(), io.BytesIO())
    assert only.part == "" and only.raw is not None
    assert only.raw.target_uri.isascii() and only.raw.media_type == "text/plain"
