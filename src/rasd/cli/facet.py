"""``rasd facet``: what a person decides on an incident under an agreement: alleged, corroborated, attributed, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from rasd.cli.agreements import AgreementArgument, AgreementsOption, agreement_named
from rasd.cli.deciding import ByOption, tell, who
from rasd.cli.packs import PackOption, pack_folders
from rasd.cli.stores import StoreOption, open_store

if TYPE_CHECKING:
    from rasd.model import FacetValue

__all__ = ["facet"]


def facet(
    agreement: AgreementArgument,
    incident_id: Annotated[str, typer.Argument(metavar="INCIDENT", help="Id of the incident.")],
    facet_name: Annotated[
        str, typer.Argument(metavar="FACET", help="alleged, corroborated, attributed or answered.")
    ],
    actor: Annotated[
        str | None,
        typer.Option(
            metavar="ACTOR", help="For attributed: to whom. For answered: who answers, where known."
        ),
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(metavar="ANSWER", help="For answered: denied, admitted or counter_alleged."),
    ] = None,
    term: Annotated[
        str | None, typer.Option(metavar="TERM", help="Only for this term of the agreement.")
    ] = None,
    unset: Annotated[
        bool, typer.Option("--unset", help="Take it off: also what the software alleges.")
    ] = False,
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="The reason; every facet needs one.")
    ] = "",
    by: ByOption = None,
    agreements: AgreementsOption = None,
    theatre_pack: PackOption = None,
    store: StoreOption = None,
) -> None:
    """Decide on an incident in an agreement's ledger: a facet, with who and why.

    The software only alleges, and suggests what two independent sources tell; a suggestion is not kept until a person
    decides. Of two decisions on one facet the later holds and names the earlier. Exit code 0: recorded; 2: refused, nothing
    was changed.
    """
    from rasd.lexicon import Lexicon
    from rasd.model import FACETS
    from rasd.store.facet_values import ANSWERS, FacetChoice
    from rasd.store.facets import set_facet

    if facet_name not in FACETS:
        raise typer.BadParameter(f'No facet is called "{facet_name}". There are: {", ".join(FACETS)}.')
    if answer is not None and (facet_name != "answered" or unset):
        raise typer.BadParameter("--answer goes with answered alone, and not with --unset.")
    if facet_name == "answered" and not unset and answer not in ANSWERS:
        raise typer.BadParameter(f"answered: give --answer: {', '.join(ANSWERS)}.")
    choice = FacetChoice(
        facet_name,
        cast("FacetValue", "unset" if unset else answer or "set"),
        None if actor is None else actor.strip().upper(),
        term,
    )
    lexicon = Lexicon.load(packs=pack_folders(theatre_pack))
    found = agreement_named(agreement, agreements, lexicon)
    name = who(by)
    with open_store(store, create=False) as opened:
        tell(set_facet(opened, incident_id, found, choice, by=name, why=why, lexicon=lexicon))
