"""Addresses of verifying. This room stands before the one of documents, whose address takes every path."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.verifying import settings_views, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("documents/<path:key>/verify", views.verify, name="verify"),
    path("documents/<path:key>/verify/form", views.field_form, name="verify_form"),
    path("documents/<path:key>/verify/pieces", views.pieces_of, name="verify_pieces"),
    path("documents/<path:key>/verify/reading", views.reading, name="verify_reading"),
    path("documents/<path:key>/verify/draft", views.draft, name="verify_draft"),
    path("rules", views.rule, name="rule"),
    path("settings", settings_views.settings_page, name="settings"),
]
