"""The examples beside the words as documents: what a folder of ``data/arabic/corpus`` files holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from rasd.errors import DocumentError
from rasd.model import Document

__all__ = ["read_examples"]

_BRACKETS = re.compile(r"[\[\]]")


def read_examples(folder: Path) -> Iterator[Document]:
    """Yield the texts of every YAML file of `folder`: documents, cases without their brackets, look-alikes.

    Raises DocumentError that names the file when there is none or one is broken.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DocumentError(f"{folder}: no YAML file. Give a folder of examples such as data/arabic/corpus.")
    for path in paths:
        try:
            content: Any = yaml.load(
                path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            )
        except (OSError, ValueError, yaml.YAMLError) as error:
            first = str(error).splitlines()[0]
            raise DocumentError(f"{path}: not readable as YAML: {first}. Mend the file.") from None
        if not isinstance(content, dict):
            raise DocumentError(f"{path}: not a file of examples. Write `documents:` or `cases:`.")
        for number, document in enumerate(_documents(content), start=1):
            yield document.model_copy(update={"id": f"{path.stem}-{number}"})


def _documents(content: dict[str, Any]) -> Iterator[Document]:
    published = content.get("published")

    def document(text: str, item: dict[str, Any]) -> Document:
        given = item.get("published", published)
        return Document.model_validate(
            {"text": text, "published": str(given) if given else None, "theatre": item.get("theatre")}
        )

    for item in content.get("documents") or ():
        yield document(str(item["text"]), item)
    for item in content.get("cases") or ():
        for text in item.get("texts") or ():
            yield document(_BRACKETS.sub("", str(text)), item)
    for key in ("silent", "silent_weak"):
        for text in content.get(key) or ():
            yield document(str(text), {})
