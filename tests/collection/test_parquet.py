"""A table in Parquet is read like one in CSV: fields by their names, rows named where they are no document."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from rasd.collection import Defaults, collect, columns_of
from rasd.errors import DocumentError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def write(path: Path, columns: dict[str, list[Any]], **options: Any) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def read(path: Path, defaults: Defaults | None = None) -> list[Any]:
    return list(collect([str(path)], defaults or Defaults(), io.BytesIO()))


def test_fields_are_read_by_their_names_and_moments_as_written(tmp_path: Path) -> None:
    path = write(
        tmp_path / "rows.parquet",
        {
            "text": ["قصف على البلدة", "غارة على القرية"],
            "published": [datetime(2024, 3, 14, 9, tzinfo=UTC), None],
            "outlet": ["وكالة مدار", None],
            "embedding": [[0.1], [0.2]],
        },
    )
    one, other = read(path)
    assert one.document.text == "قصف على البلدة"
    assert one.document.published == "2024-03-14T09:00:00+00:00"
    assert one.document.outlet == "وكالة مدار"
    assert other.document.published is None
    assert other.where == f"{path}: row 2"


def test_columns_of_other_names_are_given_by_map(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.parquet", {"body": ["قصف"], "meta": [{"day": date(2024, 3, 14)}]})
    defaults = Defaults(columns=columns_of(["text=body", "published=meta.day"]))
    with pytest.raises(DocumentError, match='no column "text" for text. Columns: body, meta'):
        raise read(path)[0].error
    assert read(path, defaults)[0].document.text == "قصف"


def test_a_row_without_text_is_named_and_the_rest_read(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.parquet", {"text": ["قصف", None, "غارة"]}, row_group_size=1)
    found = read(path)
    assert [one.document is not None for one in found] == [True, False, True]
    assert "row 2" in str(found[1].error)


@pytest.mark.parametrize("cut", [3, 40])
def test_a_file_that_was_cut_is_refused_by_name(tmp_path: Path, cut: int) -> None:
    path = write(tmp_path / "rows.parquet", {"text": ["قصف"]})
    path.write_bytes(path.read_bytes()[:-cut])
    (found,) = read(path)
    assert "no whole Parquet file" in str(found.error)


def test_a_broken_row_group_costs_no_other(tmp_path: Path) -> None:
    path = write(
        tmp_path / "rows.parquet", {"text": ["قصف" * 50, "غارة" * 50]}, row_group_size=1, compression="gzip"
    )
    column = pq.ParquetFile(path).metadata.row_group(0).column(0)
    data = bytearray(path.read_bytes())
    start = column.data_page_offset + 20
    data[start : start + 30] = b"\xff" * 30
    path.write_bytes(bytes(data))
    found = read(path)
    assert any("row group 0 is broken" in str(one.error) for one in found)
    assert [one.document.text[:4] for one in found if one.document] == ["غارة"]
