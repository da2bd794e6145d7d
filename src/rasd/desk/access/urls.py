"""Addresses of people."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.access import views
from rasd.desk.access.restriction_pages import restrict_page

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("first", views.first, name="first"),
    path("sign-in", views.sign_in, name="account_login"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("restrict", restrict_page, name="restrict"),
]
