"""Addresses of the frame."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.site import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("prefer", views.prefer, name="prefer"),
    path("about", views.about, name="about"),
]
