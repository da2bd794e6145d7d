"""What a desk is started with: a map server of one's own is taken only as one, and opens the policy for itself alone."""

from __future__ import annotations

import pytest

from rasd.desk import DeskOptions
from rasd.errors import StoreError


@pytest.mark.parametrize(
    ("tiles", "origin"),
    [
        ("", ""),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://tiles.example:8443/osm/{z}/{x}/{y}.webp?style=1", "https://tiles.example:8443"),
        ("http://127.0.0.1:8080/{z}/{y}/{x}", "http://127.0.0.1:8080"),
    ],
)
def test_a_map_server_survives_the_way_to_the_servers_processes(tiles: str, origin: str) -> None:
    options = DeskOptions(store="somewhere", tiles=tiles)
    again = DeskOptions.from_environment(options.exported())
    assert again.tiles == tiles and again.tiles_origin == origin


@pytest.mark.parametrize(
    "tiles",
    [
        "tiles.example/{z}/{x}/{y}.png",
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://name:word@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
        "javascript:{z}{x}{y}",
    ],
)
def test_what_is_no_map_server_is_refused_with_a_remedy(tiles: str) -> None:
    with pytest.raises(StoreError, match=r"--tiles .*https://tiles\.example/\{z\}/\{x\}/\{y\}\.png"):
        DeskOptions(store="somewhere", tiles=tiles)
