"""The overview and the programme's page."""

import pytest

from regulars.engine.programme.loading import load_programme
from tests.integration.console.conftest import purchase


def test_the_figures_are_those_of_the_ledger(send, client_as) -> None:
    send(
        purchase(1, "8800000001", "1500.00", "2026-03-01"),
        purchase(2, "8800000002", "40.00", "2026-06-09"),
        purchase(3, "8800000002", "25.00", "2026-06-12"),
    )
    context = client_as("admin").get("/console/").context
    figures = context["figures"]
    assert (figures.members, figures.new, figures.active_30, figures.active_90) == (2, 1, 1, 1)
    assert (str(figures.outstanding.points), figures.outstanding.worth) == ("1,665", "$16.65")
    assert [(share.tier.id, share.members) for share in context["shares"]] == [
        ("entry", 1),
        ("growth", 1),
        ("premium", 0),
        ("leader", 0),
    ]
    moved, owed = context["charts"]
    assert moved.labels == ("2026-03", "2026-04", "2026-05", "2026-06")
    assert [series.values for series in moved.series] == [(1600, 0, 0, 65), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert owed.series[0].values == (1600, 1600, 1600, 1665)
    assert [event.amount for event, _ in context["newest"]] == ["$25.00", "$40.00", "$1,500.00"]


def test_charts_have_their_numbers_as_a_table(send, client_as) -> None:
    send(purchase(1, "8800000001", "1500.00", "2026-03-01"))
    page = client_as("analyst").get("/console/").content.decode()
    assert page.count('class="chart-data"') == 2
    assert '<td class="num">1,600</td>' in page
    assert "style=" not in page


def test_an_empty_programme_has_an_empty_overview(club, client_as) -> None:
    response = client_as("admin").get("/console/")
    assert response.status_code == 200
    assert response.context["charts"] == []
    assert "尚无动态" in response.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_programme_is_told_whole_in_both_languages(language, club, client_as) -> None:
    client = client_as("service")
    client.cookies["django_language"] = language
    page = client.get("/console/programme/").content.decode()
    document = club.document
    named = [*document.rules, *document.multipliers, *document.goals, *document.wallets, *document.metrics]
    for part in [*named, *document.ladder.tiers]:
        assert (part.name.zh if language == "zh-hans" else part.name.en) in page
    for tier in document.ladder.tiers:
        for benefit in tier.benefits:
            assert (benefit.zh if language == "zh-hans" else benefit.en) in page


def test_the_downloaded_document_is_the_programme(club, client_as) -> None:
    response = client_as("analyst").get("/console/programme/document.yaml")
    assert response.headers["Content-Disposition"] == 'attachment; filename="club-1.yaml"'
    assert load_programme(response.content.decode()) == club.document
