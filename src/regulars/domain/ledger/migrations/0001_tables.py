"""The ledger's tables, indexes and guards, by hand-written SQL."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from regulars.domain.ledger.migrations import _tables


def make_tables(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make everything, on either database."""
    _run(schema_editor, _tables.statements(schema_editor.connection.vendor))


def drop_tables(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Undo `make_tables`; all history is lost."""
    _run(schema_editor, _tables.drops(schema_editor.connection.vendor))


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """First of the ledger."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations: list[Any] = [migrations.RunPython(make_tables, drop_tables)]
