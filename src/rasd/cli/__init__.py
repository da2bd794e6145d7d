"""The command ``rasd``: one file a command group, loaded only when it is asked for.

Exit codes: 0 all well; 1 some inputs failed (named on standard error), or a check found something; 2 nothing could
be done (bad usage, no readable input, unwritable output, broken data); 130 interrupted. Errors a person can act on
are one line; there is no traceback unless RASD_DEBUG is set.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rasd.cli.console import (
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_NOTHING,
    complain,
    is_debug,
    quiet_pipe,
    utf8_streams,
)
from rasd.errors import RasdError

if TYPE_CHECKING:
    import typer

__all__ = ["app", "main"]

# One a line, in the order of a person's work: `rasd --help` and docs/cli.md show them so.
_COMMANDS = (
    "read",
    "collect",
    "watch",
    "code",
    "link",
    "archive",
    "incidents",
    "incident",
    "split",
    "merge",
    "judge",
    "note",
    "facet",
    "observe",
    "observations",
    "judgements",
    "undo",
    "ledger",
    "brief",
    "desk",
    "export",
    "publish",
    "import",
    "search",
    "verify",
    "package",
    "decrypt",
    "stamp",
    "redact",
    "backup",
    "restore",
    "explain",
    "unread",
    "evaluate",
    "schema",
)
_GROUPS = (
    "feed",
    "data",
    "gazetteer",
    "theatre",
    "agreement",
    "media",
)


_TOGETHER = dict.fromkeys(("split", "merge", "judge", "note", "undo"), "deciding") | {
    "observations": "observe",
    "import": "importing",
}
"""Commands whose file is called otherwise. `import` is a word of Python: its function ends in an underscore."""


def _build(wanted: str | None = None) -> typer.Typer:
    """Return the application; with `wanted` only that command is imported, so that starting stays quick."""
    import typer

    application = typer.Typer(
        name="rasd",
        help="Reads Arabic reports of armed conflict into coded records whose every value points at its evidence.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @application.callback()
    def _root() -> None:
        pass

    for name in _COMMANDS:
        if wanted in (None, name):
            module = import_module(f"rasd.cli.{_TOGETHER.get(name, name)}")
            application.command(name)(getattr(module, name, None) or getattr(module, f"{name}_"))
    for name in _GROUPS:
        if wanted in (None, name) and find_spec(f"rasd.cli.{name}") is not None:
            application.add_typer(import_module(f"rasd.cli.{name}").app, name=name)
    return application


def __getattr__(name: str) -> Any:
    """Build the whole application when somebody asks for it, as the docs and their test do."""
    if name == "app":
        globals()["app"] = _build()
        return globals()["app"]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code; every error ends as one line on standard error."""
    utf8_streams()
    given = sys.argv[1:] if arguments is None else arguments
    known = given and given[0] in (*_COMMANDS, *_GROUPS)
    try:
        _build(given[0] if known else None)(given, prog_name="rasd")
    except RasdError as error:
        complain(str(error))
        sys.exit(EXIT_NOTHING)
    except KeyboardInterrupt:
        complain("Interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        quiet_pipe()
        sys.exit(1)
    except OSError as error:
        complain(f"{error.filename or 'system'}: {error.strerror or error}.")
        sys.exit(EXIT_NOTHING)
    except MemoryError:
        complain("Out of memory. Give fewer or shorter documents at once, or lower --jobs.")
        sys.exit(EXIT_NOTHING)
    except Exception as error:
        if is_debug():
            raise
        complain(
            f"Internal error ({type(error).__name__}: {error}). Set RASD_DEBUG=1 to see where, and report it."
        )
        sys.exit(EXIT_INTERNAL)
