"""How the parts of a member's data become files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from regulars.domain.privacy.types import Rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_of(rows: Rows) -> str:
    """Rows for programs."""
    return json.dumps(rows, ensure_ascii=False, indent=1, default=str)


def csv_of(rows: Rows) -> str:
    """Rows for spreadsheets: a column for each name, objects as JSON, nothing that a spreadsheet would run."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list | tuple) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
