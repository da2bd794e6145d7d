"""Read what the compiled reader is built for: an invented crawl through the whole cascade, and the examples beside the words.

    python tools/compiled_training.py CRAWL

Run by the environment of a counting build (`compiled_build.py`): its counts are written when this ends.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from rasd.coding import Coder
from rasd.model import Document
from rasd.scale import LocalDepot, Options, Tools
from rasd.scale.files import LOCAL
from rasd.scale.slices import slices_of
from rasd.scale.work import work

ROOT = Path(__file__).resolve().parents[1]


def examples() -> Iterator[str]:
    """Yield the example texts of the corpus beside the words, and the demo's articles."""
    for path in sorted((ROOT / "demo" / "articles").glob("*.txt")):
        yield path.read_text("utf-8")
    for path in sorted((ROOT / "src/rasd/data").rglob("corpus/**/*.yaml")):
        held = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for case in held.get("cases") or ():
            yield from (text for text in case.get("texts") or () if isinstance(text, str))


def main() -> None:
    """Read all of it, in this process."""
    coder = Coder.load()
    for text in examples():
        marked = {"text": text.replace("[", "").replace("]", ""), "published": "2024-03-14"}
        coder.code(Document.model_validate(marked))
    tools = Tools.load(Options())
    with tempfile.TemporaryDirectory() as kept:
        for one in slices_of([str(path) for path in sorted(Path(sys.argv[1]).glob("*.warc.gz"))]):
            work(one, tools, LOCAL, LocalDepot(Path(kept)))


if __name__ == "__main__":
    main()
