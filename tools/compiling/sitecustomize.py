"""Has every core compile, in a build that `compiled_build.py` starts with this folder on its path.

What mypyc writes is one extension of some two hundred files, and setuptools compiles the files of an extension one by one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def _compile(
    self: Any,
    sources: list[str],
    output_dir: str | None = None,
    macros: list[Any] | None = None,
    include_dirs: list[str] | None = None,
    debug: bool = False,
    extra_preargs: list[str] | None = None,
    extra_postargs: list[str] | None = None,
    depends: list[str] | None = None,
) -> Iterable[str]:
    """Do what `compile` of setuptools does, the files side by side; raises what it raises."""
    macros, objects, postargs, options, build = self._setup_compile(
        output_dir, macros, include_dirs, sources, depends, extra_postargs
    )
    arguments = self._get_cc_args(options, debug, extra_preargs)

    def one(name: str) -> None:
        source, ending = build[name]
        self._compile(name, source, ending, arguments, postargs, options)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(one, [name for name in objects if name in build]):
            pass
    return list(objects)


if os.path.basename(sys.argv[0] if sys.argv else "") == "setup.py":
    from distutils.ccompiler import CCompiler  # of setuptools, which puts its own in this place

    CCompiler.compile = _compile  # type: ignore[assignment]
