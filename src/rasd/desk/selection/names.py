"""Words for those who see names masked: a document that holds them only where a name is masked is not found by them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rasd.desk.access import masked_text
from rasd.store.words import wanted

__all__ = ["MOST_LOOKED_AT", "outside_names"]

MOST_LOOKED_AT = 1_000
"""Documents above which a word is taken for no name: nobody is named in so many, and looking would take long."""
_MANY = 200


def outside_names(alias: str, numbers: npt.NDArray[Any], words: str) -> npt.NDArray[Any]:
    """Return those of the documents (numbers of rows) that hold all `words` once their names are masked."""
    from rasd.store import models
    from rasd.store.citing import records_of
    from rasd.store.searching import excerpt

    if len(numbers) > MOST_LOOKED_AT:
        return numbers
    things = wanted(words)
    kept: list[int] = []
    for start in range(0, len(numbers), _MANY):
        some = [int(one) for one in numbers[start : start + _MANY]]
        rows = list(
            models.Document.objects.using(alias).filter(id__in=some).values_list("id", "key", "title", "text")
        )
        records = records_of(alias, alias, [key for _, key, _, _ in rows])
        for number, key, title, text in rows:
            record = records.get(key)
            shown = f"{masked_text(title or '', record)}\n{masked_text(text, record)}"
            if all(excerpt(shown, [thing])[1] for thing in things):
                kept.append(number)
    return np.array(kept, np.int64)
