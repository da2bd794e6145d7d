"""Every address of the desk: those of its rooms, one after the other."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from rasd.desk.rooms import files_of

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"rasd.desk.{found.parent.name}.urls")) for found in files_of("urls.py")
]

handler400 = "rasd.desk.site.errors.bad_request"
handler403 = "rasd.desk.site.errors.forbidden"
handler404 = "rasd.desk.site.errors.not_found"
handler500 = "rasd.desk.site.errors.broken"
