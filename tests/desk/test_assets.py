"""The desk's assets: made from what the lock names, all or nothing, and a page without them is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import desk_assets

LOCK = json.loads((desk_assets.NPM / "package-lock.json").read_text("utf-8"))


def test_the_lock_holds_every_package_by_hash_and_names_no_address() -> None:
    packages = {name: one for name, one in LOCK["packages"].items() if name}
    assert packages
    assert not [name for name, one in packages.items() if not one.get("integrity", "").startswith("sha512-")]
    assert not [name for name, one in packages.items() if "resolved" in one or one.get("hasInstallScript")]


def test_everything_copied_is_pinned_by_the_lock() -> None:
    wanted = json.loads((desk_assets.NPM / "package.json").read_text("utf-8"))["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values()), "one version each, no range"
    copied = {source.split("/")[0] for source in desk_assets.COPIED.values()}
    assert copied <= wanted.keys()


def test_a_file_that_is_gone_or_cut_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_assets, "MODULES", tmp_path / "modules")
    axe = tmp_path / "modules/axe-core/axe.min.js"
    axe.parent.mkdir(parents=True)
    axe.touch()
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    assert not desk_assets.is_current(vendor)
    (vendor / "one.js").write_text("let one;")
    made = {"of": desk_assets.digest(), "files": {"one.js": 8}}
    (vendor / "made.json").write_text(json.dumps(made))
    assert desk_assets.is_current(vendor)
    (vendor / "one.js").write_text("let")
    assert not desk_assets.is_current(vendor)
    (vendor / "one.js").unlink()
    assert not desk_assets.is_current(vendor)
    (vendor / "made.json").write_text("{")
    assert not desk_assets.is_current(vendor)


def test_without_the_network_the_assets_that_were_there_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.js").write_text("let old;")

    def away() -> None:
        raise desk_assets.AssetsError("npm could not bring the packages: ENOTFOUND. Check the network.")

    monkeypatch.setattr(desk_assets, "VENDOR", vendor)
    monkeypatch.setattr(desk_assets, "fetch", away)
    assert desk_assets.main() == 1
    said = capsys.readouterr().err
    assert "were not made" in said and "ENOTFOUND" in said
    assert (vendor / "old.js").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["vendor"]


def test_a_registry_that_is_away_is_told_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_bytes((desk_assets.NPM / name).read_bytes())
    (tmp_path / ".npmrc").write_text(f"registry=http://127.0.0.1:9/\ncache={tmp_path / 'cache'}\n")
    monkeypatch.setattr(desk_assets, "NPM", tmp_path)
    monkeypatch.setattr(desk_assets, "MODULES", tmp_path / "node_modules")
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    try:
        desk_assets._npm()
    except desk_assets.AssetsError as error:
        pytest.skip(str(error))
    with pytest.raises(desk_assets.AssetsError, match="make assets"):
        desk_assets.fetch()


def test_what_is_served_carries_its_licence() -> None:
    if not desk_assets.is_current():
        pytest.skip("the desk's assets have not been made: make assets")
    folder = desk_assets.VENDOR / "licences"
    for name in ("htmx.org", "maplibre-gl", "pmtiles", "world-atlas", "@fontsource-noto-kufi-arabic"):
        assert len((folder / f"{name}.txt").read_text("utf-8")) > 400, name
    assert not [path for path in desk_assets.VENDOR.rglob("*") if "axe" in path.name], "for tests only"


def test_the_frame_asks_for_assets_only_where_they_are() -> None:
    text = (desk_assets.ROOT / "src/rasd/desk/site/templates/site/base.html").read_text("utf-8")
    inside = [part.split("{% endif %}")[0] for part in text.split("{% if has_assets %}")[1:]]
    assert text.count("vendor/") == sum(part.count("vendor/") for part in inside) == 2
