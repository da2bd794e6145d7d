"""Packages for one reader only, in the age format (https://age-encryption.org/v1): by public key, or by passphrase.

The clear bytes never touch the disk: they go through a pipe to the cipher, and only what comes out of it is written.
With a passphrase the library wants them whole, so they stand in memory, up to a limit.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, cast

from rasd.errors import PreservationError

__all__ = [
    "AGE_HEADS",
    "PASSPHRASE_LIMIT",
    "Readers",
    "age_library",
    "decrypt",
    "decrypting",
    "encrypting",
    "identities_of",
    "readers_of",
]

PASSPHRASE_LIMIT = 256 << 20
"""Bytes; a larger package needs a public key, which is streamed."""
_KEY_FILE_LIMIT = 1 << 20
AGE_HEADS = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
"""How a file in the age format begins."""
_SHORT = 8


def age_library() -> ModuleType:
    """Return pyrage; raises PreservationError where it is not installed."""
    try:
        import pyrage
    except ImportError:
        raise PreservationError(
            "Encryption needs the library pyrage, which is not installed. Run: pip install 'rasd[evidence]'."
        ) from None
    module: ModuleType = pyrage
    return module


class Readers:
    """Who will be able to read: public keys, or those who know a passphrase."""

    def __init__(self, keys: Sequence[Any], names: Sequence[str], passphrase: str | None = None) -> None:
        self.keys, self.names, self.passphrase = keys, tuple(names), passphrase


def readers_of(given: Sequence[str], *, passphrase: str | None = None) -> Readers:
    """Return the readers that `given` names: age or SSH public keys, or files with one a line.

    Raises PreservationError naming what is no key, and for a private key, which must not be given here.
    """
    library = age_library()
    if passphrase is not None:
        if given:
            raise PreservationError(
                "A package has public keys or a passphrase, not both. Leave one of them out."
            )
        if len(passphrase) < _SHORT:
            raise PreservationError(f"The passphrase has fewer than {_SHORT} characters. Give a longer one.")
        return Readers((), ("passphrase",), passphrase)
    keys, names = [], []
    for where, text in _lines(given):
        key = _key(library, where, text)
        if text not in names:
            keys.append(key)
            names.append(text)
    if not keys:
        raise PreservationError(
            "No public key was given. Make a pair with `age-keygen`, and give its age1… line."
        )
    return Readers(keys, names)


def _lines(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    for one in given:
        one = one.strip()
        if one.startswith(("age1", "ssh-", "AGE-SECRET-KEY-")):
            yield "key", one
            continue
        path = Path(one)
        try:
            if path.stat().st_size > _KEY_FILE_LIMIT:
                raise PreservationError(f"{one}: too large for a file of keys.")
            lines = path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            raise PreservationError(
                f'"{one[:40]}" is neither an age public key (age1…) nor a file. Give one or the other.'
            ) from None
        except (OSError, UnicodeDecodeError):
            raise PreservationError(
                f"{one}: cannot be read as a file of keys, one a line. Check its name and permissions."
            ) from None
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                yield f"{one}:{number}", line.strip()


def _key(library: ModuleType, where: str, text: str) -> Any:
    if text.upper().startswith("AGE-SECRET-KEY-"):
        raise PreservationError(
            f"{where}: this is a private key. Encrypting takes the public one (age1…); keep the private one apart."
        )
    try:
        if text.startswith("ssh-"):
            return library.ssh.Recipient.from_str(text)
        if text.startswith("age1pq1"):
            return library.tagpq.Recipient.from_str(text)
        return library.x25519.Recipient.from_str(text)
    except library.RecipientError:
        raise PreservationError(
            f'{where}: "{text[:20]}…" is no public key of age (age1…) or SSH. Was a part of it lost in copying?'
        ) from None


@contextmanager
def encrypting(sink: BinaryIO, readers: Readers) -> Iterator[BinaryIO]:
    """Yield a stream; what is written to it comes out of `sink` encrypted, whole once the context has been left.

    Raises the error of either side: what the writer raised, or OSError when the sink cannot take more.
    """
    library = age_library()
    if readers.passphrase is not None:
        held = _Held()
        yield held
        sink.write(library.passphrase.encrypt(held.getvalue(), readers.passphrase))
        return
    out, into = os.pipe()
    failure: list[Exception] = []
    target = _Remembering(sink)

    def cipher() -> None:
        with os.fdopen(out, "rb") as source:
            try:
                library.encrypt_io(source, target, list(readers.keys))
            except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
                failure.append(target.error or error)

    thread = threading.Thread(target=cipher, name="age", daemon=True)
    thread.start()
    stream = os.fdopen(into, "wb")
    try:
        yield cast(BinaryIO, _Forward(stream))
        stream.close()
    except BrokenPipeError:
        thread.join()
        raise _reason(failure) from None
    finally:
        with suppress(OSError):
            stream.close()
        thread.join()
    if failure:
        raise _reason(failure)


def _reason(failure: list[Exception]) -> Exception:
    first = failure[0] if failure else OSError("the cipher stopped")
    return first if isinstance(first, OSError) else OSError(str(first))


class _Remembering:
    """A sink whose own error is kept: the library passes on only its words."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._sink.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._sink.flush()


class _Forward(io.RawIOBase):
    """A stream that can only be written, so that nothing tries to go back in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._stream.write(data)

    def flush(self) -> None:
        if not self._stream.closed:
            self._stream.flush()


class _Held(io.BytesIO):
    """Memory up to the limit."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > PASSPHRASE_LIMIT:
            raise PreservationError(
                f"The package is larger than {PASSPHRASE_LIMIT >> 20} MB, the limit with a passphrase, which needs it"
                " whole in memory. Give a public key (--encrypt age1…), or a smaller selection."
            )
        return super().write(data)


def decrypt(source: Path, sink: BinaryIO, *, identity: Path | None, passphrase: str | None = None) -> None:
    """Decrypt a file to `sink` with the private keys in `identity`, or with a passphrase.

    Raises PreservationError when it is no age file, damaged, or made for somebody else.
    """
    library = age_library()
    target = _Remembering(sink)
    reason = "it is damaged, or was made for another key or passphrase"
    try:
        with source.open("rb") as stream:
            if not stream.read(40).startswith(AGE_HEADS):
                raise PreservationError(
                    f"{source}: is no file in the age format. There is nothing to decrypt."
                )
            stream.seek(0)
            if passphrase is None:
                library.decrypt_io(stream, target, identities_of(library, identity))
                return
            if source.stat().st_size > PASSPHRASE_LIMIT * 1.01:
                raise PreservationError(
                    f"{source}: too large for a passphrase here. Decrypt it with `age -d`."
                )
            target.write(library.passphrase.decrypt(stream.read(), passphrase))
            return
    except library.DecryptError as error:
        if "matching key" in str(error).lower():
            reason = "it was made for another key, or for a passphrase"
    except OSError as error:
        if target.error is not None or error.errno is not None:
            raise (target.error or error) from None
        reason = "it is damaged or cut off"
    raise PreservationError(f"{source}: cannot be decrypted: {reason}. Nothing was written.") from None


@contextmanager
def decrypting(source: BinaryIO, identities: Sequence[Any], place: str) -> Iterator[BinaryIO]:
    """Yield what `source` holds in the clear, as it comes: each piece is proved, the end only once it is reached.

    Raises PreservationError when it is damaged, cut off or made for another key, whatever the reader made of it.
    """
    library = age_library()
    out, into = os.pipe()
    failure: list[Exception] = []

    def cipher() -> None:
        with os.fdopen(into, "wb", buffering=0) as stream:
            target = _Remembering(cast(BinaryIO, stream))
            try:
                library.decrypt_io(source, target, list(identities))
            except Exception as error:  # noqa: BLE001 - raised again by the thread that reads
                if target.error is None:  # else the reader left, for a reason of its own
                    failure.append(error)

    thread = threading.Thread(target=cipher, name="age", daemon=True)
    thread.start()
    stream = os.fdopen(out, "rb", buffering=1 << 20)
    try:
        yield stream
        while stream.read(1 << 20):  # the end proves that nothing is missing
            pass
    finally:
        with suppress(OSError):
            stream.close()
        thread.join()
        if failure:
            raise _undone(place, failure[0]) from None


def _undone(place: str, error: Exception) -> PreservationError:
    if "matching key" in str(error).lower():
        return PreservationError(f"{place}: cannot be decrypted: it was made for another key.")
    if isinstance(error, OSError) and error.errno is not None:
        return PreservationError(f"{place}: cannot be read: {error.strerror}.")
    return PreservationError(f"{place}: cannot be decrypted: it is damaged or cut off.")


def identities_of(library: ModuleType, identity: Path | None) -> list[Any]:
    """Return the private keys in a file; raises PreservationError when it holds none."""
    if identity is None:
        raise PreservationError("Give the file with the private key (--identity), or --passphrase.")
    try:
        text = identity.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise PreservationError(f"{identity}: cannot be read as a file of private keys.") from None
    found = []
    if text.startswith("-----BEGIN"):
        with suppress(library.IdentityError):
            found.append(library.ssh.Identity.from_buffer(text.encode()))
    for line in text.splitlines():
        if line.startswith("AGE-SECRET-KEY-"):
            with suppress(library.IdentityError):
                found.append(library.x25519.Identity.from_str(line.strip()))
    if not found:
        raise PreservationError(f"{identity}: holds no private key of age (AGE-SECRET-KEY-…) or SSH.")
    return found
