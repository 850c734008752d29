"""Tables to which rows are added and in which nothing changes, held so by triggers on either database.

For migrations: `RunPython(guard("a_table"), release("a_table"))`. A model over such a table is unmanaged, for Django
would try to empty it after a test that commits.
"""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Step = Callable[[Apps, BaseDatabaseSchemaEditor], None]

_VERBS = ("UPDATE", "DELETE")
_FUNCTION = """
    CREATE OR REPLACE FUNCTION platform_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def guard(table: str) -> Step:
    """A step of a migration after which the table takes new rows and refuses every change."""
    return lambda _apps, editor: _run(editor, _guards(table, editor.connection.vendor))


def release(table: str) -> Step:
    """The step back: the table is like any other."""
    return lambda _apps, editor: _run(editor, _releases(table, editor.connection.vendor))


def _guards(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in _VERBS
        ]
    each = [(verb, "ROW") for verb in _VERBS] + [("TRUNCATE", "STATEMENT")]
    return [
        _FUNCTION,
        *(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION platform_refuse_change()"
            for verb, scope in each
        ),
    ]


def _releases(table: str, vendor: str) -> list[str]:
    where = "" if vendor == "sqlite" else f" ON {table}"
    verbs = _VERBS if vendor == "sqlite" else (*_VERBS, "TRUNCATE")
    return [f"DROP TRIGGER {table}_no_{verb.lower()}{where}" for verb in verbs]


def _run(editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        editor.execute(statement, params=None)
