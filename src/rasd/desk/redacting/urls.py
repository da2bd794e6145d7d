"""Address of redaction."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.redacting import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [path("redact", views.redact, name="redact")]
