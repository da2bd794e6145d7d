"""Reports become incidents: who tells the same thing, what their figures amount to, and why. Pure: no clock, no store."""

from rasd.linking.describing import copies_among, describe, incidents_of
from rasd.linking.grouping import Pair
from rasd.linking.incident import Judged, Link, incident_id, summarize
from rasd.linking.linker import Decision, Decisions, Linker, compared, pair_of, regroup
from rasd.linking.member import Member, members_of
from rasd.linking.neighbours import Keys, keys_of
from rasd.linking.pairing import likelihood, score
from rasd.linking.telling import reasons_of
from rasd.linking.traits import Traits, traits_of, traits_version

__all__ = [
    "Decision",
    "Decisions",
    "Judged",
    "Keys",
    "Link",
    "Linker",
    "Member",
    "Pair",
    "Traits",
    "compared",
    "copies_among",
    "describe",
    "incident_id",
    "incidents_of",
    "keys_of",
    "likelihood",
    "members_of",
    "pair_of",
    "reasons_of",
    "regroup",
    "score",
    "summarize",
    "traits_of",
    "traits_version",
]
