"""Migrations say what the models say, on both databases alike."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    output = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=output)
    assert output.getvalue() == "No changes detected\n"


def test_the_product_passes_its_system_checks() -> None:
    output = StringIO()
    call_command("check", stdout=output)
    assert "no issues" in output.getvalue()
