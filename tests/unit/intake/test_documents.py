"""The reference speaks of every field there is."""

import pytest

from regulars.domain.access.types import SCOPES
from regulars.domain.intake.policy.mapping import FIELDS, HEADINGS
from regulars.domain.intake.types.public import INTERNAL, INTERNAL_FIELDS, SHAPES, Line, Member, OpeningLot, RefundLine
from regulars.project.settings.paths import ROOT


def reference(name):
    return (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "shape", [*SHAPES.values(), Line, Member, OpeningLot, RefundLine], ids=lambda shape: shape.__name__
)
def test_events_are_described_field_by_field(shape):
    missing = [field for field in shape.model_fields if f"`{field}`" not in reference("events.md")]
    assert missing == []


def test_what_is_not_public_is_named():
    page = reference("events.md")
    assert [name for name in {*INTERNAL, *INTERNAL_FIELDS} - {"tick"} if f"`{name}`" not in page] == []


def test_files_are_described_field_by_field():
    assert [field for field in FIELDS if f"`{field}`" not in reference("import.md")] == []
    assert sorted(HEADINGS) == sorted(FIELDS)


def test_scopes_are_described():
    assert [scope for scope in SCOPES if f"`{scope}`" not in reference("api.md")] == []
