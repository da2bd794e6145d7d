"""The guided example: invented articles that one click brings in, and the way through the desk that they are shown by."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from rasd.collection import Defaults, collect
from rasd.desk.access import needs
from rasd.desk.intake import reading
from rasd.desk.intake.pasted import Silent
from rasd.desk.intake.work import EXAMPLE, page_of
from rasd.desk.jobs import address_of, start
from rasd.desk.site import Words, store
from rasd.desk.site.views import back_to

__all__ = ["EXAMPLE_IDS", "end", "example", "guide"]

EXAMPLE_IDS = ("rasd-example-1", "rasd-example-2", "rasd-example-3")
_PENDING = 300


@require_POST
@needs("code")
def example(request: HttpRequest) -> HttpResponse:
    """Load, code and link the invented example, and begin the guide; behind much that waits, as a job."""
    held = store()
    if held.links.count_pending() > _PENDING:
        return redirect(address_of(start(request, "intake.example")))
    silent = Silent()
    found = collect([str(EXAMPLE)], Defaults(synthetic=True), BytesIO(b""))
    ids = reading.kept(found, held, silent, "")
    reading.coded(held, silent, ids)
    reading.linked(held, silent)
    return redirect("intake_guide")


@require_GET
@needs("code")
def guide(request: HttpRequest) -> HttpResponse:
    """Begin the guide at the first document of the example."""
    held = store()
    known = held.records(EXAMPLE_IDS)
    if not known:
        messages.warning(request, Words.of_request(request)("intake.guide.none"))
        return redirect("intake")
    document = next(one for one in EXAMPLE_IDS if one in known)
    reports = [f"{document}#{report.id}" for report in known[document].reports]
    homes = held.incidents_of(reports)
    incident = next((homes[one] for one in reports if one in homes), "")
    request.session["guide"] = {"document": document, "incident": incident}
    return redirect(page_of(document))


@require_POST
@needs("read")
def end(request: HttpRequest) -> HttpResponse:
    """Put the guide away; the example stays, marked as invented."""
    request.session.pop("guide", None)
    return redirect(back_to(request))
