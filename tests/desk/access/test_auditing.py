"""The audit log holds who did what, in a chain, and nothing of it can be altered or taken away without being seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk_inside import inside

_PROGRAM = """
from django.db import connection, transaction
from rasd.desk.access import audit
from rasd.desk.access.auditing import lines, verified
from rasd.desk.access.models import AuditEntry

amina = request_of("amina", "verifier")
audit(amina, "document.seen", "d1")
audit(amina, "document.seen", "d1")
audit(request_of("basil", "reader"), "document.seen", "d1")
audit(amina, "incident.merged", "i1", other="i2", why="نص عربي")
audit(amina, "incident.merged", "i1", other="i2", why="نص عربي")
try:
    with transaction.atomic():
        audit(amina, "incident.split", "i3")
        audit(amina, "incident.seen", "i3")
        raise ValueError
except ValueError:
    pass
audit(amina, "incident.seen", "i3")
told["lines"] = [[one.seq, one.by, one.action, one.subject, one.details] for one in lines(AuditEntry.objects.order_by("seq"))]
told["whole"] = verified()

refused = []
def tried(what):
    try:
        with transaction.atomic():
            what()
    except Exception as error:
        refused.append(type(error).__name__)
    else:
        refused.append("")
row = AuditEntry.objects.first()
tried(row.save)
tried(row.delete)
tried(lambda: AuditEntry.objects.filter(seq=1).update(by="somebody"))
tried(lambda: AuditEntry.objects.filter(seq=1).delete())
tried(lambda: connection.cursor().execute("DELETE FROM desk_access_auditentry"))
told["refused"] = refused

table = "desk_access_auditentry"
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("DROP TRIGGER audit_never_altered")
        cursor.execute("DROP TRIGGER audit_never_deleted")
    else:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(f"UPDATE {table} SET by = 'somebody' WHERE seq = 2")
    told["altered"] = verified()
    cursor.execute(f"UPDATE {table} SET by = 'basil' WHERE seq = 2")
    cursor.execute(f"DELETE FROM {table} WHERE seq = 5")
    told["shortened"] = verified()
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("auditing")
    address = str(folder / "store")
    if request.param == "postgresql":
        address = request.getfixturevalue("module_url")
    return inside(address, folder / "evidence", _PROGRAM)


def test_the_log_says_who_did_what_and_seeing_once(told: dict[str, Any]) -> None:
    why = {"other": "i2", "why": "نص عربي"}
    assert told["lines"] == [
        [1, "amina", "document.seen", "d1", {}],
        [2, "basil", "document.seen", "d1", {}],
        [3, "amina", "incident.merged", "i1", why],
        [4, "amina", "incident.merged", "i1", why],
        [5, "amina", "incident.seen", "i3", {}],
    ]
    assert told["whole"] == [5, ""]


def test_nothing_of_it_is_altered_or_deleted(told: dict[str, Any]) -> None:
    assert all(told["refused"]), told["refused"]


def test_what_was_altered_behind_the_triggers_is_found(told: dict[str, Any]) -> None:
    assert told["altered"] == [1, "2: altered"] and told["shortened"] == [4, "5: missing"]
