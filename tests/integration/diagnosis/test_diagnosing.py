"""Diagnoses are made in jobs, kept, and open as drafts with their replay."""

from __future__ import annotations

import pytest

from regulars.domain.diagnosis import operations, queries
from regulars.domain.diagnosis.errors import DiagnosisMissing, ProposalMissing, ProposalOutdated
from regulars.domain.diagnosis.models import DiagnosisRun
from regulars.domain.diagnosis.types import Status
from regulars.domain.history.errors import HistoryMissing, HistoryWithoutEvents
from regulars.domain.history.operations import sync_history
from regulars.domain.history.operations.storing import writing
from regulars.domain.history.queries import find_manifest, folder_of
from regulars.domain.ledger.operations import apply_batch
from regulars.domain.programmes.queries import find_version, live_programme, text_of
from regulars.domain.programmes.queries.versions import document_of
from regulars.domain.programmes.types import LiveProgramme
from regulars.engine.months import month_text
from regulars.platform import jobs
from tests.integration.ledger.stories import purchase

pytestmark = pytest.mark.django_db


def diagnosed(programme: LiveProgramme) -> dict[str, Status]:
    """Let the job do it, and say how each measure stands."""
    operations.ask_for_diagnosis(programme.id, "ann")
    jobs.run_due()
    return {one.id: one.status for one in queries.last_diagnosis(programme.id).diagnosis.measures}


def test_the_job_copies_the_history_and_keeps_the_diagnosis(busy: LiveProgramme) -> None:
    with pytest.raises(DiagnosisMissing):
        queries.last_diagnosis(busy.id)
    told = diagnosed(busy)
    made = queries.last_diagnosis(busy.id)
    job = operations.diagnosis_job(busy.id)
    assert job is not None
    assert (job.state, job.error, job.actor) == ("done", None, "ann")
    assert job.result == {"members": 40, "findings": sum(len(one.findings) for one in made.diagnosis.measures)}
    assert (made.diagnosis.members, made.diagnosis.version, made.version_id) == (40, 1, busy.version_id)
    manifest = find_manifest(folder_of(busy.code))
    assert manifest is not None
    assert made.history == queries.history_hash(manifest)
    assert told["threshold_fit"] is Status.PROBLEM
    assert told["cost_rate"] is Status.GOOD


def test_it_is_made_anew_in_place(busy: LiveProgramme) -> None:
    diagnosed(busy)
    before = queries.last_diagnosis(busy.id)
    apply_batch(busy.id, [purchase(1, 9_999, 364, 50)])
    diagnosed(busy)
    after = queries.last_diagnosis(busy.id)
    assert DiagnosisRun.objects.count() == 1
    assert after.diagnosis.events == before.diagnosis.events + 1
    assert after.history != before.history


def test_it_asks_once(busy: LiveProgramme) -> None:
    assert operations.ask_for_diagnosis(busy.id, "ann") is not None
    assert operations.ask_for_diagnosis(busy.id, "bob") is None


def test_it_reads_on_while_another_process_copies(busy: LiveProgramme) -> None:
    sync_history(busy.id)
    with writing(folder_of(busy.code)):
        assert diagnosed(busy)["cost_rate"] is Status.GOOD


def test_what_replays_say_is_what_the_diagnosis_says(busy: LiveProgramme) -> None:
    """The months of the diagnosis are those of the ledger: what members have is what is outstanding."""
    diagnosed(busy)
    told = queries.last_diagnosis(busy.id).diagnosis
    (table,) = next(one for one in told.measures if one.id == "liability").evidence
    assert table.rows[0][0] == month_text((2026 - 1970) * 12)
    assert sum(row[1] for row in table.rows[-1:] if isinstance(row[1], int)) > 0


def test_without_a_history_or_events_it_is_refused(shop: LiveProgramme) -> None:
    with pytest.raises(HistoryMissing):
        operations.make_diagnosis(shop.id)
    operations.ask_for_diagnosis(shop.id)
    jobs.run_due()
    job = operations.diagnosis_job(shop.id)
    assert job is not None
    assert job.error is not None
    assert (job.state, job.error["code"]) == ("failed", HistoryWithoutEvents.code)


def test_a_proposal_becomes_a_draft_with_its_replay(busy: LiveProgramme) -> None:
    diagnosed(busy)
    opened = operations.open_proposal(busy.id, "threshold.silver", "ann", "too many pass")
    draft = find_version(busy.id, opened.number)
    assert (draft.author, draft.reason, draft.base_number) == ("ann", "too many pass", 1)
    assert (opened.measure, opened.opened_by, opened.replay) == ("threshold_fit", "ann", ())
    before, after = live_programme(busy.id).document, document_of(draft.version_id)
    assert after.ladder.tiers[1].enter != before.ladder.tiers[1].enter
    content = after.model_dump()
    content["ladder"]["tiers"][1]["enter"] = before.ladder.tiers[1].enter
    assert content == before.model_dump()
    assert text_of(draft.version_id).startswith("{")
    jobs.run_due()
    tables = {table.title: table.rows for table in queries.find_opened(busy.id, opened.number).replay}
    assert set(tables) == {"proposal_tiers", "proposal_points", "proposal_worth", "proposal_members"}
    assert sum(row[1] for row in tables["proposal_tiers"] if isinstance(row[1], int)) == 40
    assert sum(row[2] for row in tables["proposal_tiers"] if isinstance(row[2], int)) == 40
    job = operations.replay_job(busy.id, opened.number)
    assert job is not None
    assert job.state == "done"


def test_what_is_not_proposed_does_not_open(busy: LiveProgramme) -> None:
    with pytest.raises(DiagnosisMissing):
        operations.open_proposal(busy.id, "threshold.silver", "ann", "")
    diagnosed(busy)
    with pytest.raises(ProposalMissing):
        operations.open_proposal(busy.id, "threshold.platinum", "ann", "")
    with pytest.raises(ProposalMissing):
        queries.find_opened(busy.id, 7)


def test_a_diagnosis_of_another_version_opens_nothing(busy: LiveProgramme) -> None:
    diagnosed(busy)
    DiagnosisRun.objects.update(version_id=busy.version_id + 1)
    with pytest.raises(ProposalOutdated):
        operations.open_proposal(busy.id, "threshold.silver", "ann", "")


def test_reading_costs_the_same_for_one_opened_and_many(busy: LiveProgramme, django_assert_num_queries) -> None:
    diagnosed(busy)
    operations.open_proposal(busy.id, "threshold.silver", "ann", "")
    with django_assert_num_queries(1):
        assert len(queries.list_opened(busy.id)) == 1
    for _ in range(2):
        operations.open_proposal(busy.id, "threshold.silver", "ann", "")
    with django_assert_num_queries(1):
        assert [one.number for one in queries.list_opened(busy.id)] == [4, 3, 2]
    with django_assert_num_queries(1):
        queries.last_diagnosis(busy.id)
