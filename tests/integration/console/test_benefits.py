"""The benefit library in the console: looking, composing in a draft, the gradient and what mends it."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image

from regulars.domain.access.operations import create_user
from regulars.domain.access.types import NewUser
from regulars.domain.programmes import operations, queries
from regulars.domain.programmes.queries.versions import document_of
from regulars.domain.programmes.types import NewDraft, VersionState
from tests.conftest import PASSWORD

LIBRARY = "/console/benefits/"
DRAFT = f"{LIBRARY}drafts/2/"


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
def ann(browse) -> Client:
    """Ann, with a draft of her own."""
    client = browse("ann")
    made = client.post(f"{LIBRARY}drafts/new")
    assert made.headers["Location"] == DRAFT
    return client


def sent(client: Client, address: str, **changes: str | list[str]) -> dict[str, object]:
    """The form as a browser would send it, with some fields changed; an empty list takes a field away."""
    form = client.get(address).context["form"]
    filled = {field.html_name: field.value() for field in form if field.value() not in (None, "", False, [])}
    filled = {name: "on" if value is True else value for name, value in filled.items()} | changes
    return {name: value for name, value in filled.items() if value != []}


def test_the_library_is_told_by_class_and_tier(browse) -> None:
    ann = browse("ann")
    page = ann.get(LIBRARY)
    known = {line.id for line in page.context["lines"]}
    assert {"own_brand_price", "monthly_coupon", "birthday_cake"} < known
    assert page.context["found"] == []
    worths = page.context["charts"][1].series[0].values
    assert list(worths) == sorted(worths)
    growth = {line.id for line in ann.get(f"{LIBRARY}?tier=growth").context["lines"]}
    assert "monthly_coupon" in growth
    entry = {line.id for line in ann.get(f"{LIBRARY}?tier=entry").context["lines"]}
    assert "monthly_coupon" not in entry
    kinds = {line.class_id for line in ann.get(f"{LIBRARY}?class=value_added&tier=nobody").context["lines"]}
    assert kinds == {"value_added"}
    assert b"No benefit like this" in ann.get(f"{LIBRARY}?class=growth&tier=entry").content


def test_a_benefit_is_composed_with_its_texts_tiers_and_occasion(ann, club) -> None:
    page = ann.get(f"{DRAFT}new?kind=lounge")
    assert (page.status_code, "terms.guests" in page.context["form"].fields) == (200, True)
    filled = {"revision": "1", "step": "save", "id": "tea_room", "name.zh": "茶室", "name.en": "Tea room"}
    filled |= {"terms.item.zh": "茶室", "terms.item.en": "tea room", "cost": "3", "worth": "8"}
    filled |= {"benefit_class": "exclusive", "nature": "emotional", "on_rise": "full", "valid_days": "90"}
    filled |= {"tiers.leader:has": "on", "tiers.leader.quota": "2", "tiers.leader.per": "month"}
    filled |= {"tiers.leader.terms.guests": "1", "birthday:has": "on", "birthday.from_tier": "leader"}
    filled |= {"channels": "store, app"}
    done = ann.post(f"{DRAFT}new?kind=lounge", filled)
    assert done.headers["Location"] == DRAFT
    made = next(
        one for one in document_of(queries.find_version(club.id, 2).version_id).benefits if one.id == "tea_room"
    )
    said = made.model_dump(mode="json", exclude_defaults=True)
    assert said == {
        "id": "tea_room",
        "name": {"zh": "茶室", "en": "Tea room"},
        "kind": "lounge",
        "benefit_class": "exclusive",
        "nature": "emotional",
        "terms": {"item": {"zh": "茶室", "en": "tea room"}},
        "channels": ["store", "app"],
        "cost": "3",
        "worth": "8",
        "tiers": {"leader": {"quota": 2, "per": "month", "terms": {"guests": 1}}},
        "birthday": {"from_tier": "leader"},
    }
    assert queries.text_of(queries.find_version(club.id, 2).version_id).startswith(
        queries.text_of(club.version_id)[:2000]
    )


def test_findings_stand_beside_their_fields_and_nothing_is_saved(ann, club) -> None:
    address = f"{DRAFT}monthly_coupon/"
    changes = {"tiers.premium.quota": "1", "tiers.premium.per": "quarter"}
    looked = ann.post(address, sent(ann, address, step="check", **changes))
    beside = looked.context["form"]["tiers.premium.quota"].errors
    assert "4 times a year" in beside[0]
    assert queries.find_version(club.id, 2).revision == 1
    missing = ann.post(address, sent(ann, address, step="save", **{"about.en": "Only in English"}))
    assert (missing.status_code, missing.context["form"]["about.zh"].errors) == (422, ["Say it in both languages."])
    wrong = ann.post(address, sent(ann, address, step="save", cost="2000000"))
    assert (wrong.status_code, len(wrong.context["form"]["cost"].errors)) == (422, 1)
    assert queries.find_version(club.id, 2).revision == 1


def test_a_gradient_error_is_told_mended_and_handed_in(ann, club) -> None:
    address = f"{DRAFT}monthly_coupon/"
    worse = sent(ann, address, step="save", **{"tiers.premium.quota": "1", "tiers.premium.per": "quarter"})
    assert ann.post(address, worse).headers["Location"] == DRAFT
    page = ann.get(DRAFT)
    assert [(line.benefit, line.mends) for line in page.context["found"]] == [("monthly_coupon", True)]
    mend = {"path": page.context["found"][0].finding.path, "revision": str(page.context["revision"])}
    assert ann.post(f"{DRAFT}mend", mend).headers["Location"] == DRAFT
    assert ann.get(DRAFT).context["found"] == []
    ann.post(f"{DRAFT}mend", mend)
    view = queries.find_version(club.id, 2)
    assert view.revision == 3
    handed = {"text": queries.text_of(view.version_id), "reason": "Try", "revision": str(view.revision)}
    ann.post("/console/programme/versions/2/edit", handed | {"step": "submit"})
    assert queries.find_version(club.id, 2).state is VersionState.IN_REVIEW


def test_a_lost_benefit_is_given_to_the_tiers_above(ann, club) -> None:
    address = f"{DRAFT}parking/"
    lost = sent(ann, address, step="save", **{"tiers.leader:has": []})
    ann.post(address, lost)
    found = ann.get(DRAFT).context["found"]
    assert [line.finding.path.split(".")[2:] for line in found][:1] == [["tiers"]]
    ann.post(f"{DRAFT}mend", {"path": found[0].finding.path, "revision": "2"})
    parking = next(
        one for one in document_of(queries.find_version(club.id, 2).version_id).benefits if one.id == "parking"
    )
    assert parking.tiers["leader"] == parking.tiers["premium"]


def test_an_older_revision_does_not_overwrite(ann, club) -> None:
    address = f"{DRAFT}parking/"
    mine = sent(ann, address, step="save", cost="3")
    assert ann.post(address, mine).status_code == 302
    late = ann.post(address, mine | {"cost": "4"})
    assert (late.status_code, len(late.context["form"].non_field_errors())) == (422, 1)


def test_a_picture_is_put_in_and_a_benefit_left_out(ann, club) -> None:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(data, "PNG")
    data.seek(0)
    data.name = "cake.png"
    ann.post(f"{DRAFT}birthday_cake/picture", {"picture": data, "revision": "1"})
    cake = next(line for line in ann.get(DRAFT).context["lines"] if line.id == "birthday_cake")
    assert len(cake.picture) == 64
    data.seek(0)
    assert ann.post(f"{DRAFT}nothing/picture", {"picture": data, "revision": "2"}).status_code == 404
    ann.post(f"{DRAFT}birthday_cake/picture", {"revision": "2"})
    ann.post(f"{DRAFT}birthday_cake/remove", {"revision": "2"})
    assert "birthday_cake" not in {line.id for line in ann.get(DRAFT).context["lines"]}
    ann.post(f"{DRAFT}birthday_cake/remove", {"revision": "3"})
    assert queries.find_version(club.id, 2).revision == 3


def test_others_drafts_and_texts_that_cannot_be_read_open_elsewhere(ann, browse, club) -> None:
    bea = browse("bea")
    assert bea.get(DRAFT).headers["Location"] == "/console/programme/versions/2/"
    assert bea.get(f"{DRAFT}parking/").headers["Location"] == "/console/programme/versions/2/"
    assert ann.get(f"{DRAFT}nothing/").status_code == 404
    assert ann.get(f"{DRAFT}new?kind=miracle").headers["Location"] == DRAFT
    operations.create_draft(NewDraft(club.id, "id: [", ""), "ann")
    assert ann.get(f"{LIBRARY}drafts/3/").headers["Location"] == "/console/programme/versions/3/edit"
    assert [one.number for one in ann.get(LIBRARY).context["drafts"]] == [3, 2]
