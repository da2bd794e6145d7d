"""Which kinds of jobs there are. A room registers its own in `AppConfig.ready`, by the name of a function that is loaded
when a job of that kind begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from rasd.desk.access import Need

__all__ = ["Kind", "kind_named", "register"]

Work = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job."""

    name: str
    function: Work | str
    """Called with a `Progress` and the arguments of the job; as a string, ``package.module:function``."""
    title: str
    """Key of the phrase that names it."""
    need: Need = "code"
    """What whoever starts one again must be allowed."""
    resumes: bool = True
    """Whether a job that lost its worker is begun again: the work done before is found done, or made anew."""
    repeats: bool = True
    """Whether a person may start an ended one again, with the same arguments."""

    def load(self) -> Work:
        """Return the function."""
        if not isinstance(self.function, str):
            return self.function
        module, _, name = self.function.partition(":")
        work: Work = getattr(import_module(module), name)
        return work


_kinds: dict[str, Kind] = {}


def register(name: str, function: Work | str, *, title: str = "", **settings: Any) -> None:
    """Make a kind of job known; `title` is the key of its phrase (default ``jobs.kind.<name>``)."""
    _kinds[name] = Kind(name, function, title or f"jobs.kind.{name}", **settings)


def kind_named(name: str) -> Kind | None:
    """Return one kind."""
    return _kinds.get(name)
