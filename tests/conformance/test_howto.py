"""docs/howto/theatre.md names every file, key, check and part of a pack, and its commands run as it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rasd.cli import main
from rasd.conformance import CHECKS
from rasd.conformance.examples import CASE_KEYS, DIMENSIONS, DOCUMENT_KEYS, SILENT_KEYS
from rasd.lexicon.lexicon import KEYS
from rasd.lexicon.packs import PARTS

PAGE = (Path(__file__).resolve().parents[2] / "docs/howto/theatre.md").read_text("utf-8")
FENCES = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "word",
    sorted(
        {
            *PARTS,
            *CHECKS,
            "loads",
            *DIMENSIONS,
            *CASE_KEYS,
            *SILENT_KEYS,
            *DOCUMENT_KEYS,
            *(k for ks in KEYS for k in ks),
        }
    ),
)
def test_the_page_names(word: str) -> None:
    pattern = rf"`[^`\n]*(?<![\w.]){re.escape(word)}(?!\w)[^`\n]*`"
    assert re.search(pattern, PAGE), f"docs/howto/theatre.md lacks {word}."


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("قصف جيش المثال قرية في بلاد المثال", "utf-8")
    for line in "".join(FENCES).splitlines():
        words = shlex.split(line)
        if "=" in words[0]:
            monkeypatch.setenv(*words.pop(0).split("=", 1))
        with pytest.raises(SystemExit) as ended:
            main(words[1:])
        told = capsys.readouterr()
        assert not ended.value.code, f"{line}: {told.err}"
        monkeypatch.delenv("RASD_THEATRES", raising=False)
