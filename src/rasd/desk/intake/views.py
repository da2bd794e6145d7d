"""The page of bringing in: a text, files, addresses, each by its own form; errors stand beside what was typed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from rasd.collection import EXTENSIONS
from rasd.desk.access import audit, needs
from rasd.desk.intake import reading, uploads
from rasd.desk.intake.forms import AddressForm, FileForm, PasteForm
from rasd.desk.intake.pasted import Paste, Silent, read_paste
from rasd.desk.intake.uploads import Refused
from rasd.desk.intake.work import page_of
from rasd.desk.jobs import address_of, start
from rasd.desk.site import Words, store
from rasd.errors import DocumentError

__all__ = ["bring_in", "run"]

_SHORT = 60_000
"""Characters of a text that is coded while its sender waits; a longer one becomes a job."""
_PENDING = 300
"""Reports that may wait for linking when it is done within the request."""
_WORK = ("code", "link")


@require_http_methods(["GET", "POST"])
@needs("code")
def bring_in(request: HttpRequest) -> HttpResponse:
    """Show the forms; take the one that was sent."""
    what = request.POST.get("what", "")
    if request.method == "POST" and what == "files":
        return _files(request)
    if request.method == "POST" and what == "addresses":
        return _addresses(request)
    if request.method == "POST":
        return _paste(request)
    return _page(request)


@require_POST
@needs("code")
def run(request: HttpRequest) -> HttpResponse:
    """Start coding, or linking, of all that waits for it."""
    work = request.POST.get("work", "")
    if work not in _WORK:
        raise Http404
    return redirect(address_of(start(request, work)))


def _page(request: HttpRequest, status: int = 200, **filling: Any) -> HttpResponse:
    held = store()
    forms = {"paste": PasteForm(), "files": FileForm(), "addresses": AddressForm(), "tab": "paste"}
    about = {
        "theatres": reading.theatres(),
        "extensions": ", ".join(sorted(EXTENSIONS)),
        "most_files": uploads.MOST_FILES,
        "most_megabytes": uploads.MOST_BYTES // 1_000_000,
        "is_empty": held.count() == 0,
        "pending": held.links.count_pending(),
    }
    return render(request, "intake/bring_in.html", {**forms, **about, **filling}, status=status)


def _paste(request: HttpRequest) -> HttpResponse:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, paste=form)
    known = form.cleaned_data
    paste = Paste(
        known["text"], known["title"], known["outlet"], known["published"], known["theatre"], known["url"],
        known["synthetic"],
    )  # fmt: skip
    by = str(request.user.get_username())
    silent = Silent()
    try:
        found = list(read_paste(paste, by))
    except DocumentError as error:
        form.add_error("text", str(error))
        return _page(request, 422, paste=form)
    held = store()
    ids = reading.kept(found, held, silent, "")
    if not ids:
        form.add_error(
            "text", str(silent.failures[0][1].get("error", "")) if silent.failures else "intake.error.empty"
        )
        return _page(request, 422, paste=form)
    for key in ids:
        audit(request, "document.pasted", key)
    return _taken(_coded(request, ids, len(paste.text)), "paste")


def _coded(request: HttpRequest, ids: list[str], length: int) -> HttpResponse:
    """Code a short text at once and lead to it; leave a long one to a job."""
    held = store()
    if length > _SHORT or held.links.count_pending() > _PENDING:
        start(request, "code")
        return redirect(address_of(start(request, "link")))
    silent = Silent()
    reports = reading.coded(held, silent, ids)
    changed = reading.linked(held, silent)
    words = Words.of_request(request)
    if silent.failures:
        messages.error(request, words("intake.pasted.unread"))
    else:
        told = f"{words.counted('intake.pasted.reports', reports)} {words.counted('intake.pasted.incidents', changed)}"
        messages.success(request, told)
    return redirect(page_of(ids[0]))


def _files(request: HttpRequest) -> HttpResponse:
    given = request.FILES.getlist("files")
    form = FileForm(request.POST)
    refused: list[Refused] = list(getattr(request, "refused_files", []))
    if not form.is_valid():
        return _page(request, 422, files=form, tab="files", refused=refused)
    token, names, more = uploads.dropped(settings.OPTIONS.folder, given)
    refused += more
    if not token:
        if not refused:
            refused = [Refused("", "intake.refused.none")]
        return _page(request, 422, files=form, tab="files", refused=refused)
    job = start(request, "intake.files", token=token, defaults=form.defaults())
    audit(request, "files.dropped", str(job.number), files=len(names))
    words = Words.of_request(request)
    for one in refused:
        messages.error(request, f"\u2068{one.name}\u2069: {words(one.key)}")
    return _taken(redirect(address_of(job)), "files")


def _addresses(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, 422, addresses=form, tab="addresses")
    job = start(
        request, "intake.addresses", addresses=form.cleaned_data["addresses"], defaults=form.defaults()
    )
    audit(request, "addresses.named", str(job.number), addresses=len(form.cleaned_data["addresses"]))
    return _taken(redirect(address_of(job)), "addresses")


def _taken(response: HttpResponse, form: str) -> HttpResponse:
    """Let the browser forget its draft of a form: what was typed is kept by the desk now."""
    response.set_cookie("rasd_taken", f"intake-{form}", max_age=600, samesite="Strict")
    return response
