"""Loaded words change no value: who speaks of martyrs and who of the dead, who liberates and who occupies.

What the codebook tells apart is left out: "استشهد مواطن" is a civilian, and مقاوم is a member of an actor in the packs
of Palestine and Lebanon.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from dimensions import coder
from rasd.model import Document

DEATHS = {
    "{killed} ثلاثة مدنيين بينهم طفل أمس بقصف مدفعي لقوات النظام على بلدة كفرنبل في ريف إدلب.": {
        "killed": ["قتل", "استشهد", "قضى"]
    },
    "{death} خمسة أشخاص وإصابة سبعة في غارة على مدينة دوما أمس.": {"death": ["مقتل", "استشهاد"]},
    "سقط {dead} أمس بقصف للنظام على مدينة دوما، بينهم أربعة أطفال.": {"dead": ["قتلى", "شهداء"]},
    "ارتفع عدد {dead} إلى 12 في القصف الذي استهدف مدينة دوما أمس.": {"dead": ["القتلى", "الشهداء"]},
    "نقل {dead} وثلاثة جرحى إلى المشفى بعد قصف بلدة كفرنبل أمس.": {"dead": ["قتيلان", "شهيدان"]},
}
PEOPLE = {
    "قتلت قوات النظام أمس خمسة {members} في بلدة كفرنبل بريف إدلب.": {
        "members": ["إرهابيين", "متشددين", "مقاومين", "متطرفين", "مسلحين"]
    },
    "مقتل {member} بغارة روسية على مدينة إدلب أمس.": {"member": ["إرهابي", "متشدد", "مقاوم", "مسلح"]},
    "قصف الطيران الروسي أمس مواقع {group} في ريف إدلب وقتل سبعة {members}.": {
        "group": ["جبهة النصرة", "تنظيم جبهة النصرة"],
        "members": ["إرهابيين", "متشددين", "مقاومين"],
    },
}
GROUND = {
    "{took} قوات النظام أمس {object} بلدة كفرنبل في ريف إدلب بعد اشتباكات.": {
        "took object": ["سيطرت|على", "استولت|على", "حررت|", "احتلت|"]
    },
    "أعلنت فصائل المعارضة {took} بلدة كفرنبل أمس.": {"took": ["السيطرة على", "تحرير"]},
}


def wordings(text: str, slots: dict[str, list[str]]) -> list[str]:
    """Return the sentence with each word of a slot in turn, the slots in step."""
    found = []
    for number in range(max(len(words) for words in slots.values())):
        filled = {}
        for names, words in slots.items():
            chosen = words[number % len(words)].split("|")
            filled.update(zip(names.split(), chosen, strict=True))
        found.append(" ".join(text.format(**filled).split()))
    return found


@cache
def values(text: str) -> list[dict[str, Any]]:
    """Return the reports of a text without their wording and where it stands."""
    record = coder().code(
        Document.model_validate({"text": text, "published": "2018-05-10", "theatre": "syria"})
    )
    return [plain(report) for report in record.model_dump(mode="json")["reports"]]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        left = ("evidence", "rule", "phrase", "name", "decided_by", "data_version")
        return {key: plain(item) for key, item in value.items() if key not in left}
    return [plain(item) for item in value] if isinstance(value, list) else value


SENTENCES = {**DEATHS, **PEOPLE, **GROUND}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_loaded_word_changes_no_value(text: str) -> None:
    first, *others = wordings(text, SENTENCES[text])
    assert values(first), f"nothing was read: {first}"
    for other in others:
        assert values(other) == values(first), f"\n{first}\n{other}"


def test_a_citizen_called_a_martyr_is_a_civilian() -> None:
    (report,) = values("استشهد مواطن أمس بقصف للنظام على مدينة دوما.")
    assert report["harm"][0]["victim_status"] == "civilian"
    assert [target["actor"] for target in report["targets"]] == ["CIVILIANS"]
