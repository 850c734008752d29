"""One spelling for each identifier, and masks that hide enough."""

import pytest

from regulars.domain.members.policy import mask, mask_name, normalise, region_of
from regulars.domain.members.types import IdentifierKind

CARD, MOBILE, EMAIL, EXTERNAL, DEVICE = IdentifierKind


@pytest.mark.parametrize(
    ("kind", "written", "spelling"),
    [
        (MOBILE, "138 0013 8000", "+8613800138000"),
        (MOBILE, "+86-138-0013-8000", "+8613800138000"),
        (MOBILE, "8613800138000", "+8613800138000"),
        (MOBILE, "１３８００１３８０００", "+8613800138000"),
        (MOBILE, "+1 (650) 253-0000", "+16502530000"),
        (MOBILE, "12", None),
        (MOBILE, "no number", None),
        (EMAIL, "Li.Wei@Example.COM", "li.wei@example.com"),
        (EMAIL, " li@example.com ", "li@example.com"),
        (EMAIL, "li@", None),
        (EMAIL, "li at example.com", None),
        (CARD, " 6222-0000 aBc1 ", "62220000ABC1"),
        (CARD, "卡1", None),
        (EXTERNAL, "Ab-1 ", "Ab-1"),
        (DEVICE, "5f6D", "5f6D"),
        (EXTERNAL, "a\x00b", None),
        (EXTERNAL, "   ", None),
        (EXTERNAL, "x" * 201, None),
    ],
)
def test_an_identifier_has_one_spelling(kind, written, spelling):
    assert normalise(kind, written, "CN") == spelling


def test_national_numbers_need_a_region():
    assert normalise(MOBILE, "6502530000", region_of("USD")) == "+16502530000"
    assert normalise(MOBILE, "6502530000", region_of("EUR")) is None
    assert normalise(MOBILE, "+16502530000", region_of("EUR")) == "+16502530000"


def test_one_text_may_be_of_several_kinds():
    spellings = {kind: normalise(kind, "13800138000", "CN") for kind in IdentifierKind}
    assert spellings == {
        CARD: "13800138000",
        MOBILE: "+8613800138000",
        EMAIL: None,
        EXTERNAL: "13800138000",
        DEVICE: "13800138000",
    }


def test_masks_show_how_an_identifier_ends_or_begins():
    assert mask(MOBILE, "+8613800138000") == "********8000"
    assert mask(EMAIL, "li.wei@example.com") == "l***@example.com"
    assert mask(CARD, "12") == "**"
    assert mask_name("李伟") == "李**"
