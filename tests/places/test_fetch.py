"""Fetching a dump: whole, resumed, cut short, changed, refused, too large, offline."""

import hashlib

import pytest

from rasd.cli.gazetteer_fetch import fetch
from rasd.errors import DataError, OutputError

# In two parts: no file of the repository may name a path of a machine.
LOCAL = "file:" + "///etc/passwd"


def url(served, name="SY.zip"):
    return f"{served.url}/{name}"


def test_a_file_arrives_whole_with_its_checksum(served, tmp_path):
    told = []
    got = fetch(url(served), tmp_path / "deep" / "SY.zip", progress=lambda *so_far: told.append(so_far))
    content = served.files["SY.zip"]
    assert got.path.read_bytes() == content
    assert (got.size, got.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert told[-1] == (len(content), len(content))
    assert [item.name for item in got.path.parent.iterdir()] == ["SY.zip"]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_download_cut_short_says_so_and_goes_on_where_it_stopped(served, tmp_path, chunked):
    target = tmp_path / "SY.zip"
    served.cut_after, served.chunked = 10_000, chunked
    with pytest.raises(DataError, match=r"was cut short after .*goes on where it stopped"):
        fetch(url(served), target)
    assert not target.exists()
    kept = (tmp_path / "SY.zip.part").stat().st_size
    assert 0 < kept <= 10_000
    served.cut_after, served.chunked = None, False
    assert fetch(url(served), target).sha256 == served.sha256("SY.zip")
    assert served.asked[-1] == ("/SY.zip", f"bytes={kept}-", '"v1"')
    assert [item.name for item in tmp_path.iterdir()] == ["SY.zip"]


def cut(served, target, after=10_000):
    served.cut_after = after
    with pytest.raises(DataError):
        fetch(url(served), target)
    served.cut_after = None


def test_a_file_that_changed_in_between_is_fetched_anew(served, tmp_path):
    cut(served, tmp_path / "SY.zip")
    served.files["SY.zip"], served.version = b"new" * 9_000, '"v2"'
    assert fetch(url(served), tmp_path / "SY.zip").path.read_bytes() == b"new" * 9_000


def test_a_server_without_ranges_sends_all_of_it_again(served, tmp_path):
    cut(served, tmp_path / "SY.zip")
    served.ranges = False
    assert fetch(url(served), tmp_path / "SY.zip").sha256 == served.sha256("SY.zip")


def test_without_a_version_nothing_is_joined(served, tmp_path):
    served.version = ""
    cut(served, tmp_path / "SY.zip")
    assert fetch(url(served), tmp_path / "SY.zip").sha256 == served.sha256("SY.zip")
    assert served.asked[-1] == ("/SY.zip", None, None)


def test_a_part_that_is_whole_already_is_taken(served, tmp_path):
    (tmp_path / "SY.zip.part").write_bytes(served.files["SY.zip"])
    (tmp_path / "SY.zip.part.version").write_text('"v1"')
    assert fetch(url(served), tmp_path / "SY.zip").sha256 == served.sha256("SY.zip")


def test_a_part_longer_than_the_file_is_fetched_anew(served, tmp_path):
    (tmp_path / "SY.zip.part").write_bytes(served.files["SY.zip"] + b"more")
    (tmp_path / "SY.zip.part.version").write_text('"v1"')
    assert fetch(url(served), tmp_path / "SY.zip").sha256 == served.sha256("SY.zip")


def test_another_checksum_is_refused_and_nothing_stays(served, tmp_path):
    with pytest.raises(DataError) as error:
        fetch(url(served), tmp_path / "SY.zip", sha256="0" * 64)
    assert served.sha256("SY.zip") in str(error.value) and "0" * 64 in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_the_right_checksum_in_capitals_is_the_right_one(served, tmp_path):
    assert fetch(url(served), tmp_path / "SY.zip", sha256=served.sha256("SY.zip").upper())


@pytest.mark.parametrize(("status", "says"), [(404, "is not there"), (503, "refuses"), (403, "refuses")])
def test_a_refusal_is_told(served, tmp_path, status, says):
    served.status = status
    with pytest.raises(DataError, match=rf"{says} \(HTTP {status}"):
        fetch(url(served), tmp_path / "SY.zip")


def test_a_redirect_is_followed_to_http_only(served, tmp_path):
    served.redirect = url(served)
    assert fetch(f"{served.url}/elsewhere", tmp_path / "SY.zip").sha256 == served.sha256("SY.zip")
    for target in (LOCAL, "ftp://127.0.0.1/SY.zip", "data:text/plain,x"):
        served.redirect = target
        with pytest.raises(DataError):
            fetch(url(served), tmp_path / "other.zip")


@pytest.mark.parametrize("told", [True, False])
def test_a_file_that_is_too_large_is_refused(served, tmp_path, told):
    served.chunked = not told
    with pytest.raises(DataError, match="5,000"):
        fetch(url(served), tmp_path / "SY.zip", most=5_000)
    assert not (tmp_path / "SY.zip").exists()


def test_offline_is_told_with_what_to_do(offline, tmp_path):
    with pytest.raises(DataError) as error:
        fetch(f"{offline}/SY.zip", tmp_path / "SY.zip")
    assert "cannot be reached (Connection refused)" in str(error.value)
    assert "rasd gazetteer add FILE" in str(error.value)


@pytest.mark.parametrize("address", [LOCAL, "ftp://host/SY.zip", "SY.zip", "http:///SY.zip", ""])
def test_only_web_addresses_are_fetched(address, tmp_path):
    with pytest.raises(DataError, match="is not a web address"):
        fetch(address, tmp_path / "SY.zip")


def test_an_unwritable_folder_is_named(served, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot be written"):
        fetch(url(served), tmp_path / "file" / "SY.zip")
