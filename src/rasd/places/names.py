"""Keys: the folded form under which a place name is looked up.

Reports write one name with and without the article and with its parts glued or apart (الحسكة and حسكة, كفر نبل
and كفرنبل, أبو الظهور and ابوظهور). A key drops what varies; `spellings` lists the keys of one written name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rasd.text import fold

__all__ = ["bare", "key", "spellings"]

_WORD = re.compile(r"[\w.]+")
# First parts that newsrooms glue to the next word or write apart.
_GLUED = (
    "كفر",
    "تل",
    "دير",
    "ام",
    "ابو",
    "بني",
    "عين",
    "بيت",
    "باب",
    "خان",
    "مجدل",
    "برج",
    "راس",
    "خربه",
    "بنت",
    "شير",
    "قره",
    "حزانو",
    "معره",
)
_SPLIT = ("كفر", "معره")
# Class nouns that lists write into the name and reports may leave out, by kind of place.
_NOUNS: dict[str, tuple[str, ...]] = {
    "governorate": ("محافظه", "ولايه", "شعبيه", "لوا", "منطقه", "امانه", "اقليم", "مقاطعه"),
    "district": ("قضا", "مديريه", "منطقه", "محليه", "بلديه"),
    "subdistrict": ("ناحيه",),
    "city": ("مدينه",),
    "town": ("مدينه", "بلده", "ناحيه"),
    "village": ("قريه", "بلده", "مستوطنه", "كيبوتس", "عزبه"),
    "quarter": ("حي", "منطقه", "محله", "ضاحيه"),
    "camp": ("مخيم", "معسكر"),
    "crossing": ("معبر", "منفذ"),
    "region": ("اقليم", "منطقه"),
}
_NOUNS_KEPT = {"اقليم تفاح", "اقليم خروب", "منطقه خضرا", "مدينه منوره"}


def bare(word: str) -> str:
    """Return a folded word without its article, when at least two letters remain.

    >>> bare("الحسكه"), bare("الم")
    ('حسكه', 'الم')
    """
    return word[2:] if len(word) > 3 and word.startswith("ال") else word


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """Return the key of a written name: folded, no articles, one space between words.

    >>> key("دير الزور"), key("نور-سلطان")
    ('دير زور', 'نور سلطان')
    """
    return " ".join(bare(word) for word in _WORD.findall(fold(name).text.replace("_", " ")))


def spellings(name: str, kind: str) -> set[str]:
    """Return every key under which a written name of a place of `kind` is found.

    >>> sorted(spellings("كفرنبل", "town"))
    ['كفر نبل', 'كفرنبل']
    >>> sorted(spellings("مخيم اليرموك", "camp"))
    ['مخيم يرموك', 'يرموك']
    """
    plain = key(name)
    if not plain:
        return set()
    found = {plain}
    words = plain.split(" ")
    # Without its noun حي 17 تموز is a date.
    named = len(words) > 1 and not words[1][0].isdigit()
    if named and words[0] in _NOUNS.get(kind, ()) and plain not in _NOUNS_KEPT:
        found.add(" ".join(words[1:]))
    for form in tuple(found):
        found |= _glued_or_apart(form)
    # A single letter or digit is no name.
    return {form for form in found if len(form) > 1}


def _glued_or_apart(form: str) -> set[str]:
    words = form.split(" ")
    first = words[0]
    if len(words) > 1 and first in _GLUED:
        # ديرالزور and ديرزور: the article may stay inside.
        return {" ".join([first + between + words[1], *words[2:]]) for between in ("", "ال")}
    for prefix in _SPLIT:
        if first.startswith(prefix) and len(first) >= len(prefix) + 3:
            return {" ".join([prefix, bare(first[len(prefix) :]), *words[1:]])}
    return set()
