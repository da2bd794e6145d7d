"""The figures of docs/performance.md and its drawings, from the last run in each file ``benchmarks/figures/archive-*.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from docs_performance_plots import memory_plot, stages_plot
from docs_tables import table

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/performance.md"
FIGURES = ROOT / "benchmarks/figures"
STAGES_PLOT, MEMORY_PLOT = "docs/images/archive-stages.svg", "docs/images/archive-memory.svg"
_STAGES = {
    "record": "reading records: unpacking, headers, encodings of the transfer",
    "bytes": "byte test",
    "parse": "main text, title, date, outlet",
    "text": "folded test",
    "reader": "reader, signature, row of the part",
}
_AIMS = {"of_bare": 0.25, "reader": 1.5, "scaling": 1.8, "recall": 0.995}
_USE, _CORE_HOUR = 0.8, 0.05
"""The assumptions of the price, as docs/scale.md states them."""
_COMPILED = "with the compiled reader"
"""Ends the version of Python in the rows of such a run."""
_READERS = {"after": "now", "compiled": "now, compiled"}
Row = dict[str, str]


def pages() -> dict[str, str]:
    """Return the page and its drawings by their paths."""
    text = (ROOT / PAGE).read_text("utf-8")
    for name, lines in (
        ("aims", _aims()),
        ("rates", _rates()),
        ("stages", _stages()),
        ("limits", _limits()),
        ("reader", _reader()),
        ("profile", _profile()),
        ("scaling", _scaling()),
        ("cost", _cost()),
        ("memory", _memory()),
        ("recall", _recall()),
        ("linking", _others("linking")),
        ("engine", _others("engine")),
        ("engine-linking", _others("engine-linking")),
    ):
        text = _filled(text, name, lines)
    made = {PAGE: text}
    if _last("stages", compiled=False) and _last("rates", compiled=False):
        made[STAGES_PLOT] = _stages_plot()
    if _last("memory"):
        made[MEMORY_PLOT] = memory_plot(
            [(float(row["pages"]), float(row["peak_mb"])) for row in _last("memory")]
        )
    return made


def _last(name: str, *, compiled: bool | None = None) -> list[Row]:
    """Return the rows of the last run in a file of figures; none where it was never measured.

    `compiled` asks for the last run with the compiled reader, or with the interpreted one; None for whichever it was.
    """
    path = FIGURES / f"archive-{name}.tsv"
    if not path.is_file():
        return []
    header, *lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    if compiled is not None:
        rows = [row for row in rows if row["python"].endswith(_COMPILED) == compiled]
    return [row for row in rows if row.get("when") == rows[-1].get("when")]


def _filled(text: str, name: str, lines: Iterable[str]) -> str:
    pattern = re.compile(rf"<!-- {name}:begin -->\n.*?<!-- {name}:end -->", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"{PAGE}: no block {name}. Write <!-- {name}:begin --> and <!-- {name}:end -->.")
    block = "\n".join(lines).strip()
    return pattern.sub(lambda _: f"<!-- {name}:begin -->\n{block}\n<!-- {name}:end -->", text)


def _run(rows: Sequence[Row]) -> list[str]:
    """Say when and on what rows were measured."""
    if not rows:
        return ["Not measured yet."]
    one = rows[0]
    when = one["when"][:16].replace("T", " ")
    return [
        f"Measured {when} UTC on {one['cores']} cores, Python {one['python']}, revision `{one['revision']}`.",
        "",
    ]


def _number(value: str | float, digits: int = 0) -> str:
    return f"{float(value):,.{digits}f}" if value != "" else ""


def _measure(name: str) -> Row | None:
    return next((row for row in _last("rates", compiled=False) if row["measure"] == name), None)


def _aims() -> list[str]:
    rows: list[tuple[str, str, str, str]] = []

    def aim(what: str, least: float, found: str | None, digits: int, beside: str = "") -> None:
        what += " (at least)"
        if not found:
            rows.append((what, f"{least}", "not measured yet", ""))
        else:
            met = "yes" if float(found) >= least else "**no**"
            rows.append((what, f"{least}", f"{float(found):.{digits}f}{beside}", met))

    def found(name: str, column: str, value: str) -> Row:
        return next((row for row in _last(name) if row[column].startswith(value)), {})

    bare, scaling = _AIMS["of_bare"], _AIMS["scaling"]
    for compiled in (False, True):
        rates = _last("rates", compiled=compiled)
        measured = next((row for row in rates if row["measure"] == "cascade"), {})
        alone = _alone(rates, compiled=compiled)
        aim(
            f"rate of the cascade, of bare iteration{', compiled reader' if compiled else ''}",
            bare,
            measured.get("of_bare"),
            3,
            f" (its processes by themselves: {alone[0]:.3f} to {alone[-1]:.3f})" if alone else "",
        )
    for which, name in _READERS.items():
        read = [row for row in _last("reader") if row["documents"] == "dev" and row["reader"] == which]
        aim(
            f"the reader alone, times its rate before: {name}",
            _AIMS["reader"],
            read[0]["times_before"] if read else None,
            2,
        )
    aim(
        "a whole run with two processes, times one",
        scaling,
        found("scaling", "processes", "2").get("times_one"),
        2,
    )
    aim(
        "the reader in two processes, times one",
        scaling,
        found("reader-scaling", "processes", "2").get("times_one"),
        2,
    )
    full = found("recall", "measure", "reports of violence: full reader")
    aim("recall against the full reader", _AIMS["recall"], full.get("share"), 4)
    memory = _last("memory")
    if len(memory) > 1:
        grown = f"{float(memory[-1]['peak_mb']) / float(memory[0]['peak_mb']):.2f}"
        said = f"{_number(memory[-1]['pages'])} over {_number(memory[0]['pages'])} pages: {grown}"
        rows.append(("peak memory, largest archive over smallest", "level", said, ""))
    return table(("what", "aim", "measured", "met"), rows)


def _rates() -> list[str]:
    return [*_rates_of(compiled=False), "", *_rates_of(compiled=True)]


def _rates_of(*, compiled: bool) -> list[str]:
    rows = _last("rates", compiled=compiled)
    if not rows:
        return _run(rows)
    return [
        *_run(rows),
        *table(
            (
                "one core, one process",
                "pages",
                "pages/s",
                "MB/s packed",
                "MB/s decoded",
                "µs a page",
                "of bare iteration",
            ),
            [
                (
                    row["measure"],
                    _number(row["pages"]),
                    _number(row["pages_a_cpu_second"]),
                    _number(row["packed_mb_a_cpu_second"], 1) if float(row["packed_mb_a_cpu_second"]) else "",
                    _number(row["decoded_mb_a_cpu_second"], 1),
                    _number(row["microseconds_a_page"], 1),
                    f"{float(row['of_bare']):.3f}" if float(row["packed_mb_a_cpu_second"]) else "",
                )
                for row in rows
            ],
        ),
        *_processes_of(rows, compiled=compiled),
    ]


def _processes_of(rates: Sequence[Row], *, compiled: bool) -> list[str]:
    """Say how far processes of that run lay apart, each by its own bare iteration."""
    each = _alone(rates, compiled=compiled)
    if not each:
        return []
    told = ", ".join(f"{share:.3f}" for share in each)
    return ["", f"Of bare iteration, each of its {len(each)} processes by itself: {told}."]


def _alone(rates: Sequence[Row], *, compiled: bool) -> list[float]:
    """Return what each process of a run over a crawl gave of its own bare iteration, the least first; nothing of a single one."""
    rows = [row for row in _last("processes", compiled=compiled) if rates and row["when"] == rates[0]["when"]]
    return sorted(float(row["of_bare"]) for row in rows) if len(rows) > 1 else []


def _stages() -> list[str]:
    return [
        *_stages_of(compiled=False),
        "",
        *_stages_of(compiled=True),
        "",
        "![Microseconds a page: unpacking alone, bare iteration, and the cascade by stage](images/archive-stages.svg)",
    ]


def _stages_of(*, compiled: bool) -> list[str]:
    rows = _last("stages", compiled=compiled)
    if not rows:
        return _run(rows)
    return [
        *_run(rows),
        *table(
            ("stage", "share of time", "µs a page of the crawl", "saw", "dropped"),
            [
                (
                    _STAGES.get(row["stage"], row["stage"]),
                    f"{100 * float(row['share']):.1f} %",
                    _number(row["microseconds_a_page"], 1),
                    _number(row["seen"]),
                    _number(row["dropped"]),
                )
                for row in rows
            ],
        ),
        "",
        f"{_number(rows[0]['kept'])} documents were kept of {_number(rows[0]['crawl_pages'])} pages.",
    ]


def _limits() -> list[str]:
    rows, cascade = _last("limits", compiled=False), _measure("cascade")
    if not rows or cascade is None:
        return _run(rows)
    decoded = float(cascade["decoded_mb_a_cpu_second"]) / float(cascade["pages_a_cpu_second"])
    packed = float(cascade["packed_mb_a_cpu_second"]) / float(cascade["pages_a_cpu_second"])
    whole = float(cascade["microseconds_a_page"])
    told = []
    for row in rows:
        megabytes = packed if "reading" in row["limit"] else decoded
        spent = 1e6 * megabytes / float(row["mb_a_second"])
        told.append(
            (
                row["limit"],
                _number(row["mb_a_second"]),
                _number(spent, 1),
                _number(whole / spent, 1 if whole / spent < 20 else 0),
            )
        )
    bare = _measure("bare iteration")
    if bare is not None:
        spent = float(bare["microseconds_a_page"])
        told.append(
            (
                "bare iteration (FastWARC)",
                _number(bare["decoded_mb_a_cpu_second"]),
                _number(spent, 1),
                _number(whole / spent, 1),
            )
        )
    told.append(("the cascade", _number(cascade["decoded_mb_a_cpu_second"]), _number(whole, 1), "1"))
    return [
        *_run(rows),
        f"A page of the crawl is {1000 * decoded:.1f} KB, {1000 * packed:.1f} KB packed.",
        "",
        *table(("one core", "MB/s", "µs a page", "the cascade takes, times this"), told),
    ]


def _reader() -> list[str]:
    rows = _last("reader")
    names = {"dev": "coded documents (dev)", "unlabelled": "documents that are not coded"}
    return _run(rows) + (
        table(
            (
                "documents",
                "number",
                "reader",
                "documents/s",
                "times before",
                "first time read, documents/s",
                "times before, first time",
            ),
            [
                (
                    names.get(row["documents"], row["documents"]),
                    _number(row["number"]),
                    f"before (`{row['reader_revision']}`)"
                    if row["reader"] == "before"
                    else _READERS[row["reader"]],
                    _number(row["documents_a_cpu_second"]),
                    f"{float(row['times_before']):.2f}",
                    _number(row["first_documents_a_cpu_second"]),
                    f"{float(row['first_times_before']):.2f}",
                )
                for row in rows
            ],
        )
        if rows
        else []
    )


def _profile() -> list[str]:
    rows = _last("profile")
    if not rows:
        return _run(rows)
    rooms = [row for row in rows if row["sort"] == "room"]
    functions = [row for row in rows if row["sort"] == "function"]
    return [
        *_run(rows),
        *table(
            ("room", "share of time"),
            [(f"`{row['name']}`", f"{100 * float(row['share']):.1f} %") for row in rooms],
        ),
        "",
        *table(
            ("function", "share of time", "calls a document"),
            [
                (f"`{row['name']}`", f"{100 * float(row['share']):.1f} %", row["calls_a_document"])
                for row in functions
            ],
        ),
    ]


def _scaling() -> list[str]:
    runs, readers = _last("scaling"), _last("reader-scaling")
    lines = _run(runs)
    if runs:
        lines += table(
            (
                "`rasd archive`",
                "pages",
                "seconds",
                "pages/s",
                "MB/s packed",
                "times one",
                "peak MB",
                "same tables",
            ),
            [
                (
                    f"{row['processes']} processes" if row["processes"] != "1" else "1 process",
                    _number(row["pages"]),
                    _number(row["wall_seconds"], 1),
                    _number(row["pages_a_wall_second"]),
                    _number(row["packed_mb_a_wall_second"], 1),
                    f"{float(row['times_one']):.2f}",
                    row["peak_mb"],
                    row["same_records"],
                )
                for row in runs
            ],
        )
    if readers:
        lines += ["", *_run(readers)]
        lines += table(
            ("the reader alone", "documents", "seconds", "documents/s", "times one"),
            [
                (
                    f"{row['processes']} processes" if row["processes"] != "1" else "1 process",
                    _number(row["documents"]),
                    _number(row["wall_seconds"], 1),
                    _number(row["documents_a_wall_second"]),
                    f"{float(row['times_one']):.2f}",
                )
                for row in readers
            ],
        )
    return lines


def _cost() -> list[str]:
    """Return what a million pages cost at the rates of whole runs, by the formula of docs/scale.md."""
    rows = _last("scaling")
    if not rows:
        return []
    made = []
    for row in rows:
        rate = float(row["pages_a_wall_second"]) / int(row["processes"])
        hours = 1e6 / rate / _USE / 3600
        made.append((row["processes"], _number(rate), _number(hours, 2), _number(hours * _CORE_HOUR, 3)))
    head = ("processes", "pages a second and core", "core hours a million pages", "price a million pages")
    return [
        *_run(rows),
        f"Whole runs, gathering included; {_USE} of the cores' time in use, a core hour at {_CORE_HOUR} of any currency.",
        "",
        *table(head, made),
    ]


def _memory() -> list[str]:
    rows = _last("memory")
    if not rows:
        return _run(rows)
    return [
        *_run(rows),
        *table(
            (
                "pages",
                "files",
                "different files",
                "MB packed",
                "processes",
                "peak MB, all together",
                "largest process, MB",
                "seconds",
                "pages/s",
            ),
            [
                (
                    _number(row["pages"]),
                    row["files"],
                    row["distinct_files"],
                    _number(row["packed_mb"]),
                    row["processes"],
                    row["peak_mb"],
                    row["largest_process_mb"],
                    _number(row["wall_seconds"]),
                    _number(row["pages_a_wall_second"]),
                )
                for row in rows
            ],
        ),
        "",
        "![Peak memory against the pages of an archive](images/archive-memory.svg)",
    ]


def _recall() -> list[str]:
    rows = _last("recall")
    return _run(rows) + (
        table(
            ("what", "of", "found", "share", "95 % at least"),
            [
                (
                    row["measure"],
                    _number(row["number"]),
                    _number(row["found"]),
                    f"{float(row['share']):.4f}" if row["share"] else "",
                    f"{float(row['at_least']):.4f}" if row["at_least"] else "",
                )
                for row in rows
            ],
        )
        if rows
        else []
    )


def _others(name: str) -> list[str]:
    """Return the last run of a file whose columns speak for themselves."""
    rows = _last(name)
    if not rows:
        return ["Not measured yet."]
    columns = [column for column in rows[0] if column not in ("when", "revision", "cores", "python")]
    told = table(
        [column.replace("_", " ") for column in columns],
        [[row[column] for column in columns] for row in rows],
    )
    return [*_run(rows), *told] if "python" in rows[0] else told


def _stages_plot() -> str:
    stages = _last("stages", compiled=False)
    cascade, bare = _measure("cascade"), _measure("bare iteration")
    assert cascade is not None and bare is not None
    unpack = next(
        (row for row in _last("limits", compiled=False) if row["limit"].startswith("unpacking as")), None
    )
    bars: list[tuple[str, list[tuple[str, float]]]] = []
    if unpack is not None:
        decoded = float(cascade["decoded_mb_a_cpu_second"]) / float(cascade["pages_a_cpu_second"])
        bars.append(("unpacking alone", [("record", 1e6 * decoded / float(unpack["mb_a_second"]))]))
    bars.append(("bare iteration", [("record", float(bare["microseconds_a_page"]))]))
    whole = float(cascade["microseconds_a_page"])
    bars.append(("cascade", [(row["stage"], whole * float(row["share"])) for row in stages]))
    return stages_plot(bars)
