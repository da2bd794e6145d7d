"""The room `charts` as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ChartsConfig"]


class ChartsConfig(AppConfig):
    """See the room."""

    name = "rasd.desk.charts"
    label = "desk_charts"
