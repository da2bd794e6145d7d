"""A store of each kind for every test: SQLite in a folder, PostgreSQL on a server that the session starts once."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from rasd.store import Store

_NUMBERS = count(1)


def server_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


class Cluster:
    """A PostgreSQL server of our own in a temporary folder, reached by its socket only."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="rasd-pg-"))
        self.user: str | None = None
        if os.geteuid() == 0:  # the server refuses to run as root
            self.user = next(name for name in ("postgres", "nobody") if _exists(name))
            shutil.chown(self.folder, self.user)
        self.folder.chmod(0o755)
        data = self.folder / "data"
        self.run(
            "initdb", "-D", data, "-U", "rasd", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C"
        )
        self.start()

    def run(self, program: str, *arguments: object) -> None:
        """Run a program of the server as its user."""
        done = subprocess.run(
            [self.programs / program, *map(str, arguments)],
            check=False, user=self.user, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr or done.stdout}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = (
            f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=40 -c shared_buffers=32MB"
        )
        log = self.folder / "log"
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once, as a power cut would."""
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://rasd@/{database}?host={self.folder}"


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Start a server of our own, or skip aloud."""
    programs = server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL: initdb is not installed (Debian: apt-get install postgresql)")
    server = Cluster(programs)
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server_url(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Return what gives the address of a database: on the server of RASD_TEST_POSTGRES, else on one of our own."""
    given = os.environ.get("RASD_TEST_POSTGRES")
    if not given:
        url: Callable[[str], str] = request.getfixturevalue("cluster").url
        return url
    from urllib.parse import urlsplit, urlunsplit

    parts = urlsplit(given)
    return lambda database: urlunsplit(parts._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def template(server_url: Callable[[str], str]) -> Iterator[str]:
    """Make one database with all tables, which the tests copy: migrating each would take a second."""
    name = f"rasd_template_{os.getpid()}"
    _administer(server_url, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    Store.open(server_url(name)).close()
    yield name
    _administer(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server_url: Callable[[str], str], statement: str) -> None:
    import psycopg

    address = os.environ.get("RASD_TEST_POSTGRES") or server_url("postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture
def postgres_url(server_url: Callable[[str], str], template: str) -> Iterator[str]:
    """Return the address of an empty store on PostgreSQL."""
    name = f"rasd_test_{os.getpid()}_{next(_NUMBERS)}"
    _administer(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server_url(name)
    _administer(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def fresh_database(server_url: Callable[[str], str]) -> Iterator[str]:
    """Make a database that holds nothing yet, give its address, and drop it."""
    name = f"rasd_bare_{os.getpid()}_{next(_NUMBERS)}"
    _administer(server_url, f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    yield server_url(name)
    _administer(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def bare_url(server_url: Callable[[str], str]) -> Iterator[str]:
    """Return the address of a database that holds nothing yet."""
    with fresh_database(server_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a store may be made, of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "store")
    found: str = request.getfixturevalue("bare_url")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a store, of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "store")
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """Return an open, empty store, of each kind in turn."""
    with Store.open(address, evidence=tmp_path / "evidence") as opened:
        yield opened
