"""A time-stamp proves the state of the log at a moment, and nothing else passes for one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rasd.errors import PreservationError
from rasd.preservation.stamping import check_stamp, make_request, read_certificates, statement
from timestamps import Authority, authority, run

pytest.importorskip("rfc3161_client")
SAID = statement(entries=5, head="aa" * 32, root="bb" * 32)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def answered(server: Authority) -> tuple[bytes, bytes]:
    request = make_request(SAID)
    return request, server.reply(request)


def test_an_answer_is_proved_against_the_authority(server: Authority, answered: tuple[bytes, bytes]) -> None:
    request, answer = answered
    checked = check_stamp(SAID, answer, trust=read_certificates(server.ca), nonce_of=request)
    assert checked.is_proved and not checked.fault
    assert str(server.ca) in checked.told


def test_openssl_proves_the_same_answer(
    server: Authority, answered: tuple[bytes, bytes], tmp_path: Path
) -> None:
    """The files are of use without Rasd."""
    (tmp_path / "said.json").write_bytes(SAID)
    (tmp_path / "said.tsr").write_bytes(answered[1])
    run("ts", "-verify", "-data", str(tmp_path / "said.json"), "-in", str(tmp_path / "said.tsr"),
        "-CAfile", str(server.ca))  # fmt: skip


def test_without_certificates_nothing_is_called_proved(answered: tuple[bytes, bytes]) -> None:
    checked = check_stamp(SAID, answered[1])
    assert not checked.is_proved and not checked.fault
    assert "--ca" in checked.told and "Example TSA" in checked.told


def test_another_statement_is_not_what_was_stamped(server: Authority, answered: tuple[bytes, bytes]) -> None:
    other = statement(entries=6, head="aa" * 32, root="bb" * 32)
    assert "something else" in check_stamp(other, answered[1], trust=read_certificates(server.ca)).fault


def test_an_answer_to_another_request_is_refused(server: Authority, answered: tuple[bytes, bytes]) -> None:
    checked = check_stamp(SAID, answered[1], trust=read_certificates(server.ca), nonce_of=make_request(SAID))
    assert "another one" in checked.fault


def test_another_authority_proves_nothing(server: Authority, tmp_path: Path) -> None:
    other = authority(tmp_path / "other")  # before the answer: its certificate holds at that moment
    checked = check_stamp(SAID, server.reply(make_request(SAID)), trust=read_certificates(other.ca))
    assert "not signed under these certificates" in checked.fault


def test_an_altered_answer_is_refused(server: Authority, answered: tuple[bytes, bytes]) -> None:
    altered = bytearray(answered[1])
    altered[-10] ^= 1
    checked = check_stamp(SAID, bytes(altered), trust=read_certificates(server.ca))
    assert checked.fault and not checked.is_proved


@pytest.mark.parametrize("nonsense", [b"", b"<html>not found</html>", b"0" * 5000, b"\x30\x80\x00\x00"])
def test_nonsense_is_refused(server: Authority, nonsense: bytes) -> None:
    assert "no answer" in check_stamp(SAID, nonsense, trust=read_certificates(server.ca)).fault


def test_a_refusal_is_told_in_the_server_s_words(server: Authority, tmp_path: Path) -> None:
    other = authority(tmp_path / "other", digests="sha512")
    fault = check_stamp(SAID, other.reply(make_request(SAID)), trust=read_certificates(server.ca)).fault
    assert "refused" in fault and "digest" in fault


def test_a_certificate_that_had_expired_is_named(tmp_path: Path) -> None:
    try:
        expired = authority(tmp_path / "expired", days="-1")
    except AssertionError as error:
        pytest.skip(f"this openssl makes no expired certificate: {error}")
    request = make_request(SAID)
    checked = check_stamp(SAID, expired.reply(request), trust=read_certificates(expired.ca))
    assert "was not valid at the moment" in checked.fault


def test_a_file_without_certificates_is_said(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(PreservationError, match="holds no certificate"):
        read_certificates(tmp_path / "ca.pem")
    with pytest.raises(PreservationError, match="cannot be read"):
        read_certificates(tmp_path / "none.pem")


def test_without_the_library_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    with pytest.raises(PreservationError, match=r"pip install 'rasd\[evidence\]'"):
        make_request(SAID)
