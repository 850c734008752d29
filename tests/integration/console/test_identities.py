"""Identifiers, consents, privacy, duplicates and data in the console."""

from datetime import timedelta

import pytest
from django.urls import reverse

from regulars.domain.consents.queries import consents_of
from regulars.domain.duplicates.operations import find_duplicates
from regulars.domain.members.operations import record_profiles
from regulars.domain.members.queries import key_rules, member
from regulars.domain.members.types import IdentifierKind, Profile, Told
from regulars.domain.privacy.operations import carry_out
from regulars.domain.privacy.operations.looking import forget_recent
from regulars.domain.privacy.queries import list_looks
from regulars.platform.jobs import run_due
from regulars.platform.paging import PageRequest
from tests.integration.console.conftest import purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_as(client_as):
    """A browser of a person of the role, in English."""

    def signed_in(role):
        client = client_as(role)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return signed_in


def url(name, *args):
    return reverse(f"console:{name}", args=args)


@pytest.fixture
def people(send):
    forget_recent()
    return send(purchase(1, "8800000001"), purchase(2, "8800000002"))


def said(response):
    return response.content.decode()


def test_a_rule_is_changed_and_held_to(club, people, client_as):
    client = client_as("operator")
    assert "Device" in said(client.get(url("identifiers")))
    form = {
        "taken": "on",
        "most": "3",
        "shared_by": "4",
        "pattern": "[0-9]{10}",
        "blocked": "0000\n",
        "on_blocked": "refuse",
    }
    assert client.post(url("identifier", "card"), form).status_code == 302
    rule = key_rules(club.id).of(IdentifierKind.CARD)
    assert (rule.most, rule.shared_by, rule.pattern, rule.blocked) == (3, 4, "[0-9]{10}", ("0000",))
    refused = client.post(url("identifier", "card"), form | {"pattern": "["})
    assert refused.status_code == 422
    assert "This cannot be for pattern" in said(refused)
    assert client.get(url("identifier", "nonsense")).status_code == 404


def test_a_further_system_is_declared_and_removed(club, client_as):
    client = client_as("operator")
    assert client.post(url("add_identifier"), {"name": "erp"}).status_code == 302
    assert "erp" in said(client.get(url("identifiers")))
    assert client.post(url("add_identifier"), {"name": "No!"}).status_code == 422
    client.post(url("remove_identifier", "external_id.erp"))
    assert key_rules(club.id).of(IdentifierKind.EXTERNAL_ID, "erp") is None
    assert client.post(url("remove_identifier", "card"), follow=True).status_code == 200


def test_a_consent_is_recorded_on_the_members_page(club, people, client_as):
    client = client_as("service")
    assert url("member_consents", people[0]) in said(client.get(url("member", people[0])))
    form = {"purpose": "marketing", "channel": "sms", "given": "yes", "text_version": "v3"}
    assert "Allowed" in said(client.post(url("member_consents", people[0]), form))
    (one,) = consents_of(club.id, people[0])
    assert (one.actor, one.source, one.text_version) == ("service", "console", "v3")
    client.post(url("member_consents", people[0]), form | {"given": "no"})
    assert "All that was said" in said(client.get(url("member_consents", people[0])))


def test_an_analyst_records_nothing(club, people, client_as):
    form = {"purpose": "marketing", "channel": "sms", "given": "yes"}
    client_as("analyst").post(url("member_consents", people[0]), form)
    assert consents_of(club.id, people[0]) == []


def test_a_copy_is_asked_for_and_taken(club, people, client_as, settings, tmp_path):
    settings.COPIES_ROOT = tmp_path
    client = client_as("service")
    client.post(url("copy_member", people[0]))
    assert "Asked for" in said(client.get(url("member_privacy", people[0])))
    run_due()
    page = said(client.get(url("privacy")))
    address = next(part for part in page.split('"') if part.endswith("copy.zip"))
    taken = client.get(address)
    assert b"".join(taken.streaming_content)[:2] == b"PK"


def test_an_erasure_goes_through_two_pairs_of_hands(club, people, client_as, frozen_clock):
    service, operator = client_as("service"), client_as("operator")
    bare = service.post(url("erase_member", people[0]), follow=True)
    assert "Say why" in said(bare)
    reason = {"reason": "wrote us a letter"}
    asked = service.post(url("erase_member", people[0]), reason, follow=True)
    assert "wrote us a letter" in said(asked)
    assert "Somebody else has to approve it" in said(asked)
    assert "Approve<" not in said(asked)
    page = said(operator.get(url("privacy")))
    approve = next(part for part in page.split('"') if part.endswith("/approve"))
    assert "carried out when" in said(operator.post(approve, follow=True))
    assert "past the point" not in said(operator.get(url("privacy")))
    frozen_clock.advance(timedelta(days=8))
    carry_out()
    assert member(club.id, people[0]).identifiers == ()
    assert operator.get(url("member", people[0])).status_code == 200
    assert "wrote us a letter" not in said(operator.get(url("privacy")))
    again = service.post(url("erase_member", people[0]), reason, follow=True)
    assert "has left the programme" in said(again)


def test_an_erasure_is_taken_back(club, people, client_as):
    client = client_as("operator")
    client.post(url("erase_member", people[0]), {"reason": "asked by telephone"})
    page = said(client.get(url("privacy")))
    cancel = next(part for part in page.split('"') if part.endswith("/cancel"))
    assert "taken back" in said(client.post(cancel, follow=True))


def test_who_looked_is_seen_by_those_who_may(club, people, client_as):
    client_as("service").get(url("member", people[0]))
    admin = client_as("admin")
    page = said(admin.get(f"{url('access_log')}?member={people[0]}&who=service"))
    assert "service" in page
    assert f"/console/members/{people[0]}/" in page
    assert "service" in said(admin.get(url("member_privacy", people[0])))
    assert {one.look.who for one in list_looks(club.id, PageRequest()).items} == {"service", "admin"}
    assert admin.get(f"{url('access_log')}?member=x").status_code == 422


def test_pairs_are_seen_side_by_side(club, people, client_as):
    record_profiles(club.id, [Told(one, 1_780_000_000_000_000, Profile("Li Lei", 5)) for one in people])
    find_duplicates(club.id, lambda done, total: None)
    client = client_as("operator")
    page = said(client.get(url("duplicates")))
    assert "same name" in page
    assert f"{url('merge_members', people[0])}?other=%23{people[1]}" in page
    assert f"#{people[1]}" in said(client.get(f"{url('merge_members', people[0])}?other=%23{people[1]}"))
    told = said(client.get(url("member", people[1])))
    assert f'May be the same person as <a href="/console/members/{people[0]}/">member {people[0]}</a>' in told
    assert "same name" in told
    assert f"{url('merge_members', people[1])}?other=%23{people[0]}" in told
    assert "May be the same person" not in said(client_as("analyst").get(url("member", people[1])))
    reject = next(part for part in page.split('"') if part.endswith("/reject"))
    assert "not suggested again" in said(client.post(reject, follow=True))
    assert "operator said" in said(client.get(f"{url('duplicates')}?show=rejected"))
    assert "has decided" in said(client.post(reject, follow=True))


def test_a_search_shows_its_progress(club, people, client_as):
    client = client_as("operator")
    client.post(url("search_duplicates"))
    assert "being compared" in said(client.get(url("duplicates")))
    run_due()
    assert client.get(url("duplicates_progress")).headers["HX-Refresh"] == "true"
    assert "2 members compared" in said(client.get(url("duplicates")))


def test_the_catalogue_and_the_quality_of_data(club, people, client_as):
    client = client_as("analyst")
    page = said(client.get(url("event_catalogue")))
    assert "purchase" in page
    assert "lines.category" in page
    quality = said(client.get(url("data_quality")))
    assert "till" in quality
    sheet = client.get(f"{url('data_quality')}?format=csv").content.decode("utf-8-sig").splitlines()
    assert sheet == ["day,source,accepted,late,duplicate,unknown,rejected", "2026-06-15,till,2,0,0,0,0"]
    assert client.get(f"{url('event_catalogue')}?format=xlsx").content[:2] == b"PK"


def test_the_profile_as_it_was(club, people, client_as):
    client = client_as("service")
    assert "declares no attributes" in said(client.get(url("member_profile", people[0])))
    assert "Nothing was known" in said(client.get(f"{url('member_profile', people[0])}?on=2026-01-01"))
