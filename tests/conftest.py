"""What every test may rely on: a machine's own lists of places stay out, the coded corpus is found or missed aloud."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from stores import address, bare_address, bare_url, cluster, postgres_url, server_url, store, template

__all__ = [
    "address",
    "bare_address",
    "bare_url",
    "cluster",
    "postgres_url",
    "server_url",
    "store",
    "template",
]

# The first example of a test loads the lexicon: a deadline would measure that. The same examples everywhere, so that
# a clone is green or red for everybody; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("rasd", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "rasd"))


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """Return the folder of the coded corpus, or skip: its texts belong to their publishers and are not shipped."""
    given = os.environ.get("RASD_CORPUS")
    if not given:
        pytest.skip("RASD_CORPUS is not set; it names the folder with seed.gold.jsonl and dev.gold.jsonl")
    folder = Path(given)
    if not (folder / "seed.gold.jsonl").is_file():
        pytest.skip(f"RASD_CORPUS={given} holds no seed.gold.jsonl")
    return folder.resolve()


@pytest.fixture(scope="session", autouse=True)
def _no_lists_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide lists that somebody added with `rasd gazetteer add`: a test reads the same on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASD_GAZETTEER_DIR", str(tmp_path_factory.mktemp("gazetteers")))
        yield
