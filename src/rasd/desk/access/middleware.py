"""Who is asking: with ``--local`` the one person of this machine, else who signed in; and the first administrator."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from rasd.desk.access.asking import is_of_this_machine
from rasd.desk.access.first import has_people, local_person

__all__ = ["People"]


class People:
    """Signs the local person in, and leads everybody to the first start while there is no administrator."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.OPTIONS.is_local:
            if not is_of_this_machine(request):
                raise PermissionDenied
            request.user = local_person()
        elif not request.user.is_authenticated and not has_people():
            first = reverse("first")
            if request.path not in (first, reverse("prefer")) and not request.path.startswith(
                settings.STATIC_URL
            ):
                return HttpResponseRedirect(first)
        return self._respond(request)
