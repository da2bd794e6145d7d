"""Addresses of bringing in."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.intake import feed_views, guide_views, views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("bring-in", views.bring_in, name="intake"),
    path("bring-in/example", guide_views.example, name="intake_example"),
    path("bring-in/guide", guide_views.guide, name="intake_guide"),
    path("bring-in/guide/end", guide_views.end, name="intake_guide_end"),
    path("bring-in/run", views.run, name="intake_run"),
    path("feeds", feed_views.feeds, name="feeds"),
    path("feeds/<int:number>", feed_views.change, name="feed_change"),
]
