"""Addresses of the API and of the page of tokens."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from rasd import __version__
from rasd.desk.api import deciding, pages, reading
from rasd.desk.api.answering import RATE, Bearer, PerToken, handle_errors
from rasd.desk.api.routes import router

__all__ = ["api", "urlpatterns"]

limit = PerToken(RATE)
api = NinjaAPI(
    title="Rasd",
    version=__version__,
    description="What the pages of the desk do, for programs. Tokens are made on the page /tokens.",
    docs_url=None,
    openapi_url=None,
    auth=Bearer(),
    throttle=[limit],
    urls_namespace="api",
)
assert reading and deciding  # importing them puts their operations into the router  # nosec B101
api.add_router("", router)
handle_errors(api)

urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens", pages.tokens, name="tokens"),
    path("tokens/<int:number>/revoke", pages.revoke, name="token_revoke"),
    path("api/openapi.json", pages.openapi, name="openapi"),
    path("api/v1/", api.urls),
]
