"""Builds the fonts of charts and briefs: the Arabic and Latin letters of two faces in one, Noto Sans and Noto Sans Arabic (OFL).

    pip install fonttools
    python tools/chart_fonts.py /usr/share/fonts/truetype/noto

The result is a modified version under the same licence with a name of its own, so that it is never mistaken for an installed
Noto. Words look the same on a machine without any Arabic font.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = Path(__file__).resolve().parents[1] / "src/rasd/export/fonts"
FAMILY = "Rasd Sans"
LATIN = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1E0C, 0x1E0E), *range(0x1E24, 0x1E26), *range(0x1E62, 0x1E64),
    *range(0x1E6C, 0x1E6E), *range(0x1E92, 0x1E94), 0x2BE, 0x2BF, *range(0x2010, 0x2015), 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026,
    0x2030, 0x2212, 0x2264, 0x2265, *range(0x200B, 0x2010),
]  # fmt: skip
ARABIC = [
    *range(0x60C, 0x620), *range(0x620, 0x656), *range(0x660, 0x672), 0x67E, 0x686, 0x698, 0x6A4, 0x6A9, 0x6AF, 0x6BE, 0x6C1, 0x6CC,
    0x6D4, 0x6D5, *range(0x6F0, 0x6FA), *range(0x200C, 0x2010),
]  # fmt: skip
FEATURES = ["ccmp", "isol", "init", "medi", "fina", "rlig", "calt", "liga", "mark", "mkmk", "kern", "locl"]


def build(faces: Path, weight: str) -> Path:
    """Write one weight and return its file."""
    subset, merge = import_module("fontTools.subset"), import_module("fontTools.merge")
    open_font = import_module("fontTools.ttLib").TTFont
    made = FOLDER / f"RasdSans-{weight}.ttf"
    with TemporaryDirectory() as folder:
        parts = []
        for face, letters in (("NotoSans", LATIN), ("NotoSansArabic", ARABIC)):
            font = open_font(faces / f"{face}-{weight}.ttf")
            options = subset.Options()
            options.hinting, options.layout_features = False, FEATURES
            options.glyph_names, options.notdef_outline = False, True
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=letters)
            subsetter.subset(font)
            parts.append(str(Path(folder) / f"{face}.ttf"))
            font.save(parts[-1])
        font = merge.Merger().merge(parts)
        names = font["name"]
        for number, text in (
            (0, "Copyright 2015-2020 Google LLC. Subset and merged for Rasd; not the original Noto Sans."),
            (1, FAMILY), (2, weight), (3, f"{FAMILY} {weight}"), (4, f"{FAMILY} {weight}"), (6, f"RasdSans-{weight}"),
            (13, "This Font Software is licensed under the SIL Open Font License, Version 1.1."),
            (14, "https://openfontlicense.org"),
        ):  # fmt: skip
            names.removeNames(nameID=number)
            names.setName(text, number, 3, 1, 0x409)
        for number in (7, 8, 9, 10, 11, 12, 16, 17):
            names.removeNames(nameID=number)
        FOLDER.mkdir(parents=True, exist_ok=True)
        font.save(made)
    return made


def main() -> None:
    """Write both weights."""
    for weight in ("Regular", "Bold"):
        made = build(Path(sys.argv[1]), weight)
        print(f"{made.name}: {made.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
