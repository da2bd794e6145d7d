"""Counts the place names of reports and says which place of a list each one means.

    python tools/gazetteer_named.py LIST.tsv[.gz] TEXTS.jsonl... > NAMED.tsv

A name counts where it follows a common noun (مدينة، بلدة، قرية، مخيم، حي…) or stands in the enumeration after one,
and is borne by a place of the text's theatre. Among namesakes the one nearest to the places of the same text that
have no namesake is taken; without such a place, only a name that two places bear at most. Lines are: country,
name, latitude, longitude, texts. Only names leave this script, never a sentence.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from gazetteer_core import AREAS, UNITS, Named, distance
from gazetteer_rows import Row, listed
from rasd.places.names import bare
from rasd.places.words import nouns
from rasd.text import fold

COUNTRIES = {
    "syria": ("SY",),
    "palestine": ("PS", "IL"),
    "lebanon": ("LB", "IL"),
    "yemen": ("YE",),
    "sudan": ("SD",),
    "libya": ("LY",),
    "iraq": ("IQ",),
}
REACH_KM = 40.0
_TOKEN = re.compile(r"\w+|[^\w\s]")
_QUOTES = frozenset('"#«»“”()[]')
# Folded words that follow a place noun and name no place, though some hamlet is called so.
NOT_NAMES = frozenset(
    """شمالي جنوبي شرقي غربي شمال جنوب شرق غرب شماليه جنوبيه شرقيه غربيه وسط وسطي ان جويه عسكريه عمر علي محمد
    حسين عاصمه قري ناحيه مدينه منطقه محافظه مديريه عربيه كرديه تركيه باديه عين شرطه محتله والي اكراد قتال عرب حديد خلال
    معمل من حيث كما بين مقاومه جبل داخل مدخل واقعه جهه معقل طريق عن مشارف مركز وادي ما ظهر موقع قديمه قبضه اسفر مقتل
    ملك كامله تم حدود نصر نفسه قبل يوم خالد جيش غاره محطه مطار اثر كبيره جبهه اكبر شيخ محيط محاوله كلها مواقع تبه حوض
    سايله بحريه مدنيه مزارع شارع شعب جناح سر افراد قابل مختلف عميد معارك بيت محليه بلدين خلف حرب جديد فجر سفح ضيق
    محاط قبض دين قاع جامع مدرسه حرس قطيع شهره اطراف غراب صرف سواد مدار سد نقيل عرب مفرق مجمع صنع جهاد باب راس قبه
    علم عدي حسن جاسم خراب محاصره سروج تل صباح شام بكر جمعه رساله حجر قلعه خضرا زور تحت حقل ضفه عيون جات جز حرف مسجد
    اسد معره حمام زاويه دير في تي جده اجل عده ال حي سلام امل معسكر ضاحيه عماره منشيه كرامه عوده مالح ادي وحده بعث
    جوره بركه كوم انبار حارات ساده سلمي عثمان عدوان قاهره معصره نجران حيفا جازان مسقط خط لكمه حمرا قريه بلده دوله جانب جهري
    جود حلف خارجيه مشهور منصور معدل نايف وزير وسطه تركي بكري جعفر احد خميس رجم رباط عوض علق مسدود مطر مينا مكان
    شريط عنق عقبه كود قفل بنا بني رحيب طويل كسره زراعه عطا عشرين قدس فلسطين سريع رابط عبد تاج خارجي سعود سعيد عبد
    اسلاميه حريق كرم رسم سهل كفر بستان مزرعه قصير دوره احمر ابيض عوض مسعود قصور بور""".split()
)


def mentions(text: str, rows: Named, countries: tuple[str, ...]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the names after place nouns and the rows that bear them."""
    tokens = [token for token in _TOKEN.findall(fold(text).text) if token not in _QUOTES]
    place = 0
    while place < len(tokens):
        word = tokens[place]
        place += 1
        if bare(word) not in nouns() and not (word[0] in "وبفل" and bare(word[1:]) in nouns()):
            continue
        while found := _at(tokens, place, rows, countries) or (
            _at([tokens[place][1:], *tokens[place + 1 :]], 0, rows, countries, place)
            if place < len(tokens) and tokens[place].startswith("و")
            else None
        ):
            name, candidates, place = found
            yield name, candidates
            if place < len(tokens) and tokens[place] == ",":
                place += 1


def _at(
    tokens: list[str], start: int, rows: Named, countries: tuple[str, ...], shift: int = 0
) -> tuple[str, list[Row], int] | None:
    for size in (4, 3, 2, 1):
        words = [bare(word) for word in tokens[start : start + size]]
        if len(words) < size or not all(word.isalnum() for word in words):
            continue
        if size == 1 and (words[0] in NOT_NAMES or len(words[0]) < 3):
            continue
        name = " ".join(words)
        candidates = [
            row
            for country in countries
            for row in rows.find(country, name)
            if row.kind not in (*AREAS, *UNITS) and row.point and _has_article(row, tokens[start])
        ]
        if candidates:
            return name, candidates, start + shift + size
    return None


def _has_article(row: Row, word: str) -> bool:
    """Whether a name and a word agree: العند the town is not عند the preposition."""
    return word.startswith("ال") or not row.name_ar.startswith("ال")


def main() -> None:
    rows = Named(listed(Path(sys.argv[1])))
    votes: dict[tuple[str, str], Counter[tuple[float, float]]] = defaultdict(Counter)
    for path in sys.argv[2:]:
        for line in Path(path).read_text("utf-8").splitlines():
            document = json.loads(line)
            countries = COUNTRIES.get(document.get("theatre") or "")
            if countries is None:
                continue
            found = dict(mentions(document["text"], rows, countries))
            alone = [candidates[0] for candidates in found.values() if len(candidates) == 1]
            for name, candidates in found.items():
                others = [other for other in alone if other is not candidates[0]]
                apart = [
                    (min((distance(row, other) for other in others), default=float("inf")), place)
                    for place, row in enumerate(candidates)
                ]
                nearest, number = min(apart)
                if nearest <= REACH_KM or len(candidates) <= 2:
                    for row in candidates if nearest > REACH_KM else [candidates[number]]:
                        if row.point:
                            votes[row.country, name][row.point] += 1
    for (country, name), points in sorted(votes.items()):
        for (north, east), count in points.most_common(3):
            print(country, name, north, east, count, sep="\t")


if __name__ == "__main__":
    main()
