"""Addresses of an incident and of the decisions on it."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.incident import judging, merging, splitting, undoing, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("incidents/<str:key>", views.incident, name="incident"),
    path("incidents/<str:key>/merge", merging.merge, name="incident_merge"),
    path("incidents/<str:key>/apart", merging.apart, name="incident_apart"),
    path("incidents/<str:key>/split", splitting.split, name="incident_split"),
    path("incidents/<str:key>/same", splitting.same, name="incident_same"),
    path("incidents/<str:key>/judge", judging.judge, name="incident_judge"),
    path("incidents/<str:key>/note", undoing.note, name="incident_note"),
    path("incidents/<str:key>/undo/<int:number>", undoing.undo, name="incident_undo"),
]
