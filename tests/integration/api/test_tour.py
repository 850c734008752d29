"""The request that docs/tour.md follows is answered as that page says."""

import json
import re

import pytest
from django.test import Client

from regulars.project.settings.paths import ROOT

TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_the_tour_tells_the_truth(club, make_key) -> None:
    body = re.search(r"(?s)Bearer rgl_\.\.\.\n\n?(    {.*?})\n\n", TOUR)[1]
    promised = json.loads(re.search(r"(?m)^    201 ({.*})$", TOUR)[1].replace(", ...}", "}"))
    answer = Client().post(
        "/api/v1/events",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {make_key(club.id)}"},
    )
    assert answer.status_code == 201, answer.content
    assert {name: answer.json()[name] for name in promised if name != "trace_id"} == {
        name: value for name, value in promised.items() if name != "trace_id"
    }
