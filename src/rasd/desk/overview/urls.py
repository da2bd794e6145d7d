"""Addresses of the home page."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.overview import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("seen", views.seen, name="seen"),
]
