"""Addresses of charts."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.charts import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("charts", views.charts, name="charts"),
    path("charts/<str:name>.<str:form>", views.file, name="chart-file"),
]
