"""What models cannot say: the triggers of the custody log, its head, and the index of words of each database."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER custody_never_altered BEFORE UPDATE ON store_custodyentry
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE TRIGGER custody_never_deleted BEFORE DELETE ON store_custodyentry
BEGIN SELECT RAISE(ABORT, 'the custody log is append-only'); END;
CREATE VIRTUAL TABLE store_documentwords USING fts5(words, tokenize = 'ascii');
"""
POSTGRESQL = """
CREATE FUNCTION rasd_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the custody log is append-only'; END $$;
CREATE TRIGGER custody_never_altered BEFORE UPDATE OR DELETE ON store_custodyentry
FOR EACH ROW EXECUTE FUNCTION rasd_append_only();
CREATE TRIGGER custody_never_emptied BEFORE TRUNCATE ON store_custodyentry
FOR EACH STATEMENT EXECUTE FUNCTION rasd_append_only();
CREATE TABLE store_documentwords (
  id bigint PRIMARY KEY REFERENCES store_document (id) ON DELETE CASCADE,
  words tsvector NOT NULL
);
CREATE INDEX documentwords_words ON store_documentwords USING gin (words);
"""


def what_the_models_cannot_say(apps: Any, schema_editor: Any) -> None:
    """Make the triggers of the custody log, its head and the index of words, as each database has them."""
    if schema_editor.connection.vendor == "sqlite":
        cursor = schema_editor.connection.cursor()
        statement = ""
        for line in SQLITE.strip().splitlines():
            statement += line + "\n"
            if sqlite3.complete_statement(statement):
                cursor.execute(statement)
                statement = ""
    else:
        schema_editor.execute(POSTGRESQL, None)
    head = apps.get_model("store", "CustodyHead")
    head.objects.using(schema_editor.connection.alias).create(id=1, seq=0, hash="0" * 64)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(what_the_models_cannot_say, migrations.RunPython.noop)]
