"""Addresses of jobs."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.jobs import views

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("jobs", views.jobs, name="jobs"),
    path("jobs/<int:number>", views.job, name="job"),
    path("jobs/<int:number>/progress", views.progress, name="job_progress"),
    path("jobs/<int:number>/cancel", views.cancel, name="job_cancel"),
    path("jobs/<int:number>/again", views.repeat, name="job_again"),
]
