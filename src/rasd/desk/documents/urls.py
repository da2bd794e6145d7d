"""Addresses of documents. A document's id may hold slashes, so what is asked of it stands behind it."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.documents import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("documents", views.documents, name="documents"),
    path("documents/<path:key>/evidence/<int:number>", views.evidence, name="evidence"),
    path("documents/<path:key>", views.document, name="document"),
]
