"""Looking up names: the core list alone against the core list with a full one behind it.

``RASD_GAZETTEER_FULL`` names a compiled list (`rasd gazetteer add`), or a folder of them; without it the comparison
is skipped. The work is the same in both: every word and pair of words of the texts is asked for.
"""

from __future__ import annotations

import os
import timeit
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rasd.places import Gazetteer, key, library
from rasd.places.index import Index

MOST_TIMES_SLOWER = 1.3
# Written for this file: the words of a day's report, with and without places in them.
TEXTS = """
قصفت قوات النظام بالمدفعية الثقيلة بلدات كفرنبل وحاس ومعرة النعمان في ريف إدلب الجنوبي، ما أدى إلى إصابة ثلاثة مدنيين
شن الطيران الحربي غارات على أطراف مدينة خان شيخون وبلدة الهبيط، دون ورود أنباء عن خسائر بشرية حتى اللحظة
أصيب شاب برصاص جيش الاحتلال خلال اقتحام مخيم نور شمس شرق طولكرم، وداهمت القوات منازل في بلدة عنبتا وحوارة جنوب نابلس
استهدفت مسيرة سيارة على طريق الخيام مرجعيون جنوب لبنان، وقصفت المدفعية أطراف عيتا الشعب ورميش ومارون الراس
اندلعت اشتباكات في محيط معسكر لبوزة بمحافظة لحج ومديرية كرش، ونزحت عشرات العائلات إلى الحوطة وعدن
قتل خمسة أشخاص بقصف مدفعي على سوق صابرين في أم درمان ومستشفى في الفاشر وسط انقطاع الاتصالات عن ولاية شمال دارفور
سيطرت قوات على مواقع في عين زارة ووادي الربيع جنوب طرابلس بعد اشتباكات عنيفة مع مجموعات مسلحة في قصر بن غشير
انفجرت عبوة ناسفة على طريق بعقوبة خانقين في ديالى، وأصيب جنديان قرب جرف الصخر شمال بابل وقاعدة عين الأسد في الأنبار
"""


def asked() -> list[str]:
    """Return what a reader asks for: words, and runs of two and three."""
    names: list[str] = []
    for text in TEXTS.split("\n"):
        words = key(text).split(" ")
        names += [" ".join(words[at : at + size]) for at in range(len(words)) for size in (1, 2, 3)]
    return [name for name in names if name]


def look_up(gazetteer: Gazetteer, names: list[str]) -> int:
    """Ask for every name as on first sight: remembered answers would hide the work."""
    gazetteer._found.clear()
    gazetteer._longest.clear()
    return sum(gazetteer.longest(name.split(" ", 1)[0]) for name in names) + sum(
        len(gazetteer.find(name)) for name in names
    )


@pytest.fixture(scope="module")
def full() -> list[Path]:
    given = os.environ.get("RASD_GAZETTEER_FULL")
    if not given:
        pytest.skip("RASD_GAZETTEER_FULL is not set; it names a compiled list of places, or a folder of them")
    path = Path(given)
    paths = sorted(path.glob("*.gaz")) if path.is_dir() else [path]
    if not paths:
        pytest.skip(f"RASD_GAZETTEER_FULL={given} holds no .gaz file")
    return paths


def test_core_look_ups(benchmark: Callable[..., int]) -> None:
    assert benchmark(look_up, Gazetteer.core(), asked())


def test_full_look_ups(benchmark: Callable[..., int], full: list[Path]) -> None:
    assert benchmark(look_up, Gazetteer([library.core_index(), *map(Index.open, full)]), asked())


def test_opening_the_core_list(benchmark: Callable[..., Index]) -> None:
    library.core_index()
    assert benchmark(library.core_index).count


def test_opening_a_full_list(benchmark: Callable[..., Index], full: list[Path]) -> None:
    assert benchmark(Index.open, full[0]).count


def test_a_look_up_is_flat_in_the_size_of_the_list(full: list[Path]) -> None:
    """One list against one list: the full file alone does the work of the core file alone."""
    names = asked()
    indexes = [library.core_index(), max(map(Index.open, full), key=lambda index: index.count)]

    def probes(index: Index) -> Iterator[int]:
        return (index.probes(name) for name in names)

    core, large = (sum(probes(index)) / len(names) for index in indexes)
    assert large <= MOST_TIMES_SLOWER * core + 0.5, f"{large:.2f} slots against {core:.2f}"

    def seconds(index: Index) -> float:
        # Misses are most of what is asked; hits build places, which is the caller's gain and not the list's size.
        missing = [f"{name} لا" for name in names]
        return min(timeit.repeat(lambda: [index.numbers(name) for name in missing], number=5, repeat=9))

    core_seconds, large_seconds = map(seconds, indexes)
    assert large_seconds <= MOST_TIMES_SLOWER * core_seconds, (
        f"{large_seconds:.4f} s against {core_seconds:.4f} s"
    )
