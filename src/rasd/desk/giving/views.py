"""Pages that give out the selection at hand."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from rasd.desk.access import audit, hidden, is_allowed, needs
from rasd.desk.jobs import address_of, start
from rasd.desk.jobs.folders import folder_of
from rasd.desk.selection import Selection, index, panel_of
from rasd.desk.site import Words
from rasd.export.exchange import EXCHANGE_FORMATS, INCLUDES, RULE_SETS

__all__ = ["export", "given", "publish"]

_LANGUAGES = ("ar", "en")


@require_http_methods(["GET", "POST"])
@needs("read")
def export(request: HttpRequest) -> HttpResponse:
    """Show the formats for the selection that the address asks for; with POST, write one in the background."""
    words = Words.of_request(request)
    selection = Selection.from_query(request.GET)
    may_all = is_allowed(request, "verify")
    typed: dict[str, Any] = {
        "format": request.POST.get("format", "xlsx"),
        "rules": request.POST.get("rules", "rasd-1"),
        "language": request.POST.get("language", words.language),
        "synthetic": request.POST.get("synthetic", "no"),
        "include": [one for one in request.POST.getlist("include") if one in INCLUDES] if may_all else [],
    }
    wrong: dict[str, str] = {}
    if typed["format"] not in {form.name for form in EXCHANGE_FORMATS}:
        wrong["format"] = "giving.wrong.format"
    if typed["rules"] not in {one.name for one in RULE_SETS}:
        wrong["rules"] = "giving.wrong.choice"
    if typed["language"] not in _LANGUAGES or typed["synthetic"] not in ("yes", "no"):
        wrong["language"] = "giving.wrong.choice"
    if request.method == "POST" and not wrong:
        job = start(
            request,
            "export",
            query=selection.query,
            format=typed["format"],
            rules=typed["rules"],
            language=typed["language"],
            include=",".join(typed["include"]),
            synthetic=typed["synthetic"] == "yes",
        )
        audit(
            request, "selection.exported", f"job:{job.number}",
            format=typed["format"], query=selection.query, include=",".join(typed["include"]),
        )  # fmt: skip
        return redirect(address_of(job))
    filling = {
        **_chosen(request, selection, words),
        "formats": [_format(form, words) for form in EXCHANGE_FORMATS],
        "rules": [one.name for one in RULE_SETS],
        "includes": INCLUDES if may_all else (),
        "may_verify": may_all,
        "typed": typed,
        "wrong": wrong,
    }
    return render(
        request, "giving/export.html", filling, status=422 if wrong and request.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
@needs("verify")
def publish(request: HttpRequest) -> HttpResponse:
    """Show what publishing does; with POST, write the site in the background."""
    selection = Selection.from_query(request.GET)
    if request.method == "POST":
        is_synthetic = request.POST.get("synthetic") == "yes"
        title = request.POST.get("title", "").strip()[:200]
        job = start(request, "publish", query=selection.query, title=title, synthetic=is_synthetic)
        audit(request, "selection.published", f"job:{job.number}", query=selection.query)
        return redirect(address_of(job))
    return render(request, "giving/publish.html", _chosen(request, selection, Words.of_request(request)))


@require_GET
@needs("read")
def given(request: HttpRequest, number: int) -> HttpResponse:
    """Send the file that a job made, to who started it; what is not theirs is not there."""
    from rasd.desk.giving.work import FILE_NAME
    from rasd.desk.jobs.models import Job

    own = Job.objects.filter(by=request.user.get_username(), kind__in=("export", "publish"), state="done")
    job = own.filter(number=number).first() if number < 2**63 else None
    path = folder_of(number) / FILE_NAME if job is not None else None
    if job is None or path is None or not path.is_file():
        raise Http404
    audit(request, "file.taken", f"job:{number}")
    day = job.made_at.astimezone(UTC).date().isoformat()
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"rasd-{day}-{number}.{_extension(job)}",
        content_type="application/octet-stream",
    )  # fmt: skip
    return answer  # type: ignore[return-value]


def _extension(job: Any) -> str:
    if job.kind == "publish":
        return "zip"
    name = json.loads(job.arguments)["format"]
    return next(form.extension for form in EXCHANGE_FORMATS if form.name == name)


def _chosen(request: HttpRequest, selection: Selection, words: Words) -> dict[str, Any]:
    chosen = index().select(selection, hidden(request))
    return {
        "selection": selection,
        "query": selection.query,
        "total": chosen.total,
        "panel": panel_of(selection, chosen, words, request.path),
    }


def _format(form: Any, words: Words) -> dict[str, Any]:
    return {
        "name": form.name,
        "title": form.title.ar if words.language == "ar" else form.title.en,
        "extension": form.extension,
        "lossless": form.is_lossless,
        "needs": form.needs,
    }
