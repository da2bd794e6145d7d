"""The store as a Django application: commands configure it by `Store.open`, a site by its own settings."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["StoreConfig"]


class StoreConfig(AppConfig):
    """Tables of documents, codings, incidents, judgements and custody."""

    name = "rasd.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Rasd"
