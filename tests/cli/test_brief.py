"""`rasd brief`: from a file and from a store, what it refuses, and the code it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from agreements_invented import incident, truce
from linked_store import told_store
from rasd.store import Store


@pytest.fixture
def invented(tmp_path: Path) -> tuple[Path, Path]:
    pact, file = tmp_path / "pact.yaml", tmp_path / "incidents.jsonl"
    pact.write_text(truce().model_dump_json(by_alias=True, exclude={"theatre"}), "utf-8")
    file.write_text("\n".join([incident().model_dump_json(), "no json"]), "utf-8")
    return pact, file


def test_a_brief_of_a_file_with_an_agreement(rasd, invented: tuple[Path, Path], tmp_path: Path) -> None:
    pact, file = invented
    page = tmp_path / "brief.html"
    done = rasd(
        "brief",
        "--incidents",
        file,
        "--agreement",
        pact,
        "--synthetic",
        "--lang",
        "ar",
        "--title",
        "موجز نيسان",
        "-o",
        page,
    )
    assert done.code == 1 and f"{file}:2: no incident" in done.err
    text = page.read_text("utf-8")
    assert "<h1>موجز نيسان</h1>" in text and "هدنة متخيلة" in text and 'class="watermark"' in text


def test_invented_ones_need_the_word(rasd, invented: tuple[Path, Path]) -> None:
    pact, file = invented
    done = rasd("brief", "--incidents", file)
    assert "--synthetic writes a brief of them" in done.err and "i-i1" not in done.out
    refused = rasd("brief", "--incidents", file, "--agreement", pact)
    assert refused.code == 2 and "takes invented incidents only" in refused.err


def test_a_brief_of_a_store_by_period_and_unit(rasd, tmp_path: Path) -> None:
    address = str(tmp_path / "store")
    told_store(Store.open(address), ["2019-04-28", "2019-04-28", "2019-05-20"]).close()
    done = rasd(
        "brief", "--store", address, "--since", "2019-05-01", "--until", "2019-05-31", "--theatre", "syria",
        "--agreement", "sochi_memorandum_2018",
    )  # fmt: skip
    assert done.code == 0 and done.out.count('<span id="i-') == 1 and "2019-05-20" in done.out
    assert "Which feeds were watched is not known" in done.out
    empty = rasd("brief", "--store", address, "--country", "LY")
    assert empty.code == 0 and "No incident lies within these bounds" in empty.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "2019-05-02", "--until", "2019-05-01"], "lies before --since"),
        (["--lang", "fr"], "Languages:"),
        (["--theatre", "moon"], "There are:"),
        (["--agreement", "nothing_like_it"], "No agreement 'nothing_like_it'"),
    ],
)
def test_what_it_refuses_and_what_there_is(rasd, arguments: list[str], said: str) -> None:
    refused = rasd("brief", *arguments)
    assert refused.code == 2 and said in " ".join(refused.err.replace("│", " ").split())
