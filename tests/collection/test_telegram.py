"""Telegram Desktop exports: every readable message becomes a document, and what is broken is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from rasd.collection import Collected
from rasd.model import Document, MediaLink

Read = Callable[..., list[Collected]]
TEXT = "قُتل مدنيان في قصف على بلدة الزيتونية"


def documents(collected: list[Collected]) -> list[Document]:
    return [one.document for one in collected if one.document is not None]


def errors(collected: list[Collected]) -> list[str]:
    return [str(one.error) for one in collected if one.error is not None]


def notes(collected: list[Collected]) -> str:
    return " ".join(one.note for one in collected)


def message(number: int, text: Any = TEXT, **more: Any) -> dict[str, Any]:
    first = {"id": number, "type": "message", "date": "2024-03-14T12:30:00", "date_unixtime": "1710408600"}
    return {**first, "text": text, **more}


def chat(*messages: Any, name: str = "شبكة الزيتونية", number: int = 77) -> dict[str, Any]:
    return {"name": name, "type": "public_channel", "id": number, "messages": list(messages)}


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def test_a_message_has_its_chat_its_number_and_its_moment_with_the_zone(read: Read) -> None:
    (only,) = read("result.json", written(chat(message(5))))
    assert only.document == Document(
        id="telegram-77-5",
        text=TEXT,
        outlet="شبكة الزيتونية",
        published="2024-03-14T12:30:00+03:00",
        published_from="date_unixtime",
    )
    assert (only.method, only.part) == ("telegram", "message 5")


def test_pieces_of_a_text_are_joined_and_its_links_kept(read: Read) -> None:
    pieces = [
        "عاجل: ",
        {"type": "bold", "text": TEXT},
        "\n",
        {"type": "text_link", "text": "مقطع", "href": "https://films.example/1.mp4"},
        {"type": "link", "text": "https://news.example/1"},
    ]
    (only,) = read("result.json", written(chat(message(5, pieces, photo="photos/1.jpg"))))
    assert documents([only])[0].text == f"عاجل: {TEXT}\nمقطعhttps://news.example/1"
    assert only.media == (
        MediaLink("photos/1.jpg", "photo"),
        MediaLink("https://films.example/1.mp4", "video"),
    )
    assert ("link", "https://news.example/1") in only.details


def test_whence_a_message_came_and_that_it_was_changed_is_kept(read: Read) -> None:
    row = message(
        5, forwarded_from="وكالة", reply_to_message_id=3, edited="2024-03-14T13:00:00", author="محرر"
    )
    (only,) = read("result.json", written(chat(row)))
    assert {"forwarded_from", "reply_to", "edited", "author"} <= {name for name, _ in only.details}


def test_service_messages_and_those_without_words_are_counted(read: Read) -> None:
    rows = [
        message(1),
        {"id": 2, "type": "service", "text": ""},
        message(3, "", photo="(File not included.)"),
    ]
    collected = read("result.json", written(chat(*rows)))
    assert len(documents(collected)) == 1
    assert "1 service" in notes(collected) and "1 without words" in notes(collected)
    assert "1 with media that was not exported" in notes(collected)


def test_an_account_gives_the_messages_of_all_its_chats(read: Read) -> None:
    account = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "س"},
        "contacts": {"about": "", "list": [{"first_name": "x"}]},
        "chats": {"about": "", "list": [chat(message(1)), chat(message(1), name="أخرى", number=78)]},
        "left_chats": {"about": "", "list": [chat(message(2), name="قديمة", number=79)]},
    }
    found = documents(read("result.json", written(account)))
    assert [one.id for one in found] == ["telegram-77-1", "telegram-78-1", "telegram-79-2"]
    assert [one.outlet for one in found] == ["شبكة الزيتونية", "أخرى", "قديمة"]


def test_an_old_export_without_seconds_has_no_zone(read: Read) -> None:
    row = message(5)
    del row["date_unixtime"]
    (only,) = documents(read("result.json", written(chat(row))))
    assert (only.published, only.published_from) == ("2024-03-14T12:30:00", "date (no zone)")


@pytest.mark.parametrize("seconds", ["", "x", "9" * 40, "-" + "9" * 30])
@pytest.mark.parametrize("date", ["", "gestern", "2024-13-45T00:00:00"])
def test_a_message_whose_date_is_none_is_read(read: Read, date: str, seconds: str) -> None:
    collected = read("result.json", written(chat(message(1, date=date, date_unixtime=seconds))))
    assert documents(collected)[0].published is None
    assert "1 without a date" in notes(collected)


def test_an_export_that_ends_in_the_middle_gives_what_came_before(read: Read) -> None:
    whole = written(chat(*(message(number) for number in range(1, 6))))
    cut = whole[: whole.index('"id": 4') + 60]
    collected = read("result.json", cut)
    assert [one.id for one in documents(collected)] == [f"telegram-77-{number}" for number in (1, 2, 3)]
    (error,) = errors(collected)
    begins = whole[: whole.index('"id": 4')].count("\n")
    assert f"result.json:{begins}: broken export: the file ends" in error


@pytest.mark.parametrize(
    "broken", ['"text": BROKEN', '"text": "\\x"', '"text": ' + "[" * 100_000, '"text" "']
)
def test_a_broken_message_costs_itself(read: Read, broken: str) -> None:
    whole = written(chat(*(message(number, f"{number} {TEXT}") for number in (1, 2, 3))))
    collected = read("result.json", whole.replace(f'"text": "2 {TEXT}"', broken))
    assert [one.id for one in documents(collected)] == ["telegram-77-1", "telegram-77-3"]
    assert any("broken export" in error for error in errors(collected))


def test_behind_a_break_at_the_end_of_a_chat_the_next_chat_keeps_its_name(read: Read) -> None:
    chats = [chat(message(1), message(2, "BROKEN")), chat(message(3), name="أخرى", number=78)]
    text = written({"about": "Here", "chats": {"list": chats}}).replace('"BROKEN"', "BROKEN")
    found = documents(read("result.json", text))
    assert [(one.id, one.outlet) for one in found] == [
        ("telegram-77-1", "شبكة الزيتونية"),
        ("telegram-78-3", "أخرى"),
    ]


@pytest.mark.parametrize(
    "row", [None, 5, "x", [], message(1, 7), message(1, [7]), message(1, [{"text": 7}]), {"type": "message"}]
)
def test_a_message_of_another_shape_costs_itself(read: Read, row: Any) -> None:
    found = documents(read("result.json", written(chat(row, message(2)))))
    assert [one.id for one in found] == ["telegram-77-2"]


def test_signs_that_no_encoding_can_write_are_replaced(read: Read) -> None:
    text = written(chat(message(1, "LONE"), name="NAME")).replace("LONE", TEXT + "\\ud800\\u0000")
    (only,) = documents(read("result.json", text.replace("NAME", "\\udc00 شبكة")))
    only.model_dump_json().encode("utf-8")
    assert only.text == TEXT + "\ufffd\x00" and only.outlet == "\ufffd شبكة"


def test_other_json_stays_what_it_is(read: Read) -> None:
    row = {"type": "public_channel", "text": TEXT, "id": "x-1"}
    assert [one.id for one in documents(read("rows.json", written(row)))] == ["x-1"]


HEAD = """<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title></head>
<body onload="CheckLocation();"><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">
شبكة الزيتونية
</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">14 March 2024</div></div>
"""
END = "</div></div></div></body></html>\n"


def shown(number: int, body: str, *, joined: bool = False, name: str = "شبكة الزيتونية") -> str:
    classes = "message default clearfix" + (" joined" if joined else "")
    sender = "" if joined else f'<div class="from_name">\n{name} \n</div>'
    return f"""<div class="{classes}" id="message{number}"><div class="body">
<div class="pull_right date details" title="14.03.2024 12:3{number % 10}:00 UTC+03:00">12:3{number % 10}</div>
{sender}{body}</div></div>
"""


def words(text: str) -> str:
    return f'<div class="text">\n{text}\n</div>'


def test_a_page_of_an_export_gives_its_messages(read: Read) -> None:
    page = HEAD + shown(1, words(f"{TEXT}<br><br>عاجل &amp; مهم")) + shown(2, words(TEXT), joined=True) + END
    collected = read("messages2.html", page)
    first, second = documents(collected)
    assert first.text == f"{TEXT}\n\nعاجل & مهم"
    assert (first.published, second.published) == ("2024-03-14T12:31:00+03:00", "2024-03-14T12:32:00+03:00")
    assert first.outlet == second.outlet == "شبكة الزيتونية"
    assert first.id is not None and first.id.endswith("-1") and first.id[:-1] == str(second.id)[:-1]
    assert "1 service" in notes(collected)


def test_a_joined_message_has_the_sender_of_the_one_before(read: Read) -> None:
    page = HEAD + shown(1, words(TEXT), name="مراسل") + shown(2, words(TEXT), joined=True) + END
    assert [dict(one.details).get("author") for one in read("m.html", page)[:2]] == ["مراسل", "مراسل"]


def test_what_a_page_says_beside_the_words_is_kept(read: Read) -> None:
    body = (
        '<div class="reply_to details">In reply to <a href="#go_to_message120">this message</a></div>'
        '<div class="forwarded body"><div class="from_name">وكالة <span class="date details" title="13.03.2024'
        ' 10:00:00 UTC+03:00"> 13.03.2024</span></div>'
        '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/1.jpg">'
        '<img class="photo" src="photos/1_thumb.jpg"/></a></div>'
        f"{words(TEXT + ' <a href=https://films.example/a.mp4>فيلم</a>')}</div>"
    )
    (only,) = [one for one in read("m.html", HEAD + shown(7, body) + END) if one.document is not None]
    assert dict(only.details) == {"reply_to": "120", "forwarded_from": "وكالة"}
    assert only.media == (
        MediaLink("photos/1.jpg", "photo"),
        MediaLink("https://films.example/a.mp4", "video"),
    )
    assert documents([only])[0].published == "2024-03-14T12:37:00+03:00"


def test_a_page_that_ends_in_a_message_gives_those_before_it(read: Read) -> None:
    page = HEAD + shown(1, words(TEXT)) + shown(2, words(TEXT))[:200]
    collected = read("m.html", page)
    assert len(documents(collected)) == 1
    assert "message 2: broken export: the file ends in the middle" in errors(collected)[0]


@pytest.mark.parametrize("title", ["", "99.99.2024 12:00:00 UTC+03:00", "14.03.2024 12:00:00 UTC+99:99"])
def test_a_date_that_is_none_costs_the_date(read: Read, title: str) -> None:
    page = HEAD + shown(1, words(TEXT)).replace("14.03.2024 12:31:00 UTC+03:00", title) + END
    assert documents(read("m.html", page))[0].text == TEXT


def test_a_page_nested_without_end_is_read_in_bounds(read: Read) -> None:
    page = HEAD + shown(1, words("<div>" * 50_000 + TEXT)) + shown(2, words(TEXT)) + END
    assert TEXT in documents(read("m.html", page))[-1].text


def test_a_page_without_messages_says_so(read: Read) -> None:
    collected = read("export_results.html", HEAD.partition('<div class="message')[0] + END)
    assert not errors(collected) and "without messages" in notes(collected)
