"""Addresses of the queue."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.waiting import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("queue", views.queue, name="queue"),
    path("queue/next", views.take_next, name="queue_next"),
    path("queue/views", views.save_view, name="queue_views"),
    path("queue/views/<int:number>", views.change_view, name="queue_view"),
]
