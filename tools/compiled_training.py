"""Read what the compiled reader is built for: an invented crawl through the whole cascade, and the examples beside the words.

    python tools/compiled_training.py CRAWL

Run by the environment of a counting build (`compiled_build.py`): its counts are written when this ends.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rasd.coding import Coder
from rasd.evaluation.rereading import read_examples
from rasd.model import Document
from rasd.scale import LocalDepot, Options, Tools
from rasd.scale.files import LOCAL
from rasd.scale.slices import slices_of
from rasd.scale.work import work

ROOT = Path(__file__).resolve().parents[1]


def examples() -> Iterator[Document]:
    """Yield the examples beside the words, those of every pack, and the demo's articles."""
    for folder in sorted({path.parent for path in (ROOT / "src/rasd/data").rglob("corpus/**/*.yaml")}):
        yield from read_examples(folder)
    for path in sorted((ROOT / "demo" / "articles").glob("*.txt")):
        yield Document.model_validate({"text": path.read_text("utf-8"), "published": "2024-03-14"})


def main() -> None:
    """Read all of it, in this process."""
    coder = Coder.load()
    for document in examples():
        coder.code(document)
    tools = Tools.load(Options())
    with tempfile.TemporaryDirectory() as kept:
        for one in slices_of([str(path) for path in sorted(Path(sys.argv[1]).glob("*.warc.gz"))]):
            work(one, tools, LOCAL, LocalDepot(Path(kept)))


if __name__ == "__main__":
    main()
