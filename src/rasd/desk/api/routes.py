"""The one router of the API: an address that is both read and written must stand in one."""

from __future__ import annotations

from ninja import Router

__all__ = ["router"]

router = Router()
