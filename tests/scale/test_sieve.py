"""The sieve must not lose a report, however its page is written, and is worth its time only if it throws out the rest."""

from __future__ import annotations

import html
import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasd.coding import Coder
from rasd.lexicon import Lexicon
from rasd.model import Document
from rasd.scale.sieve import ANOTHER_LANGUAGE, NO_ARABIC, NO_FORCE, Sieve
from rasd.scale.sieve.needs import marks_of

REPORTS = [
    "قصفت طائرات حربية بلدة كفروما في ريف إدلب الجنوبي اليوم، ما أدى إلى مقتل ثلاثة مدنيين.",
    "أصيب ستة مدنيين بجروح في انفجار سيارة مفخخة في مدينة منبج.",
    "أعلن الجيش السوداني تصديه لهجوم على مدينة الفاشر.",
    "اعتقلت قوات الاحتلال خمسة شبان في مدينة نابلس.",
    "أطلقت القوات الإسرائيلية قذائف على بلدة عيتا الشعب.",
    "نزحت مئات العائلات من بلدة الخوين إلى مدينة إدلب بعد القصف.",
    "هددت جماعة الحوثي بقصف السفن الإسرائيلية في البحر الأحمر.",
    "وقعت الحكومة اليمنية وجماعة الحوثي اتفاقا لوقف إطلاق النار في الحديدة.",
    "حلق الطيران المسير الإسرائيلي فوق مدينة صور.",
    "انسحبت قوات الدعم السريع من مدينة ود مدني.",
    "خرجت مظاهرة في مدينة طرابلس.",
    "ارتفع عدد الشهداء منذ بدء الحرب إلى أربعين ألفا في قطاع غزة.",
]
QUIET = {
    "sport": "فاز الفريق الأزرق على ضيفه بثلاثة أهداف مقابل هدف في الدوري الممتاز، وسجل اللاعب هدفين في الشوط الأول.",
    "recipe": "نخلط الطحين مع السكر والزبدة، ثم نضيف البيض ونترك العجين في الثلاجة ساعة قبل الخبز.",
    "weather": "يسود غدا طقس معتدل نهارا وبارد ليلا، وتكون الرياح شمالية غربية خفيفة السرعة.",
    "religion": "قال الإمام إن الصبر مفتاح الفرج، وإن الصدقة تطفئ غضب الرب كما جاء في الحديث.",
    "prices": "سجل سعر الذهب اليوم ارتفاعا طفيفا في الأسواق، وبلغ سعر الغرام من عيار 21 مئة دينار.",
    "oil": "تراجعت أسعار النفط التي كان يتوقع ارتفاعها عام كامل، وهو الأمر الذي لم يحدث من قبل.",
    "electricity": "عادت الكهرباء إلى القرية وعمل الفرن الآلي، وأجلت المحكمة قضية إرث، وتغيرت مواعيد الحافلات.",
    "dawn": "تقام صلاة الفجر في الجامع الكبير عند الخامسة، ويفتح السوق أبوابه بعد الفجر بساعتين.",
    "menu": "الرئيسية اتصل بنا من نحن سياسة الخصوصية تسجيل الدخول",
}


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve.of(Lexicon.load())


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def page(text: str) -> str:
    filler = (
        '<div class="col"><a href="/news/page-1.html">Home</a><script>var x = "a\\n" && 1;</script></div>\n'
    )
    return (
        f"<!DOCTYPE html><html><head><title>Site</title></head><body>{filler * 40}<p>{text}</p></body></html>"
    )


def in_entities(text: str, form: str) -> str:
    return "".join(one if ord(one) < 128 else form.format(ord(one)) for one in text)


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: page(text).encode(),
    "UTF-8 with a broken byte": lambda text: page(text).encode() + b"\xe9\xff",
    "UTF-8 behind broken bytes": lambda text: b"\xfe\x80 caf\xe9 " + page(text).encode(),
    "windows-1256": lambda text: page(text).encode("cp1256"),
    "ISO-8859-6": lambda text: page(text).encode("iso8859_6"),
    "UTF-16 with a mark": lambda text: page(text).encode("utf-16"),
    "UTF-16 without a mark": lambda text: page(text).encode("utf-16-le"),
    "decimal entities": lambda text: page(in_entities(text, "&#{};")).encode(),
    "hexadecimal entities": lambda text: page(in_entities(text, "&#x{:x};")).encode(),
    "upper-case entities": lambda text: page(in_entities(text, "&#X{:04X};")).encode(),
    "JSON escapes": lambda text: page(json.dumps({"articleBody": text})).encode(),
    "JSON escapes within JSON": lambda text: page(json.dumps(json.dumps({"body": text}))).encode(),
    "half escaped": lambda text: page(text[:9] + in_entities(text[9:], "&#{};")).encode(),
    "vowel marks": lambda text: page("".join(one + "\u064e" * one.isalpha() for one in text)).encode(),
    "tatweel": lambda text: page("".join(one + "\u0640" * one.isalpha() for one in text)).encode(),
    "no hamza": lambda text: page(text.translate(str.maketrans("أإآؤئ", "اااوي"))).encode(),
    "Persian letters": lambda text: page(text.translate(str.maketrans("يك", "یک"))).encode(),
    "words broken by tags": lambda text: page(text.replace("ق", "<b>ق</b>").replace("ت", "ت<wbr>")).encode(),
    "words broken by soft hyphens": lambda text: page(text.replace("ل", "ل&shy;").replace("ت", "ت&#8204;")).encode(),
    "words glued by paragraphs": lambda text: page(text.replace(" ", "</span><span>")).encode(),
    "no-break spaces": lambda text: page(text.replace(" ", "&nbsp;")).encode(),
}  # fmt: skip


@pytest.mark.parametrize("form", WRITTEN)
def test_no_way_of_writing_hides_a_report(sieve: Sieve, form: str) -> None:
    for text in REPORTS:
        assert sieve.of_bytes(WRITTEN[form](text)) == "", (form, text)


@pytest.mark.parametrize("form", [name for name in WRITTEN if "broken" not in name])
def test_quiet_arabic_is_dropped_however_it_is_written(sieve: Sieve, form: str) -> None:
    for name, text in QUIET.items():
        assert sieve.of_bytes(WRITTEN[form](text)) == NO_FORCE, (form, name)


@pytest.mark.parametrize(
    "body",
    [
        page("The army shelled the town.").encode(),
        page("L'armée a bombardé la ville où étaient réfugiées des familles.").encode(),
        page("L'armée a bombardé la ville où étaient réfugiées des familles, déjà.").encode("cp1252"),
        page("Återställt läge på sjön: båtarna är åter i hamn, säger räddningstjänsten.").encode("cp1252"),
        page("Армия обстреляла город, где были беженцы. Неделя, день, где же они?").encode("cp1251"),
        page("Армия обстреляла город, где были беженцы.").encode("koi8-r"),
        page("Армия обстреляла город, где были беженцы.").encode(),
        page("军队炮击了这座城市，造成三名平民死亡。").encode(),
        page("军队炮击了这座城市，造成三名平民死亡。新华社记者报道。").encode("gbk"),
        page("Ο στρατός βομβάρδισε την πόλη.").encode("iso8859_7"),
        page("הצבא הפגיז את העיר והרג שלושה אזרחים").encode("cp1255"),
        page("Caf&#233; &#160; &#169; &#8220;x&#8221; &#x2019;").encode(),
        page('{"t": "caf\\u00e9 \\u2019"}').encode(),
        page("Read in: عربي").encode(),
        "Army shells town".encode("utf-16"),
        b"",
        b"\x00" * 300,
        bytes(range(256)) * 40,
        "Где вы, жители города? Дальше ехать нельзя".encode("koi8-r"),
    ],
)
def test_what_is_no_arabic_is_dropped_as_such(sieve: Sieve, body: bytes) -> None:
    assert sieve.of_bytes(body) == NO_ARABIC


def test_words_tell_together_only_near_each_other(sieve: Sieve) -> None:
    signed, old = "وقعت الوزيرة دفتر الزوار", "وكانت الاتفاقية قديمة"
    between = "ثم زارت الحديقة. وأعجبها البحر في الأردن"
    assert not sieve.of_text("وقعت الوزيرة الاتفاقية مع الأردن.")
    assert not sieve.of_text(
        f"{signed}. {old}. {between}."
    )  # neighbours: the reader may see no end between them
    assert sieve.of_text(f"{signed}. {between}. {old}.") == NO_FORCE
    assert sieve.of_text(f"{signed}\n{between}\n{old}") == NO_FORCE
    assert not sieve.of_bytes(f"{signed}. {between}. {old}.".encode())  # in markup nobody knows what is near


def test_a_short_report_in_a_large_foreign_page_is_kept(sieve: Sieve) -> None:
    body = page("News. " * 20_000 + "<p>قصف على حلب</p>" + "More. " * 20_000).encode()
    assert sieve.of_bytes(body) == ""


PERSIAN = (
    "انفجار در بازار شهر را نیروهای امنیتی تایید کرد و مقام‌های محلی گفتند که این حادثه برای مردم نگران کننده است. "
    "شهید این حادثه از ساکنان شهر بود و خانواده او نیز باید از سوی دولت حمایت شود، خبرگزاری می نویسد."
)
URDU = (
    "دھماکے میں دو افراد ہلاک ہوئے اور تین زخمی ہیں جو ہسپتال میں ہیں۔ پولیس کا کہنا ہے کہ واقعے کو دیکھا جا رہا ہے "
    "اور علاقے کو بند کیا گیا ہے، انفجار کی وجہ معلوم نہیں۔"
)


def test_other_languages_of_the_script_are_told_apart(sieve: Sieve) -> None:
    for text in (PERSIAN, URDU):
        assert sieve.of_text(text) == ANOTHER_LANGUAGE
        assert sieve.of_bytes(page(text).encode()) == ANOTHER_LANGUAGE


def test_arabic_beside_another_language_is_kept(sieve: Sieve) -> None:
    for text in REPORTS:
        arabic = f"{text} وقالت الشرطة إن الطريق أغلق أمام السيارات في ساعات الصباح."
        assert sieve.of_text(f"{PERSIAN}\n{arabic}") == ""
        assert sieve.of_bytes(page(f"{URDU * 9}<p>{arabic}</p>").encode()) == ""


def test_arabic_deep_in_a_page_of_another_language_is_kept(sieve: Sieve) -> None:
    for text in REPORTS:
        arabic = f"{text} وقالت الشرطة إن الطريق أغلق أمام السيارات في ساعات الصباح."
        for foreign in (PERSIAN, URDU):
            assert sieve.of_bytes(page(f"{foreign * 60}<p>{arabic}</p>{foreign * 60}").encode()) == ""


def test_a_word_broken_to_pass_a_filter_is_read(sieve: Sieve) -> None:
    assert sieve.of_text("سقوط شه.داء في مدينة غزة") == ""
    assert sieve.of_bytes(page("عن مق/تل ثلاثة في بلدة كفروما").encode()) == ""


def test_glued_words_are_read(sieve: Sieve) -> None:
    assert sieve.of_text("كماقصف الجيش بلدة كفروما") == ""


def test_the_declared_charset_decides_nothing(sieve: Sieve) -> None:
    assert sieve.of_bytes(page(REPORTS[0]).encode("cp1256"), "iso-8859-1") == ""
    assert sieve.of_bytes(page(REPORTS[0]).encode(), "windows-1256") == ""
    assert sieve.of_bytes(page("Home").encode(), "windows-1256") == NO_ARABIC


def test_a_sieve_goes_to_another_process(sieve: Sieve) -> None:
    again = pickle.loads(pickle.dumps(sieve))
    assert [again.of_text(text) for text in REPORTS] == [""] * len(REPORTS)
    assert again.of_text(QUIET["sport"]) == NO_FORCE


def test_the_same_page_gets_the_same_answer_later(sieve: Sieve) -> None:
    pages = [page(text).encode() for text in (*REPORTS, *QUIET.values())]
    first = [sieve.of_bytes(body) for body in pages]
    for number in range(2_000):
        sieve.of_text(
            f"كلمة{chr(0x627 + number % 30)}{chr(0x628 + number // 30 % 30)}ج{chr(0x62A + number % 7)}"
        )
    assert [sieve.of_bytes(body) for body in reversed(pages)] == first[::-1]


@pytest.mark.parametrize("text", REPORTS)
def test_the_reader_reports_what_the_examples_say(coder: Coder, text: str) -> None:
    record = coder.code(Document(text=text, published="2024-03-05", theatre=None))
    assert record.reports or record.tolls


FORMS = sorted(
    {
        " ".join(("ال" if entry.definite else "") + word for word in entry.words)
        for entry in Lexicon.load().scanner
        if any(marks_of(entry)) or entry.layer in ("connector", "factuality", "site", "person", "numeral")
    }
)
PLACES = ["بلدة كفروما", "مدينة حلب", "غزة", "الفاشر", "صنعاء", "ريف إدلب"]
PEOPLE = ["ثلاثة مدنيين", "شاب", "مئات العائلات", "الجيش", "قوات الاحتلال", "جماعة الحوثي", "عناصر التنظيم"]
GLUE = [" ", " و", " في ", " على ", "، ", ". ", " من ", ": ", "\n", " لن ", " س", " ب", " ال"]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(FORMS),
                st.sampled_from(FORMS),
                st.sampled_from(PLACES),
                st.sampled_from(PEOPLE),
            ),
            st.sampled_from(GLUE),
        ),
        min_size=2,
        max_size=9,
    )
)
def test_what_the_reader_reports_passes(coder: Coder, sieve: Sieve, parts: list[tuple[str, str]]) -> None:
    text = "".join(word + glue for word, glue in parts)
    if sieve.of_text(text):
        record = coder.code(Document(text=text, published="2024-03-05", theatre="syria"))
        assert not record.reports and not record.tolls, text


@pytest.mark.parametrize(
    "piece",
    [
        b"\\",
        b"&#",
        b"<b>",
        b"&#0",
        "ق<b ".encode(),
        "ق<!--".encode(),
        "ق&shy;".encode(),
        "ق".encode(),
        "ق.".encode(),
    ],
)
def test_a_hostile_page_takes_no_longer_than_its_length(sieve: Sieve, piece: bytes) -> None:
    body = piece * (600_000 // len(piece)) + b" \\u0642\\u0635\\u0641 \\u062d\\u0644\\u0628"
    assert sieve.of_bytes(body) == ""


def test_entities_are_those_of_html(sieve: Sieve) -> None:
    assert html.unescape("&#1602;&#x0635;&#X641;") == "قصف"
    assert sieve.of_bytes(b"&#1602;&#x0635;&#X641; &#0001593;&#1604;&#1609;") == ""
    zeros = b"0" * 6000
    assert sieve.of_bytes(b"&#%b1602;&#x%b635;&#X641; &#1593;&#1604;&#1609;" % (zeros, zeros)) == ""


def test_a_number_that_is_no_letter_costs_no_page(sieve: Sieve) -> None:
    long = b"&#" + b"9" * 6000 + b";"
    for text in REPORTS:
        letters = in_entities(text, "&#{};").encode()
        assert sieve.of_bytes(letters + long + letters) == ""
        assert sieve.of_bytes(long + letters + b" & \\u12" * 1000) == ""
