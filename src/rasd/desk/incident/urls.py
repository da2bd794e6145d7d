"""Addresses of an incident and of the decisions on it."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.incident import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("incidents/<str:key>", views.incident, name="incident"),
]
