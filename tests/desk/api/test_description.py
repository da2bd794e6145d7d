"""The API is as it is described: schemathesis asks it what the description allows, and what it does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import desk_browsing as browsing

_CASES = "6"
"""An operation: enough to meet what each part of a request may be; more are run by hand."""


def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    program = shutil.which(
        "schemathesis", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if program is None:
        pytest.skip("schemathesis is not installed: pip install 'rasd[dev]'")
    store = tmp_path / "store"
    browsing.example_store(str(store))
    with (
        browsing.served(str(store), "--local", log=tmp_path / "log") as desk,
        httpx.Client(base_url=desk.url, timeout=120) as browser,
    ):
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/tokens").text)
        assert found
        wanted = {"name": "trial", "days": "7", "scopes": ["read", "code", "verify"]}
        page = browser.post("/tokens", data={"csrfmiddlewaretoken": found[1], **wanted})
        token = re.search(r"rasd_[A-Za-z0-9_-]{30,}", page.text)
        assert token
        (tmp_path / "openapi.json").write_text(browser.get("/api/openapi.json").text, "utf-8")
        done = subprocess.run(
            [
                program, "run", str(tmp_path / "openapi.json"), "--url", desk.url,
                "--header", f"Authorization: Bearer {token[0]}", "--phases", "fuzzing", "--max-examples", _CASES,
                "--generation-deterministic", "--no-color",
                # what a description cannot say, such as that a document must be there, is refused with 404 or 422
                "--exclude-checks", "positive_data_acceptance",
            ],
            capture_output=True, text=True, check=False, timeout=900, cwd=tmp_path,
            env={**os.environ, "SCHEMATHESIS_HOOKS": ""},
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "13 passed" in done.stdout, done.stdout[-3000:]
