"""What members allow, their copies and their erasure, in their portal."""

import pytest
from django.urls import reverse

from regulars.domain.consents.queries import consents_of
from regulars.domain.members.queries import find_member
from regulars.domain.privacy.operations import ask_for_copy
from regulars.domain.privacy.queries import requests_of
from regulars.platform.jobs import run_due
from tests.integration.portal.conftest import FRIEND

pytestmark = pytest.mark.django_db

PAGE = "portal:privacy"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.COPIES_ROOT = tmp_path


def said(response):
    return response.content.decode()


def test_nothing_is_allowed_until_it_is_ticked(client, programme, member_id):
    assert " checked" not in said(client.get(reverse(PAGE)))
    client.post(reverse("portal:consents"), {"allow": ["marketing:email", "research:sms"]})
    client.post(reverse("portal:consents"), {"allow": ["marketing:email"]})
    assert said(client.get(reverse(PAGE))).count(" checked") == 1
    found = {(one.purpose, one.channel): one for one in consents_of(programme.id, member_id)}
    assert {key: one.given for key, one in found.items()} == {("marketing", "email"): True, ("research", "sms"): False}
    one = found["marketing", "email"]
    assert (one.source, one.actor, one.text_version) == ("portal", f"member {member_id}", "portal-1")


def test_a_copy_is_asked_for_and_downloaded_by_its_member_only(client, programme, member_id):
    client.post(reverse("portal:ask_copy"))
    assert "is being made" in said(client.get(reverse(PAGE)))
    run_due()
    (request,) = requests_of(programme.id, member_id)
    address = reverse("portal:copy_file", args=[request.id])
    assert address in said(client.get(reverse(PAGE)))
    assert b"".join(client.get(address).streaming_content)[:2] == b"PK"
    other = ask_for_copy(programme.id, find_member(programme.id, FRIEND).id, "ann")
    run_due()
    assert client.get(reverse("portal:copy_file", args=[other.id])).status_code == 404


def test_a_member_asks_to_be_erased_and_stays_after_all(client, programme, member_id):
    client.post(reverse("portal:ask_erasure"))
    page = said(client.get(reverse(PAGE)))
    assert "Somebody looks at it soon" in page
    (request,) = requests_of(programme.id, member_id)
    client.post(reverse("portal:cancel_erasure", args=[request.id]))
    assert requests_of(programme.id, member_id)[0].state == "cancelled"
    assert reverse(PAGE) in said(client.get(reverse("portal:me")))


def test_what_has_to_end_first_is_told_with_the_way_there(client, programme, member_id):
    client.post(reverse("portal:begin_family"), {"name": "The Lis"})
    page = said(client.get(reverse(PAGE)))
    assert "You are in a family." in page
    assert f'href="{reverse("portal:family")}"' in page
    assert reverse("portal:ask_erasure") not in page
    refused = said(client.post(reverse("portal:ask_erasure"), follow=True))
    assert "Something has to end first" in refused
    assert "family pool" not in refused
    assert requests_of(programme.id, member_id) == []
