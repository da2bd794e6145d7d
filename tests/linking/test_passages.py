"""Copies share the words that tell the incident; stock paragraphs do not count."""

from __future__ import annotations

from linking_examples import member
from rasd.linking.passages import containment, folded_words, passage, shingles, signature_bands

TOLD = (
    "قتل ثلاثة مدنيين وأصيب خمسة آخرون بقصف مدفعي استهدف صباح اليوم السوق الشعبي في بلدة الهبيط جنوبي إدلب."
)
STOCK = "وتشهد المنطقة منذ سنوات عمليات عسكرية متقطعة رغم اتفاقات عدة لوقف إطلاق النار لم تصمد طويلا."


def test_only_sentences_with_evidence_are_the_passage() -> None:
    text = f"{STOCK} {TOLD}\n{STOCK}"
    start = text.index("قتل")
    told = member(text=text, evidence=[(start, start + 10)])
    assert passage(told.report, told.text).strip() == TOLD


def test_spelling_and_marks_do_not_hide_a_copy() -> None:
    marked = TOLD.replace("أ", "ا").replace("ة", "ه").replace("قتل", "قُتِل")
    assert containment(shingles(folded_words(TOLD)), shingles(folded_words(marked))) == 1.0


def test_a_paragraph_inside_a_longer_text_is_contained() -> None:
    longer = shingles(
        folded_words(f"مقدمة عن حال السوق في الشتاء. {TOLD} وخاتمة طويلة عن أسعار الخضار هذا العام.")
    )
    assert containment(shingles(folded_words(TOLD)), longer) > 0.9


def test_a_short_phrase_says_nothing_of_copying() -> None:
    short = shingles(folded_words("قصف مدفعي على البلدة"))
    assert containment(short, short) == 0.0 and signature_bands(short) == []


def test_a_lightly_edited_copy_shares_a_band_and_another_text_none() -> None:
    edited = TOLD.replace("صباح اليوم", "صباح السبت")
    other = "أعلنت فرق الإسعاف نقل سبعة جرحى إلى مستشفى المدينة بعد انفجار لغم أرضي بحافلة صغيرة على الطريق الدولي."
    bands = [set(signature_bands(shingles(folded_words(text)))) for text in (TOLD, edited, other)]
    assert bands[0] & bands[1] and not bands[0] & bands[2]
