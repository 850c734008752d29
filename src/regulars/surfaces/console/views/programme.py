"""The live programme, to read and to download."""

import yaml
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from regulars.domain.access.policy import Permission
from regulars.domain.programmes.policy import version_for_all
from regulars.domain.programmes.queries import schedule
from regulars.platform import clock
from regulars.surfaces.console.desk import Desk, console_page, page
from regulars.surfaces.console.reading.earning import (
    budget_sentences,
    goal_sentences,
    limit_sentences,
    multiplier_sentences,
    rule_sentences,
)
from regulars.surfaces.console.reading.ladder import rungs
from regulars.surfaces.console.reading.policies import policy_words
from regulars.surfaces.console.reading.sharing import sharing_sentences
from regulars.surfaces.console.reading.spans import notice_words, review_words
from regulars.surfaces.console.reading.vocabulary import vocabulary_of
from regulars.surfaces.console.reading.wallets import metric_lines, wallet_lines


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def programme(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The document as a person would want to read it."""
    document = desk.programme.document
    vocabulary = vocabulary_of(document)
    context = {
        "document": document,
        "number": desk.programme.number,
        "since": _since(desk),
        "rungs": rungs(document, vocabulary),
        "review": [*review_words(document.ladder), *notice_words(document.ladder)],
        "rules": rule_sentences(document, vocabulary),
        "multipliers": multiplier_sentences(document, vocabulary),
        "limits": limit_sentences(document, vocabulary),
        "budgets": budget_sentences(document),
        "sharing": sharing_sentences(document, vocabulary),
        "goals": goal_sentences(document, vocabulary),
        "wallets": wallet_lines(document),
        "metrics": metric_lines(document, vocabulary),
        "policies": policy_words(document.policies),
    }
    return page(request, desk, "console/programme.html", context)


def _since(desk: Desk) -> int | None:
    """Since when the version is in force; of the first one, which holds from the beginning, when it was installed."""
    activation = version_for_all(schedule(desk.programme.id), clock.now_us())
    return (activation.starts_at or activation.known_at) if activation else None


@require_safe
@console_page(Permission.SEE_PROGRAMME)
def programme_file(request: HttpRequest, desk: Desk) -> HttpResponse:  # noqa: ARG001 - a page's signature
    """The document as YAML, as `regulars programme check` reads it."""
    content = desk.programme.document.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    name = f"{desk.programme.code}-{desk.programme.number}.yaml"
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
