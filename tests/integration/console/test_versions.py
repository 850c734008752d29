"""Versions in the console: drafting, reviewing, publishing, trying out, going back."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser
from regulars.domain.members.queries import list_active_ids
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.policy import in_sample
from regulars.domain.programmes.types import Decision, NewDraft, VersionState
from regulars.platform import audit
from tests.conftest import PASSWORD
from tests.integration.console.conftest import purchase

VERSIONS = "/console/programme/versions/"


@pytest.fixture
def browse(club, frozen_clock):
    """A browser of an operator by name."""

    def browser(name: str) -> Client:
        user = create_user(NewUser(username=name, password=PASSWORD, role="operator", language="en"))
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(get_user_model().objects.get(pk=user.id))
        return client

    return browser


@pytest.fixture
def text(club) -> str:
    """The club with half as many points again."""
    before = queries.text_of(club.version_id)
    assert "award: {points: 1, per: 1}" in before
    return before.replace("award: {points: 1, per: 1}", "award: {points: 1.5, per: 1}", 1)


@pytest.fixture
def version(club, text, frozen_clock):
    """A version of ann's in review."""
    draft = operations.create_draft(NewDraft(club.id, text, "More visits"), "ann")
    return operations.submit_draft(draft.version_id, "ann")


@pytest.fixture
def approved(version):
    """A version that bea has approved."""
    return operations.review_version(version.version_id, Decision.APPROVED, "Good", "bea")


def form(text: str, step: str, revision: int = 1, reason: str = "More visits") -> dict[str, str]:
    """The editor's form as a browser sends it."""
    return {"text": text.replace("\n", "\r\n"), "reason": reason, "revision": str(revision), "step": step}


def test_a_draft_is_made_edited_and_handed_in(browse, club, text) -> None:
    ann = browse("ann")
    made = ann.post(f"{VERSIONS}1/draft")
    assert (made.status_code, made.headers["Location"]) == (302, f"{VERSIONS}2/edit")
    page = ann.get(made.headers["Location"])
    assert page.context["form"]["text"].value() == queries.text_of(club.version_id)
    looked = ann.post(f"{VERSIONS}2/edit", form(text, "check"))
    assert (looked.status_code, looked.context["findings"]) == (200, [])
    assert queries.find_version(club.id, 2).revision == 1
    assert ann.post(f"{VERSIONS}2/edit", form(text, "save")).headers["Location"] == f"{VERSIONS}2/edit"
    done = ann.post(f"{VERSIONS}2/edit", form(text, "submit", revision=2))
    assert (done.status_code, done.headers["Location"]) == (302, f"{VERSIONS}2/")
    view = queries.find_version(club.id, 2)
    assert (view.state, view.author, view.reason) == (VersionState.IN_REVIEW, "ann", "More visits")
    assert queries.text_of(view.version_id) == text
    assert ann.get(f"{VERSIONS}2/edit").headers["Location"] == f"{VERSIONS}2/"


def test_findings_stand_beside_the_text_with_their_lines(browse, text) -> None:
    ann = browse("ann")
    ann.post(f"{VERSIONS}1/draft")
    wrong = text.replace("currency: USD", "currency: EUR")
    line = wrong.splitlines().index("currency: EUR") + 1
    response = ann.post(f"{VERSIONS}2/edit", form(wrong, "submit"))
    assert response.status_code == 422
    assert [(one.line, one.path) for one in response.context["findings"]] == [(line, "currency")]
    assert response.context["marks"] == f"{line}:error"
    page = response.content.decode()
    assert f'data-line="{line}"' in page
    assert "currency: EUR" in page


@pytest.mark.parametrize("broken", ["rules: [", "", "id: club"])
def test_a_text_that_cannot_be_read_is_kept(broken, browse, club) -> None:
    ann = browse("ann")
    ann.post(f"{VERSIONS}1/draft")
    assert ann.post(f"{VERSIONS}2/edit", form(broken, "save")).status_code == 302
    page = ann.get(f"{VERSIONS}2/edit")
    assert page.context["form"]["text"].value() == broken
    assert page.context["errors"] >= 1
    assert ann.get(f"{VERSIONS}2/").context["unreadable"] is True


def test_what_a_draft_with_errors_changes_is_told_as_it_stands(browse, club, text) -> None:
    wrong = text.replace("wallet: growth", "wallet: gone").replace("event = 'purchase'", "event = 'purchase", 1)
    draft = operations.create_draft(NewDraft(club.id, wrong.replace("currency: USD", "currency: XYZ")), "ann")
    bob = browse("bob")
    page = bob.get(f"{VERSIONS}2/")
    operations.withdraw_version(draft.version_id, "ann")
    assert bob.get(f"{VERSIONS}2/").status_code == 200
    assert page.context["errors"] > 1
    titles = [told.difference.title for told in page.context["differences"]]
    assert titles[0] == "Programme"
    assert "Rule “Points for spending”" in titles


def test_what_was_typed_survives_a_conflict(browse, club, text) -> None:
    ann = browse("ann")
    ann.post(f"{VERSIONS}1/draft")
    ann.post(f"{VERSIONS}2/edit", form("# elsewhere\n" + text, "save"))
    response = ann.post(f"{VERSIONS}2/edit", form("# here\n" + text, "save"))
    assert response.status_code == 422
    assert "saved elsewhere" in response.content.decode()
    assert "# here" in response.context["form"]["text"].value()
    assert response.context["form"]["revision"].value() == "2"
    assert ann.post(f"{VERSIONS}2/edit", form("# here\n" + text, "save", revision=2)).status_code == 302
    assert queries.text_of(queries.find_version(club.id, 2).version_id) == "# here\n" + text


def test_a_reason_is_asked_for_where_it_belongs(browse, text) -> None:
    ann = browse("ann")
    ann.post(f"{VERSIONS}1/draft")
    response = ann.post(f"{VERSIONS}2/edit", form(text, "submit", reason=""))
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"reason"})
    assert ann.post(f"{VERSIONS}2/edit", form(text, "save") | {"revision": "x"}).status_code == 422


def test_a_draft_is_not_edited_by_others(browse, version, club, text) -> None:
    bob = browse("bob")
    draft = operations.create_draft(NewDraft(club.id, text), "ann")
    for response in (bob.get(f"{VERSIONS}3/edit"), bob.post(f"{VERSIONS}3/edit", form("x", "save"))):
        assert (response.status_code, response.headers["Location"]) == (302, f"{VERSIONS}3/")
    assert queries.text_of(draft.version_id) == text
    assert bob.get(f"{VERSIONS}3/").context["may"] == {
        "edit": False,
        "withdraw": False,
        "copy": True,
        "review": False,
        "publish": False,
        "roll_back": False,
    }
    assert bob.post(f"{VERSIONS}3/withdraw", follow=True).context["view"].state is VersionState.DRAFT


def test_what_changes_is_told_in_words_and_lines(browse, version) -> None:
    page = browse("bob").get(f"{VERSIONS}2/")
    (told,) = page.context["differences"]
    assert told.difference.title == "Rule “Points for spending”"
    assert told.difference.lines == ("1 points per 1 USD becomes 1.5 points per 1 USD",)
    assert told.after.text == "On purchase: 1.5 Points for each $1 spent."
    assert [line.kind for line in page.context["lines"] if line.kind in ("gone", "new")] == ["gone", "new"]
    assert page.context["against"] == 1


def test_the_author_sees_why_they_do_not_review(browse, version, club) -> None:
    ann = browse("ann")
    page = ann.get(f"{VERSIONS}2/review")
    assert "You wrote this version" in page.content.decode()
    assert 'name="decision"' not in page.content.decode()
    refused = ann.post(f"{VERSIONS}2/review", {"decision": "approved", "comment": ""})
    assert refused.status_code == 422
    assert "A second person reviews and publishes it." in refused.content.decode()
    assert queries.find_version(club.id, 2).state is VersionState.IN_REVIEW


def test_a_reviewer_approves_or_rejects_with_a_comment(browse, version, club) -> None:
    bob = browse("bob")
    assert bob.post(f"{VERSIONS}2/review", {"decision": "rejected", "comment": ""}).status_code == 422
    assert bob.post(f"{VERSIONS}2/review", {"decision": "approved", "comment": "Good"}).status_code == 302
    review = queries.find_version(club.id, 2).review
    assert (review.reviewer, review.decision, review.comment) == ("bob", "approved", "Good")
    again = bob.post(f"{VERSIONS}2/review", {"decision": "rejected", "comment": "No"})
    assert (again.status_code, "already" in again.content.decode()) == (422, True)


def test_a_version_is_published_at_a_time_in_the_programmes_zone(browse, approved, club, frozen_clock) -> None:
    bob = browse("bob")
    late = {"audience": "all", "when": "later", "reason": ""}
    assert set(bob.post(f"{VERSIONS}2/publish", late).context["form"].errors) == {"starts_at"}
    past = bob.post(f"{VERSIONS}2/publish", late | {"starts_at": "2026-06-14T09:00"})
    assert (past.status_code, "at the earliest" in past.content.decode()) == (422, True)
    assert bob.post(f"{VERSIONS}2/publish", late | {"starts_at": "2026-06-20T00:00"}).status_code == 302
    start = queries.schedule(club.id).activations[-1]
    frozen_clock.set(frozen_clock.instant.replace(day=20, hour=3, minute=59))
    assert queries.live_programme(club.id).number == 1
    frozen_clock.advance(timedelta(minutes=1))
    assert queries.live_programme(club.id).number == 2
    page = bob.get(VERSIONS)
    assert [line.share for line in page.context["lines"]] == ["all members", ""]
    assert start.share == 10_000


def test_the_author_does_not_publish(browse, approved, club) -> None:
    ann = browse("ann")
    assert "a second person publishes it" in ann.get(f"{VERSIONS}2/publish").content.decode()
    refused = ann.post(f"{VERSIONS}2/publish", {"audience": "all", "when": "now"})
    assert refused.status_code == 422
    assert len(queries.schedule(club.id).activations) == 1


def test_a_pilot_shows_who_is_in_and_is_widened_and_stopped(browse, send, approved, club, frozen_clock) -> None:
    send(*(purchase(number, f"88000000{number:02}") for number in range(1, 41)))
    bob = browse("bob")
    some = {"audience": "pilot", "when": "now", "reason": "Try"}
    assert set(bob.post(f"{VERSIONS}2/publish", some).context["form"].errors) == {"percent"}
    assert "No pilot is running" in bob.get("/console/programme/pilot/").content.decode()
    assert bob.get("/console/programme/pilot/stop").headers["Location"] == "/console/programme/pilot/"
    assert bob.post(f"{VERSIONS}2/publish", some | {"percent": "30"}).status_code == 302
    frozen_clock.advance(timedelta(minutes=5))
    page = bob.get("/console/programme/pilot/")
    assert bob.get(f"{VERSIONS}2/").context["may"]["roll_back"] is False
    ids = list_active_ids(club.id, 0, 100)
    inside = [member for member in ids if in_sample(approved.version_id, member, 3_000)]
    assert [view.id for view, _ in page.context["lines"]] == inside[:25]
    assert (page.context["count"].inside, page.context["count"].members) == (len(inside), 40)
    assert [line.share for line in bob.get(VERSIONS).context["lines"]] == ["30% of members", "all members"]
    narrower = bob.post(f"{VERSIONS}2/publish", some | {"percent": "20"})
    assert (narrower.status_code, "larger share" in narrower.content.decode()) == (422, True)
    assert bob.post(f"{VERSIONS}2/publish", some | {"percent": "99.99"}).status_code == 302
    frozen_clock.advance(timedelta(minutes=5))
    first = bob.get("/console/programme/pilot/")
    second = bob.get("/console/programme/pilot/?" + urlencode({"after": first.context["found"].next_cursor}))
    shown = [view.id for page in (first, second) for view, _ in page.context["lines"]]
    assert shown == [member for member in ids if in_sample(approved.version_id, member, 9_999)]
    assert bob.post("/console/programme/pilot/stop", {"when": "now", "reason": ""}).status_code == 422
    assert bob.post("/console/programme/pilot/stop", {"when": "now", "reason": "Enough"}).status_code == 302
    assert queries.pilot(club.id) is None


def test_an_earlier_version_is_gone_back_to(browse, approved, club, frozen_clock) -> None:
    operations.publish_version(approved.version_id, None, "", "bea")
    frozen_clock.advance(timedelta(hours=1))
    bob = browse("bob")
    assert [bob.get(f"{VERSIONS}{number}/").context["may"]["roll_back"] for number in (1, 2)] == [True, False]
    assert "Points that were granted stay" in bob.get(f"{VERSIONS}1/roll-back").content.decode()
    assert bob.post(f"{VERSIONS}1/roll-back", {"when": "now", "reason": "Complaints"}).status_code == 302
    frozen_clock.advance(timedelta(hours=1))
    assert queries.live_programme(club.id).number == 1


def test_a_start_is_cancelled_with_a_reason(browse, approved, club) -> None:
    record = operations.publish_version(approved.version_id, None, "", "bea")
    bob = browse("bob")
    address = f"/console/programme/starts/{record.view.id}/cancel"
    assert "Say why" in bob.post(address, {"reason": ""}, follow=True).content.decode()
    assert bob.post(address, {"reason": "Not yet"}).status_code == 302
    page = bob.get(VERSIONS)
    assert "Cancelled by bob: Not yet" in page.content.decode()
    assert "no longer be cancelled" not in page.content.decode()
    assert len(queries.schedule(club.id).activations) == 1
    assert "Nothing is scheduled" in bob.post("/console/programme/starts/9999/cancel", follow=True).content.decode()


def test_lists_cost_the_same_for_one_version_and_many(browse, club, text, django_assert_max_num_queries) -> None:
    bob = browse("bob")
    for _ in range(3):
        operations.create_draft(NewDraft(club.id, text), "ann")
    with django_assert_max_num_queries(10):
        bob.get(VERSIONS)


def test_the_audit_trail_is_narrowed_and_paged(version, approved, client_as, frozen_clock) -> None:
    admin = client_as("admin")
    page = admin.get("/console/audit/")
    assert [(line.actor, action) for line, action, _ in page.context["lines"]][:3] == [
        ("bea", "批准了版本"),
        ("ann", "提交了草稿"),
        ("ann", "新建了草稿"),
    ]
    one = admin.get("/console/audit/", {"actor": "bea", "action": "version_approved", "subject": "version 2"})
    assert [line.subject for line, _, _ in one.context["lines"]][:1] == ["programme club version 2"]
    assert "comment: Good" in one.content.decode()
    none = admin.get("/console/audit/", {"day_to": "2026-06-13"})
    assert [line for line, _, _ in none.context["lines"] if line.actor == "bea"] == []
    both = admin.get("/console/audit/", {"day_from": "2026-06-15", "day_to": "2026-06-15", "actor": "bea"})
    assert len(both.context["lines"]) >= 1
    assert admin.get("/console/audit/", {"day_from": "soon"}).status_code == 422
    for number in range(60):
        audit.record("carol", "unheard_of", f"thing {number}")
    first = admin.get("/console/audit/", {"actor": "carol"})
    rest = admin.get("/console/audit/", {"actor": "carol", "after": first.context["found"].next_cursor})
    assert [line.subject for line, _, _ in rest.context["lines"]][-1] == "thing 0"
    assert "unheard of" in rest.content.decode()
