"""Addresses of ledgers."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.ledgers import deciding, files, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("ledgers", views.overview, name="ledgers"),
    path("ledgers/<str:agreement>", views.ledger, name="ledger"),
    path("ledgers/<str:agreement>/charts/<str:name>.<str:form>", files.chart, name="ledger-chart"),
    path("ledgers/<str:agreement>/ledger.<str:form>", files.table, name="ledger-file"),
    path("ledgers/<str:agreement>/entries/<str:incident>", views.entry, name="ledger-entry"),
    path("ledgers/<str:agreement>/entries/<str:incident>/facets", deciding.facet, name="ledger-facet"),
    path("ledgers/<str:agreement>/entries/<str:incident>/undo", deciding.undo_facet, name="ledger-undo"),
    path("ledgers/<str:agreement>/observe", deciding.observation, name="ledger-observe"),
    path("ledgers/<str:agreement>/observations/<int:number>/undo", deciding.undo_observed, name="ledger-observation-undo"),
]  # fmt: skip
