"""Writes the generated pages of ``docs/``, and with ``--check`` says which of them are out of step.

    python tools/docs_build.py [--check]

Nothing here holds prose about the product: it lives beside the code and the data that it describes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import docs_accuracy
import docs_agreements
import docs_cli
import docs_codebook
import docs_exchange
import docs_linking
import docs_mappings
import docs_performance
import docs_schema
import docs_theatres

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- accuracy:begin", "<!-- accuracy:end -->"
SUMMARY_BEGIN, SUMMARY_END = "<!-- summary:begin -->", "<!-- summary:end -->"


def pages() -> dict[str, str]:
    """Return every generated page by its path in the repository."""
    made = {
        **docs_codebook.pages(),
        **docs_schema.pages(),
        **docs_theatres.pages(),
        **docs_linking.pages(),
        **docs_agreements.pages(),
        **docs_exchange.pages(),
        **docs_mappings.pages(),
        **docs_cli.pages(),
        **docs_performance.pages(),
    }
    made = {name: text.rstrip("\n") + "\n" for name, text in made.items()}
    made[docs_accuracy.PAGE] = docs_accuracy.page()
    made["src/rasd/export/templates/accuracy.json"] = docs_accuracy.figures(made[docs_accuracy.PAGE])
    made["README.md"] = readme(made[docs_accuracy.PAGE])
    return made


def readme(accuracy: str) -> str:
    """Return the README with the summary of docs/accuracy.md in its marked block."""
    text = (ROOT / "README.md").read_text("utf-8")
    summary = accuracy.split(SUMMARY_BEGIN, 1)[1].split(SUMMARY_END, 1)[0].strip()
    head, rest = text.split(BEGIN, 1)
    marker, rest = rest.split("-->\n", 1)
    tail = rest.split(END, 1)[1]
    return f"{head}{BEGIN}{marker}-->\n### Accuracy\n\n{summary}\n\nHow this is measured: [docs/accuracy.md](docs/accuracy.md).\n{END}{tail}"


def strays(made: dict[str, str]) -> list[str]:
    """Return the pages in the folder of the codebook that no list makes any more."""
    folder = ROOT / "docs/codebook"
    return [
        name
        for path in sorted(folder.glob("*.md"))
        if (name := path.relative_to(ROOT).as_posix()) not in made
        and docs_codebook.GENERATED in path.read_text("utf-8")
    ]


def main() -> int:
    """Write the pages, or compare them byte for byte."""
    check = "--check" in sys.argv[1:]
    made = pages()
    late = []
    for name, text in made.items():
        path = ROOT / name
        if path.is_file() and path.read_bytes() == text.encode("utf-8"):
            continue
        late.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
    old = strays(made)
    if not check:
        for name in old:
            (ROOT / name).unlink()
    if check and (late or old):
        print("Generated pages are out of step: " + ", ".join([*late, *old]))
        print("Run `make docs` and commit them.")
        return 1
    print(f"{len(made)} generated pages, {'all in step' if check else f'{len(late)} written'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
