"""Arabic is found however it is written, with what is joined before it, alike on both databases."""

from __future__ import annotations

import pytest

from arrivals import arrival
from rasd.errors import StoreError
from rasd.model import Document
from rasd.store import Selection, Store

TEXTS = {
    "plain": "قصف مدفعي على أطراف البلدة صباح أمس",
    "article": "استهدف القصف المدفعي الأحياء السكنية",
    "joined": "أصيب طفلان بقصف مدفعي، وللقصف صوت سمع في المدينة",
    "and": "وقصفت الطائرات القرية فقصف مدفعي أعقب ذلك",
    "marks": "تَعَرَّضَتِ البَلْدَةُ لِقَصْفٍ مِدْفَعِيٍّ",
    "hamza": "اصابة ٣ مدنيين في ادلب",
    "hamza_written": "إصابة 3 مدنيين في إدلب",
    "presentation": "ﻗﺼﻒ ﻣﺪﻓﻌﻲ ﻋﻠﻰ ﺍﻟﻘﺮﻳﺔ",
    "other": "زار الوزير المعرض",
    "latin": "بيان من UNHCR عن النازحين",
}


@pytest.fixture
def filled(store: Store) -> Store:
    store.add([arrival(text, id=name, outlet="أ" if name < "l" else "ب") for name, text in TEXTS.items()])
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("قصف", {"plain", "article", "joined", "and", "marks", "presentation"}),
        ("القصف", {"article", "joined"}),
        ("قصف بلدة", {"plain", "marks"}),
        ('"قصف مدفعي"', {"plain", "joined", "and", "marks", "presentation"}),
        ("«أطراف البلدة»", {"plain"}),
        ('"مدفعي قصف"', set()),
        ("إدلب", {"hamza", "hamza_written"}),
        ("ادلب", {"hamza", "hamza_written"}),
        ("3 مدنيين", {"hamza", "hamza_written"}),
        ("بلده", {"plain", "marks"}),
        ("unhcr", {"latin"}),
        ("الطائرات", {"and"}),
        ("غواصة", set()),
    ],
)
def test_words_are_found(filled: Store, words: str, found: set[str]) -> None:
    assert {hit.document.id for hit in filled.search(words)} == found
    assert filled.count_found(words) == len(found)


def test_the_excerpt_shows_the_words_as_they_were_written(store: Store) -> None:
    store.add([arrival("سطر أول طويل. " * 40 + "تعرّضت المدينة لِقَصْفٍ عنيف ليلاً. " + "سطر أخير طويل. " * 40)])
    [hit] = store.search("قصف")
    [(start, end)] = hit.spans
    assert hit.excerpt[start:end] == "لِقَصْفٍ"
    assert hit.excerpt.startswith("…") and hit.excerpt.endswith("…") and len(hit.excerpt) < 320


def test_a_word_of_the_title_finds_the_document(store: Store) -> None:
    store.add([arrival("نص بلا الكلمة", title="غارة على المشفى")])
    [hit] = store.search("مشفى")
    assert hit.excerpt == "نص بلا الكلمة" and hit.spans == ()


def test_the_newest_come_first_and_a_selection_narrows(filled: Store) -> None:
    found = [hit.document.id for hit in filled.search("قصف", limit=2)]
    assert found == ["presentation", "marks"]
    assert {hit.document.id for hit in filled.search("قصف", Selection(outlet="أ"))} == {
        "article",
        "and",
        "joined",
    } - {"plain"}


def test_more_than_a_page_is_found_whole(store: Store) -> None:
    store.add([arrival(f"قصف رقم {n}", id=f"{n}") for n in range(250)])
    assert len({hit.document.id for hit in store.search("قصف")}) == 250
    assert len(list(store.search("قصف", limit=120))) == 120


@pytest.mark.parametrize("words", ["", '""', "، ؛ !", "' OR 1=1 --", '" NEAR(', "* ^ : ( )", "a\x00b"])
def test_marks_are_no_query_language(filled: Store, words: str) -> None:
    try:
        assert not list(filled.search(words))
    except StoreError as error:
        assert "no words to look for" in str(error)


def test_a_very_long_text_is_searched_at_its_beginning(store: Store) -> None:
    store.add([arrival(document=Document(id="long", text="بداية قصف " + "كلمة أخرى " * 400_000))])
    assert [hit.document.id for hit in store.search("قصف")] == ["long"]
