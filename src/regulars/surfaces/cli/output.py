"""What all commands share: the language, Django when it is needed, tables, and how refusals are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, is_dataclass
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import typer

from regulars.engine.texts import Told, in_language
from regulars.platform.errors import DomainError
from regulars.surfaces.cli.database import advice_on

REFUSED = 1
USAGE = 2


class Language(StrEnum):
    """The languages of the product."""

    ENGLISH = "en"
    CHINESE = "zh"


_language = [Language.ENGLISH]


def set_language(
    lang: Annotated[Language, typer.Option(help="Language of refusals and findings.")] = Language.ENGLISH,
) -> None:
    """Design, run and prove a membership programme."""
    _language[0] = lang


def chosen_language() -> Language:
    """The language in which the command line was asked to speak."""
    return _language[0]


def ready() -> None:
    """Start Django, in the language chosen. Commands that need neither stay quick."""
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        django.setup()
    translation.activate("zh-hans" if _language[0] is Language.CHINESE else "en")


def guarded(run: Callable[[], Any]) -> None:
    """Run, and tell a refusal of the domain, or a database that is not ready, in words on stderr with exit code 1."""
    try:
        run()
    except DomainError as error:
        refuse(error)
    except Exception as error:
        advice = advice_on(error)
        if advice is None:
            raise
        print(f"regulars: {advice}", file=sys.stderr)
        raise SystemExit(REFUSED) from error


def refuse(error: DomainError) -> NoReturn:
    """Tell a refusal and end."""
    ready()
    from regulars.surfaces.web.finding_words import refused_words
    from regulars.surfaces.web.messages import text_of

    print(f"regulars: {text_of(error)} [{error.code}]", file=sys.stderr)
    for finding in error.params.get("findings", ()):
        print(f"  {refused_words(finding)}", file=sys.stderr)
    raise SystemExit(REFUSED)


def wrong_usage(text: str) -> NoReturn:
    """Say what is wrong with how the command was called, and end with exit code 2."""
    print(f"regulars: {text}", file=sys.stderr)
    raise SystemExit(USAGE)


def print_finding(finding: Told) -> None:
    """What a finding says, each part on a line of its own, in the language chosen."""
    words = in_language(finding, _language[0].value)
    print(f"  {words.what}\n  {words.why}\n  {words.mend}")


def print_json(value: Any) -> None:
    """A value for programs: one JSON document."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=2, default=str))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows in columns as wide as they need."""
    cells = [[str(cell) for cell in row] for row in [headings, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
