"""Invented texts of several outlets on one shelling of a market, an air strike the same evening, and one that names no place."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["TOWNS", "day_of", "documents"]

TOWNS = ("سرمين", "بنش", "أريحا", "سراقب", "تفتناز", "حارم", "سلقين", "كفرتخاريم", "معرة مصرين", "جسر الشغور")
"""Each set of texts has a town and a fortnight of its own, so that tests change different incidents of one desk."""
_STRUCK = "جراء قصف مدفعي نفّذته قوات النظام على بلدة {town} في ريف إدلب. وقال الدفاع المدني إن القصف استهدف السوق الشعبي في البلدة."
_TEXTS = (
    ("10:00", "وكالة السنديان",
     f"قُتل ثلاثة مدنيين بينهم طفل وأُصيب خمسة آخرون، صباح الجمعة، {_STRUCK} ووثّق ناشطون صوراً من المكان."),
    ("13:30", "شبكة الزيتون",
     ("قُتل أربعة أشخاص وجُرح سبعة بقصف مدفعي لقوات النظام على السوق في بلدة {town} بريف إدلب صباح اليوم الجمعة، بحسب"
     " مراسل الشبكة. وأضاف أن فرق الإسعاف نقلت الجرحى إلى مشافي المنطقة.")),
    ("16:00", "صحيفة المدار", f"قُتل ثلاثة مدنيين بينهم طفل وأُصيب خمسة آخرون، صباح الجمعة، {_STRUCK}"),
    ("19:00", "إذاعة الساحل",
     ("ارتفعت حصيلة القصف المدفعي لقوات النظام على سوق بلدة {town} في ريف إدلب صباح الجمعة إلى ستة قتلى مدنيين بينهم"
     " طفلان و9 جرحى على الأقل، وفق مصدر طبي في مشفى المدينة.")),
    ("21:00", "منصة الخبر",
     "شنّ الطيران الحربي الروسي غارتين على أطراف بلدة {town} بريف إدلب مساء الجمعة، ما أدى إلى مقتل مدني وإصابة اثنين."),
    ("23:00", "وكالة السنديان", "أُصيب مدني بجروح جراء قصف مدفعي لم يُعرف مصدره."),
)  # fmt: skip
"""1 to 4 tell of one shelling (3 repeats 1, 4 raises the toll); 5 of an air strike there; 6 names no place."""


def day_of(number: int) -> date:
    """Return the day, a Friday, of a set of texts."""
    return date(2031, 3, 14) + timedelta(days=14 * number)


def documents(sets: int = len(TOWNS)) -> list[dict[str, object]]:
    """Return the texts of the first sets as documents."""
    return [
        {
            "id": f"w{number}-{index}", "outlet": outlet, "text": text.replace("{town}", town), "theatre": "syria",
            "published": f"{day_of(number)}T{hour}:00+02:00", "url": f"https://w{number}-{index}.example/news",
            "synthetic": True,
        }
        for number, town in enumerate(TOWNS[:sets])
        for index, (hour, outlet, text) in enumerate(_TEXTS, 1)
    ]  # fmt: skip
