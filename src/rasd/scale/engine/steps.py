"""The steps of linking as the engine's functions: the pure functions of `rasd.linking` and `rasd.scale.gathering`, on rows.

Imported only where Daft may be, like `tasks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasd.scale.engine.starting import daft

__all__ = ["steps"]

_daft = daft()
_kind = _daft.DataType
_PAIR = _kind.struct({"one": _kind.string(), "other": _kind.string(), "log_odds": _kind.float64()})
_ROW = _kind.struct(
    {
        "home": _kind.string(),
        "id": _kind.string(),
        "incident": _kind.string(),
        "members": _kind.list(_kind.string()),
    }
)


class _Linking:
    """A worker that links; its words are loaded once."""

    def __init__(self, packs: Sequence[Path]) -> None:
        self._packs = packs
        self._lexicon: Any = None

    @_daft.method.batch(return_dtype=_kind.string(), batch_size=2000)  # type: ignore[untyped-decorator]
    def turn(self, published: Any, fetched: Any, given: Any, where: Any) -> list[str]:
        """Return what sorts documents of one id: the earliest first."""
        from rasd.scale.gathering.facts import turn_of

        columns = (published.to_pylist(), fetched.to_pylist(), given.to_pylist(), where.to_pylist())
        return ["".join(f"{number:020}" for number in turn_of(*row)) for row in zip(*columns, strict=True)]

    @_daft.method.batch(return_dtype=_kind.list(_kind.int64()), batch_size=2000)  # type: ignore[untyped-decorator]
    def blocks(self, traits: Any, days: int) -> list[list[int]]:
        """Return the blocks of days that reports go into."""
        from rasd.linking import Traits
        from rasd.scale.gathering import blocks_of

        return [blocks_of(Traits.from_json(one), days=days) for one in traits.to_pylist()]

    @_daft.method.batch(return_dtype=_kind.list(_PAIR), batch_size=1)  # type: ignore[untyped-decorator]
    def pairs(self, traits: Any, block: Any, share: Any, of: Any, days: int) -> list[list[dict[str, Any]]]:
        """Return the pairs of a share of a block."""
        from rasd.linking import Traits
        from rasd.scale.gathering import pairs_of_block

        made = []
        for held, number, mine, shares in zip(
            traits.to_pylist(), block.to_pylist(), share.to_pylist(), of.to_pylist(), strict=True
        ):
            reports = [Traits.from_json(one) for one in held]
            found = pairs_of_block(reports, number, days=days, share=(mine, shares))
            made.append([{"one": one, "other": other, "log_odds": odds} for one, other, odds in found])
        return made

    @_daft.method.batch(return_dtype=_kind.list(_ROW), batch_size=1)  # type: ignore[untyped-decorator]
    def incidents(self, sheets: Any, pairs: Any) -> list[list[dict[str, Any]]]:
        """Return the incidents of a bin."""
        return [
            self._described(held, linked or [])
            for held, linked in zip(sheets.to_pylist(), pairs.to_pylist(), strict=True)
        ]

    def _described(self, sheets: list[dict[str, Any]], pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        from rasd.lexicon import Lexicon
        from rasd.linking import Traits, members_of
        from rasd.model import Record
        from rasd.scale.gathering import incidents_in
        from rasd.scale.gathering.homes import home_of_incident

        if self._lexicon is None:
            self._lexicon = Lexicon.load(packs=self._packs)
        traits: dict[str, Traits] = {}
        members = []
        for sheet in sheets:
            here = set(sheet["reports"])
            record = Record.model_validate_json(sheet["record"])
            members += [one for one in members_of(record, sheet["text"]) if one.id in here]
            for one in sheet["members"]:
                if one["id"] in here:
                    traits[one["id"]] = Traits.from_json(one["traits"])
        scores = {(pair["one"], pair["other"]): pair["log_odds"] for pair in pairs}
        rows = []
        for incident in incidents_in(members, traits, scores, lexicon=self._lexicon):
            rows.append(
                {
                    "home": home_of_incident(incident),
                    "id": incident.id,
                    "incident": incident.model_dump_json(),
                    "members": sorted(one.report_id for one in incident.reports),
                }
            )
        return rows


def steps(workers: int, packs: Sequence[Path] = ()) -> Any:
    """Return the steps of linking, each a method to be called on columns; `packs` are those of the run."""
    return _daft.cls(use_process=True, max_concurrency=workers, cpus=1)(_Linking)(packs)
