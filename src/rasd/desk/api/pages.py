"""The page on which a person makes and revokes their tokens, and the description of the API."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rasd.desk.access import audit, needs, role_of
from rasd.desk.api.tokens import DAYS, make, scopes_for

__all__ = ["openapi", "revoke", "tokens"]


@require_http_methods(["GET", "POST"])
@needs("read")
def tokens(request: HttpRequest) -> HttpResponse:
    """Show one's tokens; with POST, make one and show it once."""
    from rasd.desk.api.models import Token

    scopes = scopes_for(role_of(request))
    typed = {
        "name": request.POST.get("name", "").replace("\0", "").strip()[:80],
        "days": request.POST.get("days", "30"),
        "scopes": [one for one in request.POST.getlist("scopes") if one in scopes] or ["read"],
    }
    wrong: dict[str, str] = {}
    made = ""
    if request.method == "POST":
        if not typed["name"]:
            wrong["name"] = "api.wrong.name"
        if typed["days"] not in {str(days) for days in DAYS}:
            wrong["days"] = "api.wrong.days"
        if not wrong:
            row, made = make(request.user, str(typed["name"]), typed["scopes"], int(str(typed["days"])))
            audit(request, "token.made", f"token:{row.pk}", name=row.name, scopes=row.scopes)
    now = datetime.now(UTC)
    filling = {
        "tokens": [
            (one, "revoked" if one.revoked_at else "expired" if one.expires_at <= now else "holds")
            for one in Token.objects.filter(person_id=request.user.pk).order_by("-pk")[:100]
        ],
        "scopes": scopes,
        "days": DAYS,
        "typed": typed,
        "wrong": wrong,
        "made": made,
    }
    return render(request, "api/tokens.html", filling, status=422 if wrong else 200)


@require_POST
@needs("read")
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's tokens; an administrator may end anybody's."""
    from rasd.desk.api.models import Token

    rows = Token.objects.filter(pk=number) if number < 2**63 else Token.objects.none()
    if role_of(request) != "administrator":
        rows = rows.filter(person_id=request.user.pk)
    if not rows.exists():
        raise Http404
    rows.filter(revoked_at=None).update(revoked_at=datetime.now(UTC))
    audit(request, "token.revoked", f"token:{number}")
    return redirect("tokens")


@require_GET
@needs("read")
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the description of the API as OpenAPI."""
    from rasd.desk.api.urls import api

    return JsonResponse(
        api.get_openapi_schema(path_prefix="/api/v1/"), json_dumps_params={"ensure_ascii": False}
    )
