"""Which identifiers a programme takes, and what comes of those that contradict each other or are shared."""

import pytest

from regulars.domain.members import errors
from regulars.domain.members.models import Identifier, Sharing
from regulars.domain.members.operations import identify_members, remove_key_rule, set_key_rule
from regulars.domain.members.queries import find_member_by, key_rules, list_meetings, member
from regulars.domain.members.types import Arrival, BlockedAction, IdentifierKind, Identity, KeyRule, Unidentified
from regulars.platform.audit import list_entries
from regulars.platform.paging import PageRequest

pytestmark = pytest.mark.django_db

AT = 1_780_000_000_000_000
CARD, MOBILE, EMAIL, DEVICE = (
    IdentifierKind.CARD,
    IdentifierKind.MOBILE,
    IdentifierKind.EMAIL,
    IdentifierKind.DEVICE,
)
ERP = KeyRule(IdentifierKind.EXTERNAL_ID, "erp")


def identify(programme, *identities, at=AT):
    return identify_members(programme.id, [Arrival(identity, at, at) for identity in identities])


def numbers(answers):
    return [getattr(answer, "member_id", answer) for answer in answers]


def test_a_rule_is_kept_and_told_in_the_trail(minimal):
    kept = set_key_rule(minimal.id, KeyRule(CARD, pattern="[0-9]{4}", blocked=(" 0000 ", "0000", "")), "ann")
    assert kept.blocked == ("0000",)
    assert key_rules(minimal.id).of(CARD) == kept
    assert key_rules(minimal.id).of(DEVICE).shared_by == 3
    line = list_entries(PageRequest()).items[0]
    assert (line.actor, line.action, line.subject, line.params["blocked"]) == (
        "ann",
        "key_rule_set",
        "identifiers card",
        1,
    )


@pytest.mark.parametrize(
    "rule",
    [
        KeyRule(CARD, pattern="["),
        KeyRule(CARD, pattern="a" * 201),
        KeyRule(CARD, name="erp"),
        KeyRule(IdentifierKind.EXTERNAL_ID, "No"),
        KeyRule(CARD, most=0),
        KeyRule(CARD, shared_by=0),
        KeyRule(MOBILE, shared_by=2),
        KeyRule(MOBILE, region="XX"),
        KeyRule(CARD, blocked=("*",)),
    ],
)
def test_a_rule_that_cannot_be_is_refused(minimal, rule):
    with pytest.raises(errors.KeyRuleInvalid):
        set_key_rule(minimal.id, rule, "ann")


def test_cards_have_the_form_that_is_declared(minimal):
    set_key_rule(minimal.id, KeyRule(CARD, pattern="6[0-9]{3}"), "ann")
    answers = identify(minimal, Identity(card="6 001"), Identity(card="7001"))
    assert answers[1] == Unidentified("identifier_invalid", {"kind": "card", "given": "7001"})
    assert answers[0].enrolled


def test_mobiles_are_numbers_of_the_declared_region(minimal):
    set_key_rule(minimal.id, KeyRule(MOBILE, region="GB"), "ann")
    answers = identify(minimal, Identity(mobile="07400 123456"))
    assert member(minimal.id, answers[0].member_id).identifiers[0].value == "+447400123456"


@pytest.mark.parametrize("given", ["0000", "00-00"])
def test_blocked_values_name_nobody(minimal, given):
    set_key_rule(minimal.id, KeyRule(CARD, blocked=("0000",)), "ann")
    answers = identify(minimal, Identity(card=given, mobile="13800138000"), Identity(card=given))
    assert [one.kind for one in member(minimal.id, answers[0].member_id).identifiers] == [MOBILE]
    assert answers[1] == Unidentified("identifier_missing", {})


def test_blocked_values_are_refused_where_that_is_declared(minimal):
    set_key_rule(minimal.id, KeyRule(EMAIL, blocked=("test@*",), on_blocked=BlockedAction.REFUSE), "ann")
    answers = identify(minimal, Identity(email="Test@example.com", card="1"), Identity(email="contest@example.com"))
    assert answers[0] == Unidentified("identifier_blocked", {"kind": "email"})
    assert answers[1].enrolled


def test_kinds_that_are_not_taken_are_not_kept(minimal):
    set_key_rule(minimal.id, KeyRule(DEVICE, taken=False), "ann")
    found = identify(minimal, Identity(device="d", card="1"))[0]
    assert [one.kind for one in member(minimal.id, found.member_id).identifiers] == [CARD]


def test_external_ids_of_further_systems_have_names(minimal):
    assert identify(minimal, Identity(external_ids=(("erp", "7"),))) == [
        Unidentified("identifier_undeclared", {"name": "erp"})
    ]
    set_key_rule(minimal.id, ERP, "ann")
    one, two = identify(minimal, Identity(external_ids=(("erp", "7"),)), Identity(external_id="7"))
    assert one.member_id != two.member_id
    assert find_member_by(minimal.id, IdentifierKind.EXTERNAL_ID, "7", name="erp").id == one.member_id
    assert find_member_by(minimal.id, IdentifierKind.EXTERNAL_ID, "7").id == two.member_id


def test_a_name_is_removed_while_nobody_has_one(minimal):
    set_key_rule(minimal.id, ERP, "ann")
    remove_key_rule(minimal.id, "erp", "ann")
    with pytest.raises(errors.KeyRuleMissing):
        remove_key_rule(minimal.id, "erp", "ann")
    set_key_rule(minimal.id, ERP, "ann")
    identify(minimal, Identity(external_ids=(("erp", "7"),)))
    with pytest.raises(errors.KeyRuleUsed):
        remove_key_rule(minimal.id, "erp", "ann")


def test_a_member_has_no_more_of_a_kind_than_declared(minimal):
    set_key_rule(minimal.id, KeyRule(EMAIL, most=2), "ann")
    known = identify(minimal, Identity(card="1", email="a@example.com"))[0].member_id
    answers = identify(minimal, Identity(card="1", email="b@example.com"), Identity(card="1", email="c@example.com"))
    assert numbers(answers) == [known, known]
    identify(minimal, Identity(card="1", email="d@example.com"))
    assert Identifier.objects.filter(kind="email").count() == 2


def test_a_contradiction_is_kept_for_a_person(minimal):
    one, two = numbers(identify(minimal, Identity(card="1"), Identity(mobile="13800138000")))
    for at in (AT + 5, AT + 1):
        assert identify(minimal, Identity(card="1", mobile="13800138000"), at=at)[0].code == "identity_conflict"
    (met,) = list_meetings(minimal.id)
    assert (met.first, met.second, met.kinds, met.times) == (one, two, ("card", "mobile"), 2)
    assert met.last_at.microsecond == 5
    assert list_meetings(minimal.id, two) == [met]


def test_a_shared_tablet_joins_nobody(minimal):
    tablet = [Identity(device="tablet", card=str(card)) for card in range(6)]
    members = numbers(identify(minimal, *tablet))
    assert len(set(members)) == 6
    assert numbers(identify(minimal, *tablet)) == members
    assert identify(minimal, Identity(device="tablet"))[0].code == "member_not_found"
    assert identify(minimal, Identity(device="tablet", mobile="13800138000"))[0].enrolled
    assert Identifier.objects.filter(kind="device").count() == 1
    assert 0 < Sharing.objects.count() <= 3
    assert list_meetings(minimal.id) == []


def test_a_device_of_one_member_names_them(minimal):
    known = identify(minimal, Identity(device="phone", card="1"))[0].member_id
    assert numbers(identify(minimal, Identity(device="phone"))) == [known]


def test_a_family_card_never_merges_people(minimal):
    set_key_rule(minimal.id, KeyRule(CARD, shared_by=4), "ann")
    holder, child = numbers(
        identify(
            minimal,
            Identity(card="F", mobile="13800138000"),
            Identity(card="F", mobile="13800138001"),
        )
    )
    assert holder != child
    assert numbers(identify(minimal, Identity(card="F"), Identity(card="F", mobile="13800138001"))) == [holder, child]
    assert list_meetings(minimal.id) == []
    assert list(Sharing.objects.values_list("member_id", flat=True)) == [child]
