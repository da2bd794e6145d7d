"""Every format tells of itself: fields with their source and meaning in both languages, limits, a page in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from rasd.export.exchange import EXCHANGE_FORMATS, PRIVACY, ExchangeFormat

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("form", EXCHANGE_FORMATS, ids=lambda form: form.name)
def test_a_format_tells_of_itself(form: type[ExchangeFormat]) -> None:
    names = [one.column for one in form.fields]
    assert names
    assert len(names) == len(set(names)), "a column is declared twice"
    for one in form.fields:
        assert one.source, one.column
        assert one.meaning.ar, one.column
        assert one.meaning.en, one.column
        assert one.privacy in PRIVACY
    assert form.is_lossless or form.cannot_carry, "say what it cannot carry"
    assert not form.definition or form.definition.startswith("https://")


@pytest.mark.parametrize("form", EXCHANGE_FORMATS, ids=lambda form: form.name)
def test_a_format_has_a_page_with_every_field(form: type[ExchangeFormat]) -> None:
    page = (ROOT / f"docs/exchange/{form.name}.md").read_text("utf-8")
    missing = [one.column for one in form.fields if f"`{one.column}`" not in page]
    assert not missing, f"docs/exchange/{form.name}.md lacks {missing}. Run `make docs`."
    assert all(text.en in page and text.ar in page for text in form.cannot_carry)
