"""Inputs and output in object stores (S3, Google Cloud Storage, Azure), through the engine's own connectors.

Listing is Daft's `io_glob`, reading `File` (ranged requests of some 16 MB, never a whole file in memory), writing
`io_put`, which a store makes visible whole or not at all. Two things Daft has no word for, and pyarrow, which writes its Parquet,
has: when an object was changed, and taking one away. Credentials are found by either's own chain (environment, profile,
the role of the machine) and pass through no argument, file or log of ours.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from rasd.errors import DocumentError, OutputError
from rasd.scale.depot import Depot, LocalDepot
from rasd.scale.engine.starting import daft
from rasd.scale.files import LOCAL
from rasd.scale.work import Source

__all__ = ["ANYWHERE", "ObjectDepot", "depot_at", "is_address", "listed", "open_object", "stamp_of_object"]

SCHEMES = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss")
_ADDRESS = re.compile(rf"(?:{'|'.join(SCHEMES)})://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[{]")
_READ_AHEAD = 1 << 20
_TRIES, _TIMEOUT = 6, 30_000


def is_address(name: str) -> bool:
    """Tell whether a name is that of an object or a folder in a store.

    >>> is_address("s3://crawl/2024/"), is_address("crawl/2024/")
    (True, False)
    """
    return _ADDRESS.match(name) is not None


def listed(address: str) -> Iterator[tuple[str, int]]:
    """Yield the objects under an address with their sizes, sorted: one object, a folder, or a pattern with ``*``.

    Raises DocumentError where nothing is there or the store does not answer.
    """
    plain = address.rstrip("/")
    found = _globbed(plain)
    if not _GLOB.search(plain) and [path for path, _ in found] != [
        plain
    ]:  # a folder: what lies in it at any depth
        found = _globbed(f"{plain}/**")
    if not found:
        raise DocumentError(
            f"{address}: nothing is there. Give an object, a folder of objects or a pattern such as {plain}/*.gz."
        )
    yield from sorted(found)


def _globbed(pattern: str) -> list[tuple[str, int]]:
    try:
        rows = _native().io_glob(pattern, io_config=_patience())
    except FileNotFoundError:
        return []
    except Exception as error:
        raise DocumentError(
            f"{pattern}: cannot be listed ({_told(error)}). Credentials come from the environment, a profile or the machine's"
            " role; look whether they allow listing here."
        ) from error
    return [(row["path"], int(row["size"] or 0)) for row in rows if row["type"] == "File"]


def open_object(address: str, *, ahead: int | None = None) -> BinaryIO:
    """Return a seekable stream over an object that asks the store for ranges as it is read; raises OSError.

    `ahead` is how many bytes a request asks for; some 16 MB when left out.
    """
    try:
        stream = daft().File(address, _patience()).open(buffer_size=ahead)
        stream.__enter__()
    except OSError:
        raise
    except Exception as error:
        raise OSError(_told(error)) from error
    return io.BufferedReader(_Firm(stream), _READ_AHEAD)


class _Firm(io.RawIOBase):
    """A stream whose every failure is an OSError, so that readers of archives need not know of Daft."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def readinto(self, buffer: Any) -> int:
        found = self._done(self._inner.read, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return int(self._done(self._inner.seek, offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()

    def _done(self, act: Any, *given: Any) -> Any:
        try:
            return act(*given)
        except OSError:
            raise
        except Exception as error:
            raise OSError(_told(error)) from error


def stamp_of_object(address: str) -> str:
    """Return size and time of change of an object as its store tells them; raises OSError.

    Of a store that pyarrow does not know, the size alone.
    """
    try:
        files, path = _arrow_files(address)
    except ValueError:
        return str(daft().File(address, _patience()).size())
    found = files.get_file_info(path)
    if not found.is_file:
        raise FileNotFoundError(f"{address}: nothing is there")
    return f"{found.size}-{found.mtime_ns}"


class ObjectDepot:
    """A folder of an object store: what is written is there whole or not at all, as stores have it."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def read(self, name: str) -> bytes:
        """Return a file; raises FileNotFoundError where there is none."""
        with open_object(self._at(name)) as stream:
            return stream.read()

    def write(self, name: str, data: bytes) -> None:
        """Keep a file in one request, or in parts that the store joins at the end; raises OutputError."""
        try:
            _native().io_put(self._at(name), data, io_config=_patience())
        except Exception as error:
            raise OutputError(
                f"{self._at(name)}: cannot be written ({_told(error)}). What was finished is kept; look whether the credentials"
                " of this machine allow writing there, and start the same command again."
            ) from error

    def names(self, prefix: str = "") -> Iterator[str]:
        """Yield the names of the files that begin with `prefix`, sorted."""
        folder = prefix.rpartition("/")[0]
        found = _globbed("/".join(part for part in (self.address, folder, "**") if part))
        names = (path.removeprefix(f"{self.address}/") for path, _ in found)
        yield from sorted(name for name in names if name.startswith(prefix))

    def remove(self, name: str) -> None:
        """Take a file away; one that is not there is no error."""
        try:
            files, path = _arrow_files(self._at(name))
            files.delete_file(path)
        except FileNotFoundError:
            pass
        except (ValueError, OSError) as error:
            raise OutputError(
                f"{self._at(name)}: cannot be taken away ({error}). Remove it with the store's own tool and start again."
            ) from error

    def _at(self, name: str) -> str:
        return f"{self.address}/{name}"


def depot_at(where: str) -> Depot:
    """Return the depot of an output: a folder that every worker sees, or a folder of an object store."""
    return ObjectDepot(where) if is_address(where) else LocalDepot(Path(where))


def _open(name: str) -> BinaryIO:
    return open_object(name) if is_address(name) else LOCAL.open(name)


def _stamp(name: str) -> str:
    return stamp_of_object(name) if is_address(name) else LOCAL.stamp(name)


ANYWHERE = Source(_open, _stamp)
"""Files of this machine and objects of stores."""


def _native() -> Any:
    """Return Daft's compiled half, where listing and writing stand that its public face lends to queries only."""
    return daft().daft


def _patience() -> Any:
    """Return how often a store is asked again; the engine's own 25 times keep a wrong address silent for minutes."""
    io = daft().io
    return io.IOConfig(
        s3=io.S3Config(num_tries=_TRIES, connect_timeout_ms=_TIMEOUT, read_timeout_ms=_TIMEOUT)
    )


def _arrow_files(address: str) -> tuple[Any, str]:
    """Return pyarrow's view of a store, and the path in it; raises ValueError for a store that it does not know."""
    from pyarrow import fs

    scheme, _, rest = address.partition("://")
    if (
        scheme.lower() in ("az", "abfs", "abfss")
        and "@" not in rest
        and "AZURE_STORAGE_ACCOUNT" in os.environ
    ):
        return fs.AzureFileSystem(account_name=os.environ["AZURE_STORAGE_ACCOUNT"]), rest
    scheme = {"s3a": "s3", "gcs": "gs", "az": "abfs"}.get(scheme.lower(), scheme.lower())
    found, path = fs.FileSystem.from_uri(f"{scheme}://{_quoted(rest)}")
    return found, path


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/@._-~")


def _told(error: BaseException) -> str:
    """Return the first line of an error of a connector, which may go on for a page."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
