"""``rasd split``, ``merge``, ``judge``, ``note``, ``undo``: what people decide, with who and why, never without a way back."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rasd.cli.console import complain, printable
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.model import Incident
    from rasd.store import Judgement
    from rasd.store.deciding import Outcome, Value

__all__ = ["ByOption", "WhyOption", "judge", "merge", "note", "split", "tell", "undo", "who"]

ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NAME", help="Who decides; also RASD_BY. Asked for on a terminal, never guessed."
    ),
]
WhyOption = Annotated[
    str, typer.Option("--why", metavar="TEXT", help="The reason, for those who read it later.")
]


def split(
    incident_id: Annotated[str, typer.Argument(metavar="ID", help="The incident.")],
    reports: Annotated[
        list[str],
        typer.Argument(
            metavar="REPORT...",
            help="Reports that are of another incident: their ids, their documents' ids, or how either begins.",
        ),
    ],
    why: WhyOption = "",
    by: ByOption = None,
    each: Annotated[bool, typer.Option("--each", help="Each of them is an incident of its own.")] = False,
    store: StoreOption = None,
) -> None:
    """Take reports out of an incident: they are of another one.

    The *no* is remembered: nothing, neither a new report nor a new coding, puts the two together again until a person
    takes it back. Exit code 0: recorded; 2: refused, and nothing was changed.
    """
    from rasd.store.deciding import split as decide
    from rasd.store.linking import relink

    name = who(by)
    with open_store(store, create=False) as opened:
        tell(decide(opened, incident_id, reports, by=name, why=why, each=each, relink=relink))


def merge(
    incident_ids: Annotated[list[str], typer.Argument(metavar="ID ID...", help="Two incidents or more.")],
    why: WhyOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Make one incident of several: their reports tell the same.

    Refused while a decision in force holds two of their reports apart; it is named, and can be taken back. The ids that
    go lead to the one that stays. Exit code 0: recorded; 2: refused, and nothing was changed.
    """
    from rasd.store.deciding import merge as decide
    from rasd.store.linking import relink

    name = who(by)
    with open_store(store, create=False) as opened:
        tell(decide(opened, incident_ids, by=name, why=why, relink=relink))


def judge(
    incident_id: Annotated[str, typer.Argument(metavar="ID", help="The incident.")],
    grade: Annotated[
        str | None,
        typer.Option(
            metavar="GRADE", help="confirmed, fair, weak, contested or discounted (docs/codebook/grades.md)."
        ),
    ] = None,
    occurrence: Annotated[
        str | None,
        typer.Option(
            metavar="ANSWER", help="Whether it happened: declared, likely, contested or single_source."
        ),
    ] = None,
    best: Annotated[
        list[str] | None,
        typer.Option(metavar="EFFECT=N", help="A best figure inside the range: killed=5. May be repeated."),
    ] = None,
    perpetrator_confirmed: Annotated[
        list[str] | None, typer.Option(metavar="ACTOR", help="Who did it. May be repeated.")
    ] = None,
    victim_status: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EFFECT=STATUS", help="Status of those harmed: killed=civilian. May be repeated."
        ),
    ] = None,
    why: WhyOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Decide on an incident: its grade, whether it happened, a best figure, who did it, who was harmed.

    What is proposed stays beside what is decided, and ranges stay as the reports give them. `confirmed` (a belligerent
    accepted responsibility) and `discounted` are people's alone. Exit code 0: recorded; 2: refused, nothing was changed.
    """
    from rasd.store.deciding import Value
    from rasd.store.deciding import judge as decide

    values: list[Value] = []
    if grade is not None:
        values.append(Value("grade", grade))
    if occurrence is not None:
        values.append(Value("occurrence", occurrence))
    values += [Value("perpetrator", actor.strip().upper()) for actor in perpetrator_confirmed or ()]
    values += [_figure(given) for given in best or ()]
    values += [Value("victim_status", status, effect) for effect, status in map(_status, victim_status or ())]
    name = who(by)
    with open_store(store, create=False) as opened:
        outcome = decide(opened, incident_id, values, by=name, why=why)
    tell(outcome)
    for incident in outcome.incidents:
        _tell_confirmed(incident, grade)


def note(
    incident_id: Annotated[str, typer.Argument(metavar="ID", help="The incident.")],
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="What to remember. Never part of a public export.")
    ],
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Write a note beside an incident. Exit code 0: written; 2: refused."""
    from rasd.store.deciding import note as decide

    name = who(by)
    with open_store(store, create=False) as opened:
        tell(decide(opened, incident_id, text, by=name))


def undo(
    number: Annotated[
        str,
        typer.Argument(
            metavar="N",
            help="Number of the decision, as `rasd judgements` lists it; of an observation with an o: o3.",
        ),
    ],
    why: WhyOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> None:
    """Take a decision back; both stay on record.

    The grouping, the values and the facets are again what the other decisions and the machine make of them. Exit code 0:
    taken back; 2: refused, nothing was changed.
    """
    from rasd.store.deciding import undo as decide
    from rasd.store.linking import relink
    from rasd.store.observing import undo_observation

    is_observation, counted = _number(number)
    name = who(by)
    with open_store(store, create=False) as opened:
        if is_observation:
            taken = undo_observation(opened, counted, by=name, why=why).observation
            _say(f"Observation o{taken.number} ({taken.agreement} {taken.term}, {taken.by}) is taken back.")
            return
        outcome = decide(opened, counted, by=name, why=why, relink=relink)
    made = outcome.judgements[0]
    _say(f"Decision {made.number} ({made.action}, {made.by}, {made.at:%Y-%m-%d}) is taken back.")
    _places(outcome.incidents)


def who(by: str | None) -> str:
    """Return who decides: --by, RASD_BY, or what a person types; never the name of the login."""
    name = by if by is not None else os.environ.get("RASD_BY", "")
    if not name.strip() and by is None and sys.stdin.isatty():
        name = typer.prompt("Who decides (name)", err=True)
    if not name.strip():
        raise typer.BadParameter("A decision needs the name of who decides. Give --by NAME or set RASD_BY.")
    return name.strip()


def _number(given: str) -> tuple[bool, int]:
    """Return whether the number is of an observation, and the number."""
    digits = given.strip().lower().removeprefix("o")
    if not digits.isdecimal() or len(digits) > 18:
        raise typer.BadParameter(
            f'"{given}" is no number. Write that of a decision, 12, or an observation, o3.'
        )
    return digits != given.strip().lower(), int(digits)


def _figure(given: str) -> Value:
    from rasd.store.deciding import Value

    effect, _, number = given.partition("=")
    if not number.strip().isdecimal() or len(number) > 9:
        raise typer.BadParameter(f'--best: "{given}" is no figure. Write effect and number: killed=5.')
    return Value("best", int(number), effect.strip())


def _status(given: str) -> tuple[str, str]:
    effect, joint, status = given.partition("=")
    if not joint:
        raise typer.BadParameter(f'--victim-status: "{given}" names no effect. Write both: killed=civilian.')
    return effect.strip(), status.strip()


# --- telling -----------------------------------------------------------------------------------------------------------


def _say(line: str) -> None:
    typer.echo(printable(line))


def tell(outcome: Outcome) -> None:
    for made in outcome.judgements:
        _say(f"Decision {made.number}: {_words(made)}, by {made.by}.")
    _places(outcome.incidents)
    for line in outcome.told:
        complain(line)
    _say(f"To take back: {', '.join(f'rasd undo {made.number}' for made in outcome.judgements)}")


def _words(made: Judgement) -> str:
    if made.action == "facet":
        from rasd.export.sheet import Words, facet_words

        return facet_words(Words("en"), **made.value)
    words = {
        "positive": "one incident",
        "negative": "not one incident",
        "victim_status": "status of the harmed",
    }
    value = made.value if isinstance(made.value, dict) else {"value": made.value}
    told = " ".join(str(piece) for piece in (value.get("effect"), value.get("value")) if piece is not None)
    return f"{words.get(made.action, made.action)}{': ' + told if told else ''}"


def _places(incidents: list[Incident]) -> None:
    from rasd.export.cells import short
    from rasd.export.page.labels import day_window, term

    for incident in incidents:
        place = incident.places[0].name if incident.places else ""
        day = day_window(incident.date.start, incident.date.end)
        head = ", ".join(piece for piece in (term("kinds", incident.kind).en.lower(), day, place) if piece)
        _say(f"  {incident.id}  {head}: {' '.join(short(link.report_id) for link in incident.reports)}")


def _tell_confirmed(incident: Incident, grade: str | None) -> None:
    """Say when nobody's own words here support `confirmed`: the reason that was given stands for it alone."""
    if grade != "confirmed":
        return
    if incident.occurrence != "declared" and not any(
        one.certainty == "claimed" for one in incident.perpetrators
    ):
        complain(
            "No report here tells that a belligerent accepted responsibility; the reason given stands for it."
        )
