"""Settings of the workspace: how this desk verifies. The administrator sets them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rasd.desk.access import audit, needs
from rasd.desk.site import Words
from rasd.desk.verifying.workspace import needs_second, set_second

__all__ = ["settings_page"]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("administer")
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show and set whether a second reader approves."""
    if request.method == "POST":
        wanted = bool(request.POST.get("needs_second"))
        if set_second(wanted, by=request.user.get_username()):
            audit(request, "settings.changed", "needs_second", value=wanted)
        messages.success(request, Words.of_request(request)("verifying.settings.kept"))
        return redirect("settings")
    return render(request, "verifying/settings.html", {"needs_second": needs_second()})
