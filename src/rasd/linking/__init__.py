"""Reports become incidents: who tells the same thing, what their figures amount to, and why. Pure: no clock, no store."""

from rasd.linking.describing import copies_among, describe, incidents_of
from rasd.linking.grouping import Pair
from rasd.linking.incident import Judged, Link, incident_id, summarize
from rasd.linking.linker import Decision, Decisions, Linker, compared, pair_of, regroup
from rasd.linking.member import Member, members_of
from rasd.linking.neighbours import Keys, days_of_keys, keys_of
from rasd.linking.pairing import likelihood, score
from rasd.linking.passages import containment, folded_words, minhash, shingles
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
    "containment",
    "copies_among",
    "days_of_keys",
    "describe",
    "folded_words",
    "incident_id",
    "incidents_of",
    "keys_of",
    "likelihood",
    "members_of",
    "minhash",
    "pair_of",
    "reasons_of",
    "regroup",
    "score",
    "shingles",
    "summarize",
    "traits_of",
    "traits_version",
]
