"""The engine, started without a word to anybody: Daft on this machine, or Daft on a Ray cluster.

Nothing else of the package imports Daft or Ray. Both report their use to their makers unless told not to before they are
imported; so `daft` below is the one door to them. A Ray that is started here listens on loopback alone, without its dashboard.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from rasd.errors import RasdError

__all__ = ["QUIET", "RUNNERS", "EngineError", "daft", "started"]

RUNNERS = ("native", "ray")
QUIET = {
    "DO_NOT_TRACK": "1",
    "DAFT_ANALYTICS_ENABLED": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    # Ray would warn of a coming change in how it hides accelerators from workers that ask for none.
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "DAFT_PROGRESS_BAR": "0",
}
"""What keeps Daft and Ray from telling of themselves; set before either is imported, here and on every node."""
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Lets a Ray of one machine know itself by its loopback address and listen nowhere else, as it does on desktops."""
_OBJECTS = 256 << 20
"""Bytes of Ray's object store where it is started here: slices and outcomes are small, pairs of reports spill."""


_chosen: list[str] = []
"""The runner of this process, once there is one."""


class EngineError(RasdError):
    """The distributed engine is missing, cannot be reached, or was lost again and again."""


def daft() -> ModuleType:
    """Return Daft, imported with its telemetry off; raises EngineError where it is not installed."""
    os.environ.update(QUIET)
    try:
        import daft as module
    except ImportError as error:
        raise EngineError(
            f"The engine Daft is not installed ({error}). Install it with: pip install 'rasd[scale]'; or go on with"
            " --engine local."
        ) from error
    return module


@contextmanager
def started(runner: str, *, workers: int, address: str | None = None) -> Iterator[ModuleType]:
    """Give Daft with its runner set; a Ray that was started here ends with it. Within one, another keeps the same Ray.

    `address` is that of a running Ray cluster (``auto``, ``HOST:6379``, ``ray://HOST:10001``); without it a Ray of `workers`
    cores is started on this machine. Raises EngineError. One process has one runner for good: Daft allows no change.
    """
    if runner not in RUNNERS:
        raise EngineError(f"{runner}: no runner of the engine. There are: {', '.join(RUNNERS)}.")
    module = daft()
    if runner == "native":
        _choose(lambda: module.set_runner_native(), "native")
        try:
            yield module
        finally:
            atexit.unregister(_settle)
            atexit.register(_settle)
        return
    ray, is_ours = _ray(workers, address)
    try:
        _choose(lambda: module.set_runner_ray(noop_if_initialized=True), "ray")
        yield module
    finally:
        if is_ours:
            ray.shutdown()


def _settle() -> None:
    """Wait for the threads of a query to let go of Python: an interpreter that ends before them is aborted (Daft 0.7.26)."""
    gc.collect()
    time.sleep(0.5)


def _choose(choose: Any, runner: str) -> None:
    if _chosen == [runner]:
        return
    try:
        choose()
        _chosen.append(runner)
    except Exception as error:
        raise EngineError(
            f"This process has run Daft on another runner already, and Daft keeps its first ({error}). Start a new process"
            f" for the runner {runner}."
        ) from error


def _ray(workers: int, address: str | None) -> tuple[ModuleType, bool]:
    """Return Ray, connected, and whether that was done here: what was started outside is left running."""
    os.environ.update(QUIET)
    if address is None:
        os.environ.update(_LOOPBACK)
    try:
        import ray
    except ImportError as error:
        raise EngineError(
            f"Ray is not installed ({error}). Install it with: pip install 'rasd[scale]'; or take the runner native."
        ) from error
    if ray.is_initialized():
        return ray, False
    given: dict[str, Any] = {
        "logging_level": "ERROR",
        "log_to_driver": False,
        "runtime_env": {"env_vars": _handed_on(is_here=address is None)},
    }
    if address is None:
        given.update(
            num_cpus=workers,
            include_dashboard=False,
            object_store_memory=_OBJECTS,
        )
    else:
        given["address"] = address
    try:
        ray.init(**given)
    except Exception as error:
        raise EngineError(
            f"{address or 'Ray on this machine'}: cannot be reached or started ({error}). Look whether `ray status` answers"
            " there; --ray-address takes auto, HOST:6379 or ray://HOST:10001."
        ) from error
    return ray, True


def _handed_on(*, is_here: bool) -> dict[str, str]:
    """Return the variables that workers are given: never a credential, which nodes have of their own.

    Workers on this machine find the package where this process has it; nodes of a cluster have it installed.
    """
    found = {name: value for name, value in os.environ.items() if name.startswith("RASD_")}
    if is_here:
        found["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    return {**found, **QUIET, **(_LOOPBACK if is_here else {})}
