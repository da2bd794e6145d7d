"""What stands behind an open head or a name and tells of what sort the speaker is: the office, and whose it is."""

from __future__ import annotations

from rasd.grammar.attribution.marks import STATEMENTS, STOPS, Marks
from rasd.grammar.attribution.sources import Body, Office
from rasd.lexicon import cues

__all__ = ["Offices"]

_PREPOSITIONS = cues("source_prepositions")
_INTO_OFFICE = cues("into_office")
_NOT_OFFICES = cues("not_offices")
_ISSUED = cues("issued")
_REACH = 9  # tokens between a name or an open head and its office


class Offices:
    """The offices behind the heads and names of a passage."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.tokens = marks.tokens

    def behind(self, index: int, *, chained: bool = True) -> Office | None:
        """Return what stands behind an open head or a name and tells of what sort the speaker is.

        Without `chained` it must stand right behind, or behind a preposition.
        """
        quoted = False
        weak: Office | None = None
        linked = chained
        placed = False
        for at in range(index, min(index + _REACH, len(self.tokens))):
            token = self.tokens[at]
            if token.text == '"' and (quoted or self.marks.closing(at) is not None):
                quoted = not quoted
                continue
            if token.text in _ISSUED or (token.text == "عن" and self.tokens[at - 1].text in _ISSUED):
                linked = True
                continue
            if token.text in STOPS or token.kind == "newline" or token.text in _NOT_OFFICES:
                break
            if at in self.marks.saying or at in self.marks.acts or at in self.marks.dated:
                break
            if token.text in _PREPOSITIONS and token.text not in _INTO_OFFICE:
                break
            linked = linked or token.text in _INTO_OFFICE or token.text.startswith(("ب", "تابع", "لل"))
            if at > index and not linked:
                continue
            placed = placed or at in self.marks.in_places
            office = self._at(at)
            if office is not None and office.type == "party" and placed:
                break  # "مسؤولون في منطقة كذا في دولة كذا": where, not whose
            if office is not None and office.type in ("agency", "outlet") and self._is_told(at, index):
                break
            if office is not None and office.type in ("outlet", "correspondent"):
                weak = weak or office
            elif office is not None:
                return office
            head = self.marks.heads.get(at)
            decides = head is not None and head.value.get("open") and not head.value.get("rank")
            if head is not None and decides and str(head.value["type"]) != "local":
                weak = weak or Office(str(head.value["type"]), None, head.end)
            if at in self.marks.objects:
                break
        return weak

    def _is_told(self, at: int, index: int) -> bool:
        """Say whether a medium is whom the speaker talked to, and not what he belongs to."""
        found = self.marks.bodies.get(at) or self.marks.heads.get(at)
        issued = self.tokens[index - 1].text.removeprefix("و") in STATEMENTS
        return found is not None and found.prefix.endswith("ل") and not issued

    def _at(self, at: int) -> Office | None:
        body = self.marks.bodies.get(at)
        head = self.marks.heads.get(at)
        closed = head is not None and head.cls == "head" and not head.value.get("open")
        if head is not None and closed and head.value["type"] == "official":
            return Office("official", None, max(head.end, body.end if body else 0))  # a ministry, the police
        if body is not None and self._speaks_here(body):
            return Office(body.type, body.actor, body.end, at if at in self.marks.actors else -1)
        actor = self.marks.actors.get(at)
        if actor is not None and not actor.adjective and not actor.on_event:
            return Office("party", actor.actor, actor.end, at)
        if head is not None and closed:
            return Office(str(head.value["type"]), None, head.end)
        service = self.marks.services.get(at)
        if service is not None:
            return Office(str(service.value["type"]), None, service.end)
        return None

    def _speaks_here(self, body: Body) -> bool:
        return not body.theatre or not self.marks.theatres or body.theatre in self.marks.theatres
