"""Plain text with heads, and mail: fields out of heads, several posts out of one text, and look-alikes left whole."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from rasd.collection import Collected
from rasd.collection.written import stated
from rasd.model import Document

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف على بلدة الزيتونية أمس"


def documents(collected: list[Collected]) -> list[Document]:
    assert [str(one.error) for one in collected if one.error is not None] == []
    return [one.document for one in collected if one.document is not None]


HEADED = f"""العنوان: قصف على الزيتونية
التاريخ: 14/3/2024 09:30
المصدر: وكالة الساحل
الرابط: https://news.example/1

{TEXT}
وأصيب طفل: حالته مستقرة.
"""


def test_arabic_heads_are_fields(read: Read) -> None:
    (only,) = documents(read("a.txt", HEADED))
    assert only == Document(
        text=f"{TEXT}\nوأصيب طفل: حالته مستقرة.",
        title="قصف على الزيتونية",
        published="2024-03-14T09:30",
        published_from="head of the text",
        outlet="وكالة الساحل",
        url="https://news.example/1",
    )


@pytest.mark.parametrize("between", ["\n", "\n---\n\n", "* * *\n", "==========\n"])
def test_several_posts_in_one_text_are_several_documents(read: Read, between: str) -> None:
    collected = read(
        "a.txt", between.join([HEADED, HEADED.replace("14/3", "15/3"), HEADED.replace("14/3", "16/3")])
    )
    found = documents(collected)
    assert [one.published for one in found] == [f"2024-03-{day}T09:30" for day in (14, 15, 16)]
    assert {one.text for one in found} == {f"{TEXT}\nوأصيب طفل: حالته مستقرة."}
    assert collected[0].where.endswith("a.txt:1") and collected[0].part == "1"


def test_heads_of_a_message_are_fields(read: Read) -> None:
    (only,) = read(
        "a.txt",
        f"From: Desk <desk@news.example>\nDate: Thu, 14 Mar 2024 09:30:00 +0300\nSubject: قصف\n\n{TEXT}",
    )
    (document,) = documents([only])
    assert (document.outlet, document.title, document.published) == (
        "Desk",
        "قصف",
        "2024-03-14T09:30:00+03:00",
    )
    assert document.text == TEXT and only.method == "mail"


@pytest.mark.parametrize(
    "text",
    [
        f"دمشق: {TEXT}\nالمصدر: وكالة",
        f"عاجل: {TEXT}",
        f"العنوان: {TEXT}\n\n{TEXT}",
        f"المصدر: وكالة\n\n{TEXT}",
        f"{TEXT}\n\nالمصدر: وكالة\nالتاريخ: 14/3/2024\n",
        f"من: كل حدب\nإلى: كل صوب\n{TEXT}",
        f"قال: لا\nوقال: نعم\n{TEXT}",
        f"{TEXT}\n\nFrom: someone\nDate: 2024-03-14\n\n{TEXT}",
        "12:30 قصف\n12:40 غارة: قتيلان\n",
    ],
)
def test_what_only_looks_like_heads_stays_one_document(read: Read, text: str) -> None:
    (only,) = documents(read("a.txt", text))
    assert only.text == text


def test_heads_quoted_in_a_post_of_other_heads_do_not_part_it(read: Read) -> None:
    (only,) = documents(read("a.txt", f"{HEADED}\n\nFrom: a <a@b.example>\nDate: 2024-03-14\n\n{TEXT}"))
    assert only.text.count(TEXT) == 2


def test_a_date_that_is_none_is_told(read: Read) -> None:
    (only,) = read("a.txt", HEADED.replace("14/3/2024 09:30", "أمس صباحا"))
    assert only.document is not None and only.document.published is None and "أمس صباحا" in only.note


def test_heads_without_text_are_named_and_the_rest_read(read: Read) -> None:
    bare = HEADED.partition("\n\n")[0]
    first, second = read("a.txt", f"{bare}\n\n{HEADED}")
    assert "no text stands below" in str(first.error) and second.document is not None


@pytest.mark.parametrize("name", ["a.txt", "-"])
def test_a_list_of_thousands_of_posts_takes_one_pass(read: Read, pipe: Read, name: str) -> None:
    text = "\n".join([HEADED] * 3000)
    assert len(documents(read(name, text) if name != "-" else pipe(text))) == 3000


@pytest.mark.parametrize(
    "text", ["العنوان:\n" * 50_000, "العنوان: x\n" * 50_000, ":\n" * 100_000, "a:" * 100_000]
)
def test_heads_without_end_are_read_in_bounds(read: Read, text: str) -> None:
    assert read("a.txt", text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-03-14T09:30:00Z", "2024-03-14T09:30:00Z"),
        ("14-3-2024", "2024-03-14"),
        ("١٤/٠٣/٢٠٢٤ ٠٩:٣٠", "2024-03-14T09:30"),
        ("31/2/2024", None),
        ("14/3/2024 99:99", None),
        ("Thu, 99 Mar 2024 09:30:00 +0300", None),
        ("", None),
    ],
)
def test_dates_as_people_and_machines_write_them(text: str, found: str | None) -> None:
    assert stated(text) == found


def mail(body: str = TEXT, **heads: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "وكالة الساحل <desk@news.example>"
    message["To"] = "monitor@desk.example"
    message["Subject"] = "قصف على الزيتونية"
    message["Date"] = "Thu, 14 Mar 2024 09:30:00 +0300"
    message["Message-ID"] = "<1@news.example>"
    message.set_content(body)
    for name, value in heads.items():
        message.replace_header(name, value)
    return message


@pytest.mark.parametrize("name", ["a.eml", "a.txt"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6"])
def test_a_message_is_read_in_its_encoding(read: Read, name: str, charset: str) -> None:
    message = mail()
    message.set_content(TEXT.replace("ُ", ""), charset=charset)
    (only,) = read(name, message.as_bytes())
    (document,) = documents([only])
    assert document.text == TEXT.replace("ُ", "") and document.title == "قصف على الزيتونية"
    assert (document.outlet, document.published) == ("وكالة الساحل", "2024-03-14T09:30:00+03:00")
    assert only.method == "mail" and ("to", "monitor@desk.example") in only.details


def test_the_plain_part_is_read_before_the_html_part_and_files_are_named(read: Read) -> None:
    message = mail()
    message.add_alternative("<p>غير هذا</p>", subtype="html")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="صورة.jpg")
    (only,) = read("a.eml", message.as_bytes())
    assert documents([only])[0].text == TEXT and ("attachment", "صورة.jpg") in only.details


def test_html_alone_is_read_without_its_markup(read: Read) -> None:
    message = mail()
    message.set_content(
        f"<html><head><style>p {{}}</style></head><body><p>{TEXT}<p>عاجل<br>مهم</body></html>", subtype="html"
    )
    assert documents(read("a.eml", message.as_bytes()))[0].text == f"{TEXT}\nعاجل\nمهم"


def test_an_attached_message_is_a_document_of_its_own(read: Read) -> None:
    message = mail()
    message.add_attachment(mail("غارة على الطريق"))
    assert [one.text.strip() for one in documents(read("a.eml", message.as_bytes()))] == [
        TEXT,
        "غارة على الطريق",
    ]


def test_a_box_gives_all_its_messages_and_names_the_broken_one(read: Read) -> None:
    empty = mail(" ")
    box = b"".join(
        b"From a@b Thu Mar 14 09:30:00 2024\n" + one.as_bytes() + b"\n" for one in (mail(), empty, mail())
    )
    for name in ("a.mbox", "a.txt"):
        first, second, third = read(name, box)
        assert first.document is not None and third.document is not None
        assert "message 2: empty" in str(second.error)


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\nMIME-Version: 1.0\n"
    for number in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    return head + b"Content-Type: text/plain\n\ntext\n"


@pytest.mark.parametrize(
    "content",
    [
        nested(250),
        nested(5000),
        b"From: a@b.example\nMIME-Version: 1.0\n\n",
        b"From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Subject: =?utf-8?b?///?=\nMIME-Version: 1.0\nContent-Type: text/plain\n\n\x00\x00\x00\x00\x00\x00\x00",
        b"MIME-Version: 1.0\nSubject: " + b"=?utf-8?q?x?= " * 100_000 + b"\n\n",
    ],
    ids=["deep", "very deep", "empty", "not base64", "not text", "endless subject"],
)
def test_a_hostile_message_is_named(read: Read, content: bytes) -> None:
    (only,) = read("a.eml", content)
    assert only.error is not None and "a.eml" in str(only.error)


def test_heads_in_unknown_or_wrong_encodings_cost_no_message(read: Read) -> None:
    content = (
        b"From: =?nonsense?q?=ff?= <a@b.example>\nSubject: \xe6\xe1\xc7\nDate: gestern\nMIME-Version: 1.0\n\n"
        + TEXT.encode()
    )
    (document,) = documents(read("a.eml", content))
    assert document.text == TEXT and document.published is None and document.title
    document.model_dump_json().encode("utf-8")
