"""Addresses of what is given out."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.giving import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("give-out", views.export, name="export"),
    path("publish", views.publish, name="publish"),
    path("jobs/<int:number>/file", views.given, name="given"),
]
