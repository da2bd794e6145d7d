"""Time-stamps (RFC 3161): an outside server signs that the custody log stood as it does at a moment.

Whoever holds the disk could write the whole log anew, with hashes that fit. A statement about the log (its length, its
head, the root over all its entries) signed by somebody else cannot be made afterwards. Only its hash is sent: the
server learns nothing of what the log holds. The files lie under ``stamps/`` in the evidence folder, written once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from rasd.errors import PreservationError

__all__ = ["Checked", "Trust", "check_stamp", "make_request", "read_certificates", "statement"]

_FILE_LIMIT = 4 << 20
_CHAIN = re.compile(r"Verify error: ?([^\"\]]{1,120})")


def _library() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError:
        raise PreservationError(
            "Time-stamps need the library rfc3161-client, which is not installed. Run: pip install 'rasd[evidence]'."
        ) from None
    module: ModuleType = rfc3161_client
    return module


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates that a person trusts, and the file they came from."""

    where: str
    certificates: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a time-stamp proves: `told` in words, or the `fault`."""

    told: str = ""
    fault: str = ""
    at: datetime | None = None
    is_proved: bool = False
    """The signature was held against certificates, not only the hash against the statement."""


def statement(*, entries: int, head: str, root: str) -> bytes:
    """Return what is signed: the state of the log in canonical JSON, for a file that outlives the program."""
    said = {"about": "custody log of Rasd", "entries": entries, "head": head, "root": root}
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_certificates(path: Path) -> Trust:
    """Read trusted certificates from a PEM or DER file; raises PreservationError when it holds none."""
    try:
        if path.stat().st_size > _FILE_LIMIT:
            raise PreservationError(f"{path}: too large for a file of certificates.")
        return _certificates(str(path), path.read_bytes())
    except OSError as error:
        raise PreservationError(f"{path}: cannot be read: {error.strerror}.") from None


def _certificates(where: str, data: bytes) -> Trust:
    _library()
    from cryptography import x509

    try:
        if b"-----BEGIN" in data:
            return Trust(where, tuple(x509.load_pem_x509_certificates(data)))
        return Trust(where, (x509.load_der_x509_certificate(data),))
    except ValueError:
        raise PreservationError(
            f"{where}: holds no certificate (PEM or DER). Get the CA's certificate from whoever runs the server."
        ) from None


def make_request(written: bytes) -> bytes:
    """Return the request for a time-stamp over a statement, with a number that the answer must repeat."""
    library = _library()
    builder = library.TimestampRequestBuilder().data(written).hash_algorithm(library.HashAlgorithm.SHA256)
    request: bytes = builder.build().as_bytes()
    return request


def check_stamp(
    written: bytes,
    answer: bytes,
    *,
    trust: Trust | None = None,
    kept: bytes | None = None,
    nonce_of: bytes | None = None,
) -> Checked:
    """Hold a server's answer against the statement, offline; `trust` wins over the certificates that were `kept`.

    Without either, only the hash and the time are read: the answer then says who signed, and that it is not proved.
    """
    library = _library()
    try:
        response = library.decode_timestamp_response(_in_order(answer))
        status = int(response.status)
        if status not in (0, 1):
            words = "; ".join(str(word) for word in response.status_string or ())
            return Checked(fault=f"the server refused (status {status}{': ' + words if words else ''})")
        token = response.tst_info
        imprint, at = token.message_imprint.message, token.gen_time
        signed = response.signed_data
    except (ValueError, TypeError, AttributeError, OverflowError):  # whatever bad DER comes to in the library
        return Checked(fault="is no answer of a time-stamp server")
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    algorithm = token.message_imprint.hash_algorithm.dotted_string
    if algorithm != "2.16.840.1.101.3.4.2.1" or imprint != hashlib.sha256(written).digest():
        return Checked(fault="is a time-stamp of something else than its statement")
    if nonce_of is not None and token.nonce != _nonce(library, nonce_of):
        return Checked(fault="does not repeat the number of the request: it is an answer to another one")
    moment = f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    held = trust if trust is not None else (_certificates("kept certificates", kept) if kept else None)
    if held is None:
        who = _signer(signed) or "an unnamed server"
        return Checked(f"stamped {moment} by {who}; not proved: give its CA's certificate with --ca", at=at)
    fault = _verify(library, response, written, held, signed)
    if fault:
        return Checked(fault=f"{fault} (held against {held.where})", at=at)
    return Checked(f"stamped {moment}, proved against {held.where}", at=at, is_proved=True)


def _in_order(answer: bytes) -> bytes:
    """Return the answer with its certificates sorted, as strict DER wants them and many servers do not write them.

    The signature does not cover their order. What is no answer comes back as it is.
    """
    try:
        _, start, end = _element(answer, 0)  # the response
        for number in (1, 1, 0, 3):  # its token; in it: what is signed; in that, unwrapped: the certificates
            at = start
            for _ in range(number):
                at = _element(answer, at)[2]
            _, start, end = _element(answer, at)
        tag = answer[at]
        parts, position = [], start
        while position < end:
            _, _, after = _element(answer, position)
            parts.append(answer[position:after])
            position = after
    except (IndexError, ValueError):
        return answer
    if tag != 0xA0:
        return answer
    return answer[:start] + b"".join(sorted(parts)) + answer[end:]


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Return tag, start and end of the content of the DER element at a place."""
    length, start = data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4:
            raise ValueError("no definite length")
        length, start = int.from_bytes(data[start : start + size]), start + size
    if start + length > len(data):
        raise ValueError("cut off")
    return data[at], start, start + length


def _nonce(library: ModuleType, request: bytes) -> int | None:
    nonce: int | None = library._rust.parse_timestamp_request(request).nonce
    return nonce


def _verify(library: ModuleType, response: Any, written: bytes, held: Trust, signed: Any) -> str:
    builder = library.VerifierBuilder()  # certificates that the answer carries are links, never anchors
    certificates, carried = list(held.certificates), _carried(signed)
    for certificate in dict.fromkeys(certificates):
        builder = builder.add_root_certificate(certificate)
    try:
        builder.build().verify(response, hashlib.sha256(written).digest())
    except (library.VerificationError, ValueError, TypeError) as error:
        return _told(str(error), response, [*certificates, *carried])
    return ""


def _told(reason: str, response: Any, certificates: Sequence[Any]) -> str:
    at = response.tst_info.gen_time
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    for certificate in certificates:
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            return (
                f"its certificate {certificate.subject.rfc4514_string()} was not valid at the moment of the stamp"
                f" ({certificate.not_valid_before_utc:%Y-%m-%d} to {certificate.not_valid_after_utc:%Y-%m-%d})"
            )
    if "signature failure" in reason or "ECDSA verify" in reason or "digest failure" in reason:
        return "its signature does not hold: the answer was altered"
    found = _CHAIN.search(reason)
    if found:
        return f"it was not signed under these certificates ({found[1]})"
    return f"its signature does not hold: {reason.strip()[:200] or 'unknown reason'}"


def _carried(signed: Any) -> list[Any]:
    from cryptography import x509

    found = []
    for der in signed.certificates:
        try:
            found.append(x509.load_der_x509_certificate(der))
        except ValueError:
            continue
    return found


def _signer(signed: Any) -> str:
    numbers = {info.serial_number for info in signed.signer_infos}
    for certificate in _carried(signed):
        if certificate.serial_number in numbers:
            return str(certificate.subject.rfc4514_string())
    return ""
