"""`rasd publish` over a store: what it says, what stays out, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from linked_store import told_store
from rasd.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of two real incidents and an invented one; the commands work on it."""
    monkeypatch.setenv("RASD_STORE", str(tmp_path / "store"))
    return told_store(Store.open(), ["2019-04-28", "2019-04-28", "2019-05-20", "2019-06-20"], synthetic=[3])


def test_a_selection_is_published_and_what_stays_out_is_said(rasd, store: Store, tmp_path: Path) -> None:
    done = rasd("publish", tmp_path / "site", "--since", "2019-05-01", "--title", "Trial")
    assert (
        done.code == 0 and "1 incident published" in done.err and "1 invented incident left out" in done.err
    )
    assert len(list((tmp_path / "site/ar/incidents").iterdir())) == 1
    assert "Trial" in (tmp_path / "site/ar/index.html").read_text("utf-8")


def test_a_folder_of_somebody_else_is_refused_in_words(rasd, store: Store, tmp_path: Path) -> None:
    done = rasd("publish", tmp_path)
    assert done.code == 2 and "no published site" in done.err and "Traceback" not in done.err
