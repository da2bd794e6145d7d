"""The leaflet of a package, in Arabic and English: what lies in it, how it is proved, what to be careful about."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Counts", "leaflets"]


@dataclass(slots=True)
class Counts:
    """What the leaflet tells of a package."""

    documents: int = 0
    tombstones: int = 0
    synthetic: int = 0
    records: int = 0
    withheld: int = 0
    """Evidentiary records that were left out, because they hold redacted words or by wish."""
    entries: int = 0
    log: int = 0
    head: str = ""
    stamps: int = 0


_ENGLISH = """# Package of Rasd

{synthetic}This file is a web archive (WACZ {version}): it opens in ReplayWeb.page and other tools for WACZ files.

- Selection: {described}
- Documents: {documents}, of which redacted: {tombstones}
- Evidentiary records (WARC): {records}; left out: {withheld}
- Custody entries: {entries} of {log}; head of the log: {head}
- Time-stamps (RFC 3161): {stamps}

## What lies where

| file | holds |
| --- | --- |
| `archive/evidence.warc.gz` | the bytes as they came, byte for byte as in the evidence folder |
| `indexes/`, `pages/` | where each record lies |
| `documents/documents.jsonl` | working copies: the extracted texts, each with its SHA-256 and the record it was taken from |
| `custody/entries.jsonl` | what was done with these documents, when |
| `custody/proofs.json` | hashes that lead from each entry to the root over the whole log, without showing other entries |
| `stamps/` | statements about the log, signed with the time by an outside server |

## How to prove it

`rasd verify --package FILE` needs no network and no store. By hand: every file's SHA-256 stands in `datapackage.json`,
whose own stands in `datapackage-digest.json`. A package proves that nothing in it was changed since it was made. That
it was not made up whole is shown by a time-stamp, or by the store that it came from.

## Care

It may hold names of victims, witnesses and people who filmed. What was redacted is left out: a tombstone stands in its
place. Nothing here says that a report is true; whoever is named as having done something is alleged to have done it.
"""

_ARABIC = """# حزمة من «رصد»

{synthetic}هذا الملف أرشيف وِب (WACZ {version}): يُفتح ببرنامج ReplayWeb.page وبغيره مما يقرأ ملفات WACZ.

- الاختيار: {described}
- الوثائق: {documents}، والمحجوب منها: {tombstones}
- السجلات الإثباتية (WARC): {records}، وما تُرك منها: {withheld}
- قيود سلسلة الحيازة: {entries} من {log}، ورأس السلسلة: {head}
- الأختام الزمنية (RFC 3161): {stamps}

## ما في كل ملف

| الملف | ما فيه |
| --- | --- |
| `archive/evidence.warc.gz` | البايتات كما وصلت، مطابقة لما في مجلد الأدلة |
| `indexes/` و`pages/` | مواضع السجلات |
| `documents/documents.jsonl` | نسخ العمل: النصوص المستخرجة، مع كل نص بصمته SHA-256 والسجل الذي أُخذ منه |
| `custody/entries.jsonl` | ما جرى لهذه الوثائق ومتى |
| `custody/proofs.json` | بصمات توصل كل قيد إلى جذر السجل كله دون كشف القيود الأخرى |
| `stamps/` | إفادات عن السجل وقّعها خادم خارجي مع الوقت |

## كيف يُثبت

الأمر `rasd verify --package FILE` لا يحتاج إلى شبكة ولا إلى المخزن. ويدوياً: بصمة كل ملف مكتوبة في `datapackage.json`،
وبصمة هذا في `datapackage-digest.json`. تُثبت الحزمة أن شيئاً فيها لم يتغير منذ صُنعت. أما أنها لم تُختلق كلها فيُثبته
ختم زمني، أو المخزن الذي خرجت منه.

## تنبيه

قد تحوي أسماء ضحايا وشهود ومن صوّروا. ما حُجب لا يخرج معها، ويبقى مكانه شاهد. لا شيء هنا يقول إن الخبر صحيح،
ومن ذُكر أنه فعل فعلاً فهو منسوب إليه فحسب.
"""

_SYNTHETIC = {
    "en": "**SYNTHETIC: {count} of these documents are invented, for tests or examples. They are no evidence.**\n\n",
    "ar": "**مصطنع: {count} من هذه الوثائق مختلقة للاختبار أو المثال، وليست أدلة.**\n\n",
}


def leaflets(counts: Counts, *, described: str, version: str) -> dict[str, str]:
    """Return the leaflet by language."""
    facts = {
        "described": described,
        "version": version,
        "documents": counts.documents,
        "tombstones": counts.tombstones,
        "records": counts.records,
        "withheld": counts.withheld,
        "entries": counts.entries,
        "log": counts.log,
        "head": f"`{counts.head}`" if counts.head else "–",
        "stamps": counts.stamps,
    }
    texts = {}
    for language, text in (("ar", _ARABIC), ("en", _ENGLISH)):
        mark = _SYNTHETIC[language].format(count=counts.synthetic) if counts.synthetic else ""
        texts[language] = text.format(synthetic=mark, **facts)
    return texts
