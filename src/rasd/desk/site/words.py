"""Words of the desk in one language, with the plural that a number asks for, and digits and days as the person wants them.

Phrases are data: ``words.yaml`` of each room, `key: {ar: …, en: …}`, each either a string or the plural forms of CLDR. A
key begins with its room, so no two rooms clash.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import yaml
from hijridate import Gregorian

from rasd.desk.rooms import files_of
from rasd.export.page import labels
from rasd.export.phrases import plural_form

__all__ = ["LANGUAGES", "Words", "asked_language", "entries"]

LANGUAGES = ("ar", "en")
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}
_HIJRI = {
    "ar": "محرم,صفر,ربيع الأول,ربيع الآخر,جمادى الأولى,جمادى الآخرة,رجب,شعبان,رمضان,شوال,ذو القعدة,ذو الحجة".split(
        ","
    ),
    "en": "Muharram,Safar,Rabi I,Rabi II,Jumada I,Jumada II,Rajab,Shaban,Ramadan,Shawwal,Dhu al-Qada,Dhu al-Hijja".split(
        ","
    ),
}


def asked_language(request: Any) -> str:
    """Return the language of the browser's cookie, else the one that it asks for."""
    from django.conf import settings
    from django.utils import translation

    kept = getattr(request, "COOKIES", {}).get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in LANGUAGES else str(translation.get_language_from_request(request))[:2]


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Return all phrases by key. Raises ValueError on a key that does not begin with its room or is there twice."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, Any]] = {}
    for path in files_of("words.yaml"):
        for key, entry in (yaml.load(path.read_text("utf-8"), Loader=loader) or {}).items():
            if key in found or not key.startswith(f"{path.parent.name}."):
                raise ValueError(f'{path}: "{key}" must begin with "{path.parent.name}." and stand once.')
            found[key] = entry
    return found


class Words:
    """Phrases for one person. `digits`: ``latin`` or ``arabic`` (Arabic-Indic, in Arabic only)."""

    def __init__(self, language: str = "ar", *, digits: str = "latin", has_hijri: bool = False) -> None:
        self.language = language if language in LANGUAGES else "ar"
        self.digits = digits
        self.has_hijri = has_hijri

    @classmethod
    def of_request(cls, request: Any) -> Words:
        """Return the words that this request wants: set by the middleware `Language`."""
        found: Words | None = getattr(request, "words", None)
        if found is None:  # the store failed before anybody knew who is asking
            found = cls(asked_language(request))
        return found

    @property
    def is_arabic(self) -> bool:
        """Whether the page runs from right to left."""
        return self.language == "ar"

    @property
    def direction(self) -> str:
        """Return `rtl` or `ltr`."""
        return "rtl" if self.is_arabic else "ltr"

    def __call__(self, key: str, **filling: Any) -> str:
        """Return one phrase, filled in; numbers among the filling in the digits that are wanted."""
        found = entries()[key][self.language]
        text = found if isinstance(found, str) else found["other"]
        return text.format(**{name: self._filled(value) for name, value in filling.items()})

    def known(self, key: str) -> bool:
        """Tell whether there is a phrase of that name."""
        return key in entries()

    def counted(self, key: str, number: int, **filling: Any) -> str:
        """Return a number with its noun; `{n}` stands for the number."""
        forms = entries()[key][self.language]
        if isinstance(forms, str):
            forms = {"other": forms}
        form = "zero" if number == 0 else plural_form(self.language, number)
        text = forms.get(form) or forms["other"]
        return str(text).format(n=self.number(number), **{k: self._filled(v) for k, v in filling.items()})

    def number(self, value: Any) -> str:
        """Return a number with separators; what is no number is returned as it is, its digits changed."""
        text = f"{value:,}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
        if self.is_arabic and self.digits == "arabic":
            return text.translate(_ARABIC_DIGITS).replace(",", "٬")
        return text

    def digits_of(self, text: str) -> str:
        """Return `text` with its digits as the person wants them."""
        return text.translate(_ARABIC_DIGITS) if self.is_arabic and self.digits == "arabic" else text

    def day(self, value: date | datetime | str | None) -> str:
        """Return a day in words, with the Hijri one beside it where that is wanted and known (1924–2077)."""
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                return self.digits_of(value)
            return self.day(moment)
        said = f"{value.day} {_MONTHS[self.language][value.month - 1]} {value.year}"
        if self.has_hijri:
            try:
                hijri = Gregorian(value.year, value.month, value.day).to_hijri()
            except (ValueError, OverflowError):
                pass
            else:
                mark = "هـ" if self.is_arabic else "AH"
                said += f" ({hijri.day} {_HIJRI[self.language][hijri.month - 1]} {hijri.year} {mark})"
        return self.digits_of(said)

    def moment(self, value: datetime | str | None) -> str:
        """Return a moment: the day in words and the minute, in UTC where its zone is known."""
        if not value:
            return ""
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                return self.digits_of(str(value))
        zone = ""
        if value.tzinfo is not None:
            value, zone = value.astimezone(UTC), " UTC"
        return f"{self.day(value)} {self.digits_of(f'{value:%H:%M}')}{zone}"

    def term(self, vocabulary: str, identity: str | None) -> str:
        """Return a coded word: of a vocabulary, of `actor` or of `theatre`; one that no loaded pack has goes by its id."""
        if not identity:
            return ""
        try:
            label = (
                labels.actor(identity)
                if vocabulary == "actor"
                else labels.theatre(identity)
                if vocabulary == "theatre"
                else labels.term(vocabulary, identity)
            )
        except KeyError:
            return identity
        return label.ar if self.is_arabic else label.en

    def range(self, low: int | None, high: int | None) -> str:
        """Return a range; a bound that is missing is said."""
        label = labels.count_range(low, high)
        return self.digits_of(label.ar if self.is_arabic else label.en)

    def listed(self, pieces: Iterable[str]) -> str:
        """Return pieces with the commas of the language between them."""
        return ("، " if self.is_arabic else ", ").join(pieces)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.number(value)
        return value
