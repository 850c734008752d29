import pytest

from regulars.domain.programmes.errors import ProgrammeInvalid, ProgrammeMissing, SecondVersionRefused
from regulars.domain.programmes.models import ProgrammeVersion
from regulars.domain.programmes.operations import install_programme
from regulars.domain.programmes.queries import (
    find_programme,
    list_programmes,
    list_versions,
    live_programme,
    schedule,
    version,
)
from regulars.platform import clock
from regulars.project.settings.paths import ROOT

pytestmark = pytest.mark.django_db

MINIMAL = (ROOT / "programmes" / "minimal.yaml").read_text(encoding="utf-8")


def test_an_installed_programme_is_in_force(frozen_clock) -> None:
    programme = install_programme(MINIMAL, actor="ann")
    assert programme.number == 1
    assert live_programme(programme.id) is programme
    assert find_programme(programme.code) is programme
    assert version(programme.version_id) is programme
    assert tuple(programme.wallet_numbers) == programme.compiled.wallet_ids
    assert list(programme.wallet_numbers.values()) == list(range(1, len(programme.wallet_numbers) + 1))
    (view,) = list_programmes()
    assert (view.code, view.number, view.state, view.author) == (programme.code, 1, "published", "ann")
    assert view.created_at == frozen_clock.instant
    (activation,) = schedule(programme.id).activations
    assert (activation.version_id, activation.starts_at, activation.share) == (programme.version_id, 0, 10_000)
    assert (activation.kind, activation.known_at) == ("publication", clock.to_us(frozen_clock.instant))
    assert list_versions(programme.id) == [view]


def test_the_same_document_twice_changes_nothing() -> None:
    first = install_programme(MINIMAL, actor="ann")
    again = install_programme("# a comment\n" + MINIMAL, actor="bob")
    assert again is first
    assert ProgrammeVersion.objects.count() == 1


def test_another_version_is_not_installed_but_drafted() -> None:
    programme = install_programme(MINIMAL, actor="ann")
    other = MINIMAL.replace(str(programme.document.name.en), "Another name")
    assert other != MINIMAL
    with pytest.raises(SecondVersionRefused) as refused:
        install_programme(other, actor="ann")
    assert refused.value.code == "second_version_refused"
    assert refused.value.params["programme"] == programme.code
    assert ProgrammeVersion.objects.count() == 1


def test_a_document_with_errors_is_refused_with_all_findings() -> None:
    broken = "id: club\ncurrency: crowns\n"
    with pytest.raises(ProgrammeInvalid) as refused:
        install_programme(broken, actor="ann")
    assert refused.value.code == "programme_invalid"
    assert len(refused.value.params["findings"]) > 2
    assert set(refused.value.params["findings"][0]) == {"path", "what", "why", "mend", "severity", "chinese"}
    assert list_programmes() == []


def test_what_is_not_there_is_missing() -> None:
    with pytest.raises(ProgrammeMissing) as refused:
        live_programme(404)
    assert (refused.value.code, refused.value.params) == ("programme_missing", {"programme": 404})
    with pytest.raises(ProgrammeMissing):
        find_programme("nowhere")
    with pytest.raises(ProgrammeMissing):
        version(404)


def test_the_live_programme_costs_one_query(club, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert live_programme(club.id) is club
