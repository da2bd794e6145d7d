"""``docs/cli.md``: every command with its arguments and options, from the typer application.

The same facts as ``--help`` prints; taken from the parameters, so that no terminal width or colour gets in.
"""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

from docs_tables import GENERATED, table

INTRO = "`rasd COMMAND --help` prints the same."


def pages() -> dict[str, str]:
    """Return the page; nothing before there are commands."""
    app = application()
    if app is None:
        print("docs_cli: rasd.cli has no `app` yet, docs/cli.md is left alone.")
        return {}
    root = typer.main.get_command(app)
    lines = ["# Commands", "", GENERATED, "", INTRO, "", *_habits(), ""]
    for name, command in commands(root, "rasd"):
        lines += _command(name, command)
    return {"docs/cli.md": "\n".join(lines)}


def application() -> Any:
    """Return the typer application of ``rasd.cli``, or None before there is one."""
    return getattr(import_module("rasd.cli"), "app", None) if find_spec("rasd.cli") else None


def _habits() -> list[str]:
    """Return what holds for all commands: the docstring of ``rasd.cli`` after its first paragraph."""
    told = import_module("rasd.cli").__doc__ or ""
    return told.strip().split("\n\n", 1)[1].splitlines() if "\n\n" in told.strip() else []


def commands(command: Any, name: str) -> list[tuple[str, Any]]:
    """Return the command and all below it, by their full names."""
    found = [(name, command)]
    for part, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            found += commands(below, f"{name} {part}")
    return found


def _command(name: str, command: Any) -> list[str]:
    context = typer.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    lines = [f"## {name}", "", _prose(command.help), "", "```", usage, "```", ""]
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    if arguments:
        rows = [(f"`{p.name}`", _kind(p, context), _default(p), p.help) for p in arguments]
        lines += [*table(("argument", "value", "default", "meaning"), rows), ""]
    if options:
        rows = [
            (
                ", ".join(f"`{o}`" for o in (*p.opts, *p.secondary_opts)),
                _kind(p, context),
                _default(p),
                p.help,
            )
            for p in options
        ]
        lines += [*table(("option", "value", "default", "meaning"), rows), ""]
    below = getattr(command, "commands", {})
    if below:
        parts = [
            (f"[{name} {part}](#{f'{name} {part}'.replace(' ', '-')})", _prose(c.help).split("\n")[0])
            for part, c in below.items()
            if not c.hidden
        ]
        lines += [*table(("command", "what it does"), parts), ""]
    if command.epilog:
        lines += [_prose(command.epilog), ""]
    return lines


def _prose(text: str | None) -> str:
    return "\n".join(line.strip() for line in (text or "").replace("\b", "").strip().splitlines())


def _kind(parameter: Any, context: Any) -> str:
    if getattr(parameter, "is_flag", False):
        return ""
    shown = parameter.metavar or parameter.display_type(context)
    return f"`{shown}`"


def _default(parameter: Any) -> str:
    default = parameter.default
    if parameter.required:
        return "required"
    # Paths and computed values differ from machine to machine: the option's help says what they are.
    if default is None or callable(default) or default == "" or isinstance(default, (Path, list, tuple)):
        return ""
    if isinstance(default, bool):
        return "yes" if default else ""
    return f"`{default.value if isinstance(default, Enum) else default}`"
