"""How alike two texts are, told from their signatures."""

from __future__ import annotations

from rasd.scale.copies import likeness, signature_of

TEXT = (
    "أفاد مراسلنا بأن قذيفة سقطت على السوق الشعبي في البلدة صباح الأحد فقتلت ثلاثة أشخاص وأصابت سبعة آخرين. "
    "ونقلت فرق الإسعاف المصابين إلى مستشفى قريب وأغلقت المحال أبوابها حتى المساء."
)
OTHER = "أعلنت وزارة الزراعة أن موسم الزيتون هذا العام أوفر من العام الماضي وأن المعاصر تعمل بطاقتها الكاملة."


def test_marks_and_spelling_change_no_signature() -> None:
    marked = TEXT.replace("أ", "ا").replace(".", " !").replace("مراسلنا", "مُراسِلنا")
    assert signature_of(marked) == signature_of(TEXT)
    assert len(signature_of(TEXT)) == 64


def test_a_text_with_a_line_more_is_alike_and_another_text_is_not() -> None:
    assert likeness(signature_of(TEXT), signature_of(f"{TEXT} تابعونا على مواقع التواصل")) > 0.7
    assert likeness(signature_of(TEXT), signature_of(OTHER)) < 0.1


def test_texts_of_a_few_words_are_like_nothing() -> None:
    assert signature_of("عاجل") == []
    assert likeness([], signature_of(TEXT)) == 0.0 == likeness([], [])
