"""The form of a benefit says exactly what its entry in the document says."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from regulars.domain.benefits.policy import entry_of
from regulars.engine.programme.benefit_kinds import KINDS
from regulars.engine.programme.benefits import Benefit
from regulars.engine.programme.loading import load_programme
from regulars.surfaces.console.benefit_forms import BenefitForm

TEXT = (Path(__file__).parents[3] / "programmes" / "club.yaml").read_text(encoding="utf-8")
CLUB = load_programme(TEXT)


def filled(entry: dict[str, Any], kind: Any) -> BenefitForm:
    """The form of an entry as a browser sends it back."""
    shown = BenefitForm(CLUB, kind, entry)
    data = {field.html_name: field.value() for field in shown if field.value() not in (None, "", False, [])}
    return BenefitForm(CLUB, kind, entry, {**data, "revision": "1"})


@pytest.mark.parametrize("benefit", CLUB.benefits, ids=lambda one: one.id)
def test_what_is_not_changed_stays(benefit: Benefit) -> None:
    found = entry_of(TEXT, "benefits", benefit.id)
    assert found is not None
    form = filled(found[1], benefit.kind)
    assert form.is_valid(), form.errors
    assert Benefit.model_validate(form.entry()) == benefit


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_fields_of_its_terms(kind: Any) -> None:
    form = BenefitForm(CLUB, kind, {})
    offered = {name.split(".")[1] for name in form.fields if name.startswith("terms.")}
    assert offered == {*KINDS[kind].required, *KINDS[kind].optional}
    assert bool(form.occasions()) == KINDS[kind].used
    assert [row["badge"].id for row in form.rows()] == [tier.id for tier in CLUB.ladder.tiers]


def test_what_the_form_does_not_show_is_kept() -> None:
    entry = {
        "id": "x",
        "name": {"zh": "甲", "en": "A"},
        "kind": "shipping",
        "picture": "a" * 64,
        "tiers": {"leader": {}},
        "cost": Decimal("1.50"),
    }
    form = filled(entry, "shipping")
    assert form.is_valid(), form.errors
    assert form.entry() == entry


def test_a_code_that_is_taken_is_refused() -> None:
    with override("en"):
        form = BenefitForm(CLUB, "shipping", {}, {"id": "parking", "revision": "1"})
        assert form.errors["id"] == ["Another benefit has this code."]
