"""The verification page, what it answers to a script, drafts, and the rule behind a value."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rasd.desk.access import audit, is_allowed, needs, role_of
from rasd.desk.site import Words, store
from rasd.desk.verifying.deciding import Result, decide
from rasd.desk.verifying.editing import Editor, choices_of, datalists, editor, report_editor
from rasd.desk.verifying.fields import FIELDS
from rasd.desk.verifying.lines import sheet_of
from rasd.desk.verifying.page import Sheet, bar_of, last_review, opened, renewed, sheet, slots, value_named
from rasd.desk.verifying.proposing import proposed
from rasd.desk.verifying.reading import read_spans
from rasd.desk.verifying.rules import rule_named
from rasd.desk.verifying.workspace import LARGEST_DRAFT, draft_of, drop_draft, keep_draft

__all__ = ["draft", "field_form", "pieces_of", "reading", "rule", "verify"]


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _coming_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead who was signed out in the middle of a form back to its page: the draft waits there."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not role_of(request):
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@_coming_back
@needs("read")
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Show a document and its record side by side; on POST decide on it and show what became of it."""
    words = Words.of_request(request)
    if request.method != "POST":
        found = sheet(request, key, words)
        audit(request, "document.seen", key)
        return _page(request, found, form=_asked_form(request, found))
    if not is_allowed(request, "verify"):
        opened(request, key)
        raise PermissionDenied
    found = sheet(request, key, words)
    before = _spans(found)
    me = request.user.get_username()
    result = decide(found, request.POST.dict(), by=me)
    if result.is_kept:
        if result.draft:
            drop_draft(me, key, result.draft)
        audit(request, "record.reviewed", key, what=_button(request))
    if _is_script(request):
        return _answer(request, _after(request, found, result), result, before)
    if result.is_kept:
        messages.success(request, result.told)
        return HttpResponseRedirect(_back(request, key, result))
    return _page(
        request, _after(request, found, result), form=result.editor, told=result.told, status=result.status
    )


def _button(request: HttpRequest) -> str:
    names = (
        "accept",
        "reject",
        "take",
        "accept_report",
        "reject_report",
        "restore_report",
        "undo",
        "state",
        "doubt",
        "save",
    )
    return next((name for name in names if request.POST.get(name)), "")


def _back(request: HttpRequest, key: str, result: Result) -> str:
    part = request.POST.get("part", "")
    query = f"?{urlencode({'part': part})}" if part.isdigit() and part != "1" else ""
    place = result.focus or (f"report-{next(iter(result.touched))}" if len(result.touched) == 1 else "bar")
    return f"{reverse('verify', args=[key])}{query}#{place}"


def _spans(found: Sheet) -> dict[str, list[tuple[int, int]]]:
    return {card.id: [span for line in card.lines for span in line.spans] for card in found.cards}


def _after(request: HttpRequest, found: Sheet, result: Result) -> Sheet:
    """Return the sheet as it stands after what was sent."""
    return sheet(request, found.key, found.words) if result.now is None else renewed(found, result.now)


def _answer(
    request: HttpRequest, fresh: Sheet, result: Result, before: dict[str, list[tuple[int, int]]]
) -> HttpResponse:
    """Return what changed on the page: cards, pieces of the text, the bar, the form that came back."""
    fresh.place()
    now = _spans(fresh)
    over = [span for report in result.touched for span in (*before.get(report, ()), *now.get(report, ()))]
    part = _part(request.POST.get("part", ""), fresh)
    filling = {**_filling(request, fresh), "parts": fresh.part_numbers, "part": part}
    return JsonResponse(
        {
            "kept": result.is_kept,
            "told": result.told,
            "focus": result.focus,
            "revision": fresh.revision,
            "draft": result.draft,
            "bar": render_to_string("verifying/bar.html", filling, request),
            "cards": {
                card.id: render_to_string("verifying/card.html", {**filling, "card": card}, request)
                for card in fresh.cards
                if card.id in result.touched
            },
            "order": [card.id for card in fresh.cards],
            "pieces": {
                str(piece.start): render_to_string("verifying/piece.html", {"piece": piece})
                for piece in (fresh.pieces(part, over) if over else ())
            },
            "form": _form_html(request, fresh, result.editor) if result.editor else "",
        },
        status=result.status,
    )


def _form_html(request: HttpRequest, found: Sheet, form: Editor) -> str:
    return render_to_string("verifying/form.html", {**_filling(request, found), "form": form}, request)


def _filling(request: HttpRequest, found: Sheet) -> dict[str, Any]:
    return {"sheet": found, "bar": bar_of(found, request), "words": found.words, "key": found.key}


def _part(asked: str, found: Sheet) -> int:
    most = max(1, len(found.parts))
    return min(max(int(asked), 1), most) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def _asked_form(request: HttpRequest, found: Sheet) -> Editor | None:
    """Return the form that the address asks to open: without a script a link opens it."""
    asked = request.GET.get("open", "")
    if not asked or found.reviewed is None or not found.can_decide:
        return None
    wanted = request.GET.get("do", "")
    kept = draft_of(request.user.get_username(), found.key)
    typed = kept[0].get(request.GET.get("draft", "")) if kept else None
    base = found.revision
    if asked == "+report":
        span = request.GET.get("evidence", "")
        return report_editor(found.words, found.text, base, typed or ({"evidence": span} if span else None))
    value = value_named(found.reviewed, asked)
    if value is not None:
        before = value.value if value.value is not None else value.machine
        form = editor(
            value.field, found.words, found.text, report=value.report, key=asked, before=before, base=base, typed=typed
        )  # fmt: skip
        form.wanted = "reject" if wanted == "reject" else ""
        return form
    report, plus, name = asked.rpartition("+")
    if plus and name in FIELDS and any(card.id == report for card in found.cards):
        return editor(name, found.words, found.text, report=report, base=base, typed=typed)
    return None


def _page(
    request: HttpRequest, found: Sheet, *, form: Editor | None = None, told: str = "", status: int = 200
) -> HttpResponse:
    reviewed = found.reviewed
    part = _part(request.GET.get("part") or request.POST.get("part", ""), found)
    if form is not None and not request.GET.get("part"):
        spans = read_spans(form.evidence, len(found.text))
        part = found.part_of(spans[0][0]) if spans else part
    found.place()
    found.fold([request.GET.get("report", ""), form.report if form else ""])
    kept = draft_of(request.user.get_username(), found.key) if found.can_decide else None
    filling = {
        **_filling(request, found),
        "document": found.document.document,
        "title": (reviewed.record.title if reviewed else None) or found.document.document.title,
        "pieces": found.pieces(part),
        "part": part,
        "parts": found.part_numbers,
        "legend": slots(found.words),
        "beside": sheet_of(reviewed.record, found.text, found.words) if reviewed else {},
        "datalists": list(datalists(found.words)) if found.can_decide else [],
        "form": form,
        "told": told,
        "draft": [_draft_line(name, typed, found) for name, typed in kept[0].items()] if kept else [],
        "draft_at": kept[2] if kept else None,
        "settings": {
            "key": found.key,
            "revision": found.revision,
            "person": request.user.get_username(),
            "part": part,
            "canDecide": found.can_decide,
            "address": reverse("verify", args=[found.key]),
            "drafts": kept[0] if kept else {},
            "say": {name: found.words(f"verifying.js.{name}") for name in _SAID},
        },
    }
    return render(request, "verifying/verify.html", filling, status=status)


_ASKED = {"doubt": "verifying.doubt", "reject": "verifying.reject_report", "state": "verifying.do.returned"}
_SAID = (
    "signed_out", "away", "evidence_for", "new_report", "kept_here", "select_on", "select_off", "changed",
    "no_selection", "proposed", "add_to", "reload", "sign_in",
)  # fmt: skip


def _draft_line(name: str, typed: dict[str, str], found: Sheet) -> dict[str, str]:
    """Return how a draft is opened again: in its own form, else as a new value of its field."""
    words, field, report = found.words, typed.get("field", ""), typed.get("report", "")
    line = next((one for card in found.cards for one in card.lines if one.key == name), None)
    sort, _, about = name.partition("+")
    if sort in _ASKED:  # a reason or a doubt, typed where it stands
        number = next((card.number for card in found.cards if card.id == about), "")
        return {
            "name": name,
            "open": "",
            "said": f"{words(_ASKED[sort])} {number}",
            "query": "",
            "place": f"report-{about}" if about else "bar",
        }
    if name == "+report" or line is not None or field not in FIELDS:
        place, said = (
            name,
            line.names if line else words("verifying.add_report") if name == "+report" else name,
        )
    else:
        place, said = f"{report}+{field}", words(f"verifying.field.{field}")
    return {"name": name, "open": place, "said": said, "query": urlencode({"open": place, "draft": name})}


@require_GET
@needs("verify")
def field_form(request: HttpRequest, key: str) -> HttpResponse:
    """Return the form of one value, to be opened in its place: `?open=` as for the page."""
    found = sheet(request, key, Words.of_request(request))
    form = _asked_form(request, found)
    if form is None:
        return render(request, "verifying/gone.html", {"words": found.words, "key": key}, status=404)
    return HttpResponse(_form_html(request, found, form))


@require_GET
@needs("read")
def pieces_of(request: HttpRequest, key: str) -> HttpResponse:
    """Return one part of the text, one report (`?report=`), or where the record stands (`?revision`), for the script."""
    if "revision" in request.GET:
        opened(request, key)
        number, by = last_review(key)
        return JsonResponse({"revision": number, "by": by if by != request.user.get_username() else ""})
    found = sheet(request, key, Words.of_request(request))
    if "report" in request.GET:
        found.place()
        part = _part(request.GET.get("part", ""), found)
        card = next((one for one in found.cards if one.id == request.GET["report"]), None)
        filling = {**_filling(request, found), "parts": found.part_numbers, "part": part, "card": card}
        return render(
            request,
            "verifying/card.html" if card else "verifying/gone.html",
            filling,
            status=200 if card else 404,
        )
    part = _part(request.GET.get("part", ""), found)
    shown = "".join(
        render_to_string("verifying/piece.html", {"piece": piece}) for piece in found.pieces(part)
    )
    return JsonResponse({"part": part, "pieces": shown})


@require_GET
@needs("verify")
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """Return what the machine reads in a stretch of the text, for the form of `?field=`; JSON by the inputs' names."""
    document = opened(request, key).document
    spans = read_spans(request.GET.get("evidence", ""), len(document.text))
    field = request.GET.get("field", "")
    if not spans or (field not in FIELDS and field != "report"):
        return JsonResponse({"inputs": {}, "choices": []})
    record = store().record(key)
    text = document.text[spans[0][0] : spans[0][1]]
    theatres = tuple(record.theatres) if record else ()
    words = Words.of_request(request)
    found = proposed(field, text, document, theatres, words)
    choices = choices_of(found.get("name", ""), {}, words) if field == "places" else []
    return JsonResponse({"inputs": found, "choices": choices})


@require_POST
@needs("verify")
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is typed and not kept yet; an empty one is thrown away."""
    opened(request, key)
    sent = request.POST.get("typed", "")
    me = request.user.get_username()
    if request.POST.get("drop"):
        drop_draft(me, key)
        return HttpResponseRedirect(reverse("verify", args=[key]))
    if len(sent) > LARGEST_DRAFT:
        return HttpResponse(status=413)
    try:
        typed = json.loads(sent or "{}")
    except ValueError:
        return HttpResponse(status=400)
    if not isinstance(typed, dict) or not all(
        isinstance(form, dict) and all(isinstance(value, str) for value in form.values())
        for form in typed.values()
    ):
        return HttpResponse(status=400)
    revision = request.POST.get("revision", "")
    keep_draft(
        me,
        key,
        typed,
        int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 18 else 0,
    )
    return HttpResponse(status=204)


@require_GET
@needs("read")
def rule(request: HttpRequest) -> HttpResponse:
    """Say what a rule reads, in words of its data: `?id=`."""
    found = rule_named(request.GET.get("id", ""))
    name = "verifying/rule_text.html" if _is_script(request) else "verifying/rule.html"
    return render(request, name, {"rule": found})
