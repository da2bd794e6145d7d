"""The room `site` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["SiteConfig"]


class SiteConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.site"
    label = "desk_site"
    default_auto_field = "django.db.models.BigAutoField"
