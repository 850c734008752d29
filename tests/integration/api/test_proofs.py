"""Evidence by API: anchors, proofs, explained balances, liability."""

import json

import pytest

from regulars.domain.ledger.operations import apply_batch
from regulars.domain.members.operations import identify_members
from regulars.domain.members.types import Arrival, Identity
from regulars.domain.proofs.operations import anchor_heads
from regulars.domain.proofs.policy.anchor_file import read_anchors
from regulars.domain.proofs.queries import check_entry_proof
from tests.integration.ledger.stories import at, purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client, minimal, make_key):
    """GET with a key that may read the ledger; the member has one purchase."""
    (who,) = identify_members(minimal.id, [Arrival(Identity(card="6001"), at(0))])
    apply_batch(minimal.id, [purchase(who.member_id, 1, 0, 100)])
    headers = {"authorization": f"Bearer {make_key(minimal.id, 'ledger:read')}"}
    return lambda address, **query: client.get(
        f"/api/v1/{address.format(member=who.member_id)}", query, headers=headers
    )


def test_anchors_and_the_proof_of_an_entry(call, minimal):
    early = call("members/{member}/transactions/points/1/proof")
    assert (early.status_code, early.json()["code"]) == (409, "entry_not_anchored")
    (anchor,) = anchor_heads(minimal.id)
    assert call("anchors").json()["items"][0]["root"] == anchor.root.hex()
    lines = b"".join(call("anchors/export").streaming_content).decode().splitlines()
    kept = {one.anchor.number: one.anchor for one in read_anchors(lines)}
    document = call("members/{member}/transactions/points/1/proof").json()
    assert check_entry_proof(document, kept)[1] is None
    roots = b"".join(call("anchors/export", roots="true").streaming_content).decode().splitlines()
    assert "heads" not in json.loads(roots[1])
    assert call("members/{member}/transactions/points/x/proof").json()["code"] == "transaction_missing"


def test_a_balance_is_explained(call):
    told = call("members/{member}/balance/points/explanation", on="2026-01-10").json()
    assert (told["opening"], told["closing"]) == (0, sum(line["points"] for line in told["lines"]))
    assert told["closing"] == sum(lot["points"] for lot in told["lots"]) > 0
    assert call("members/{member}/balance/points/explanation").json()["closing"] == told["closing"]
    unknown = call("members/{member}/balance/gone/explanation")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_such_wallet")
    assert call("members/999/balance/points/explanation").status_code == 404
    assert call("members/{member}/balance/points/explanation", on="x").status_code == 422


def test_liability_ties_to_the_ledger(call):
    (wallet, *_) = call("liability").json()
    assert wallet["outstanding"] == sum(cohort["outstanding"] for cohort in wallet["cohorts"]) > 0
    assert all(tie["cohorts"] == tie["ledger"] for tie in wallet["ties"])
