"""What the server runs."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasd.desk.settings")

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

application = get_wsgi_application()
