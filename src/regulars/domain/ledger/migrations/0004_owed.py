"""Indexes for those who owe points, and for what made and lowered it; both hold few rows."""

from django.db import migrations

ACCOUNTS = """
    CREATE INDEX ledger_account_owed ON ledger_account (programme_id, owed DESC, member_id, wallet) WHERE owed > 0
"""
POSTINGS = """
    CREATE INDEX ledger_posting_owed ON ledger_posting (programme_id, member_id, wallet, seq) WHERE account = 4
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_policies")]

    operations = [
        migrations.RunSQL(ACCOUNTS, "DROP INDEX ledger_account_owed"),
        migrations.RunSQL(POSTINGS, "DROP INDEX ledger_posting_owed"),
    ]
