"""Addresses of the map."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.seeing import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("map", views.map_page, name="map"),
    path("map/data", views.map_data, name="map_data"),
    path("map/rows", views.map_rows, name="map_rows"),
]
