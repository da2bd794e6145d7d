"""Files of a ledger: its charts as SVG and PNG, its entries or rows as CSV and JSON Lines, as this person sees them."""

from __future__ import annotations

from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from rasd.agreements import Ledger
from rasd.desk.access import audit, masks, needs
from rasd.desk.ledgers.book import book
from rasd.desk.ledgers.drawings import charts_of
from rasd.desk.ledgers.seen import claimed, observations, seen, whole
from rasd.desk.ledgers.views import agreement_or_404, asked_of
from rasd.desk.site.words import Words
from rasd.errors import OutputError
from rasd.export.ledger import LEDGER_FORMATS, LedgerView
from rasd.model import Observation

__all__ = ["chart", "table"]

_MOST = 5_000
_FORMS = {one.name: one for one in LEDGER_FORMATS if one.name != "table"}


@require_GET
@needs("read")
def chart(request: HttpRequest, agreement: str, name: str, form: str) -> HttpResponse:
    """Return one chart as a file of its own, with its font."""
    pact, kept, words = agreement_or_404(agreement), book(), Words.of_request(request)
    if not kept.progress().is_ready:
        return HttpResponseRedirect(reverse("ledger", args=(pact.id,)))
    asked = asked_of(request, pact)
    made = charts_of(seen(kept, pact, asked, request), asked, words.language)
    found = next((one for one in made if one.name == name), None)
    if found is None or form not in ("svg", "png"):
        raise Http404(name)
    try:
        data = found.svg().encode() if form == "svg" else found.png()
    except OutputError as error:
        return render(request, "ledgers/refused.html", {"pact": pact, "told": str(error)}, status=501)
    answer = HttpResponse(data, content_type="image/svg+xml" if form == "svg" else "image/png")
    answer["Content-Disposition"] = f'attachment; filename="{pact.id}-{name}.{form}"'
    return answer


@require_GET
@needs("read")
def table(request: HttpRequest, agreement: str, form: str) -> HttpResponse:
    """Return the entries that are asked for, with the sentences of their answers; with `rows=1` the rows of the grouping."""
    pact, kept = agreement_or_404(agreement), book()
    if form not in _FORMS:
        raise Http404(form)
    if not kept.progress().is_ready:
        return HttpResponseRedirect(reverse("ledger", args=(pact.id,)))
    asked = asked_of(request, pact)
    found = seen(kept, pact, asked, request)
    if not asked.rows and len(found.keys) > _MOST:
        filling = {"pact": pact, "number": len(found.keys), "most": _MOST}
        return render(request, "ledgers/refused.html", filling, status=413)
    made = Ledger(pact, kept.lexicon)
    made.failing, made.no_acts, made.invented, made.real = (
        found.ledger.failing, found.outside.no_acts, found.outside.invented, found.outside.real,
    )  # fmt: skip
    is_masked = masks(request)
    made.observations = [_masked(one) if is_masked else one for one in observations(pact, asked, request)]
    told = kept.claims.told(pact, claimed(kept, pact, asked, request))
    made.statements = [one.model_copy(update={"words": ""}) if is_masked else one for one in told]
    made.entries = found.ledger.entries if asked.rows else list(whole(kept, pact, found.keys, request))
    stream = StringIO()
    _FORMS[form]().write(made, stream, LedgerView(grouping=asked.by if asked.rows else None))
    audit(request, "ledger.exported", pact.id, form=form, entries=len(found.keys))
    answer = HttpResponse(
        stream.getvalue().encode("utf-8", "replace"), content_type=f"{_FORMS[form].media_type}; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{pact.id}.{_FORMS[form].extension}"'
    return answer


def _masked(one: Observation) -> Observation:
    """Return an observation without quote, reason and who entered it."""
    return one.model_copy(update={"words": "", "by": "", "why": ""})
