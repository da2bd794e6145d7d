"""The address of the list."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.incidents import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [path("incidents", views.incidents, name="incidents")]
