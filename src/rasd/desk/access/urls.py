"""Addresses of people."""

from __future__ import annotations

from django.urls import URLPattern, path

from rasd.desk.access import views
from rasd.desk.access.account_pages import account, account_codes, account_second, account_session
from rasd.desk.access.audit_pages import audit_export, audit_page
from rasd.desk.access.people_pages import people, person_page, welcome
from rasd.desk.access.restriction_pages import restrict_page

__all__ = ["urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("first", views.first, name="first"),
    path("sign-in", views.sign_in, name="account_login"),
    path("sign-in/code", views.sign_in_code, name="sign_in_code"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("welcome/<str:person>/<str:token>", welcome, name="welcome"),
    path("account", account, name="account"),
    path("account/second", account_second, name="account_second"),
    path("account/codes", account_codes, name="account_codes"),
    path("account/session", account_session, name="account_session"),
    path("people", people, name="people"),
    path("people/<int:number>", person_page, name="person"),
    path("audit", audit_page, name="audit"),
    path("audit/export", audit_export, name="audit_export"),
    path("restrict", restrict_page, name="restrict"),
]
