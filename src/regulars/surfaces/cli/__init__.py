"""The command line: `regulars`.

Exit codes: 0 done, 1 refused or findings, 2 wrong usage. Texts of refusals follow `--lang`.
"""

import os

import typer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")

from regulars.surfaces.cli import (
    access,
    activations,
    app_keys,
    backup,
    benefits,
    consents,
    corrections,
    data,
    diagnosing,
    duplicates,
    happened,
    history,
    identifiers,
    importing,
    insight,
    keys,
    ledger,
    members,
    merges,
    partners,
    plans,
    pools,
    predicting,
    privacy,
    programmes,
    proofs,
    recoveries,
    reward_orders,
    rewards,
    segments,
    serving,
    sql,
    tags,
    tiers,
    tills,
    transfers,
    versions,
    vouchers,
)
from regulars.surfaces.cli.output import guarded, set_language
from regulars.surfaces.cli.replay import commands as replay
from regulars.surfaces.cli.replay import estimates, sweeping
from regulars.surfaces.cli.scenarios import commands as scenarios

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Design, run and prove a membership programme."
)
app.callback()(set_language)
for commands, name in (
    (programmes.app, "programme"),
    (ledger.app, "ledger"),
    (importing.app, "import"),
    (access.keys, "apikey"),
    (access.users, "user"),
    (app_keys.app, "app-key"),
    (members.app, "member"),
    (keys.app, "keys"),
    (identifiers.app, "identifier"),
    (consents.app, "consent"),
    (privacy.app, "privacy"),
    (duplicates.app, "duplicates"),
    (data.app, "data"),
    (transfers.app, "transfer"),
    (pools.app, "pool"),
    (partners.app, "partner"),
    (plans.app, "plans"),
    (benefits.app, "benefits"),
    (rewards.app, "rewards"),
    (tiers.app, "tiers"),
    (tills.app, "till"),
    (recoveries.app, "recovery"),
    (corrections.app, "correction"),
    (happened.app, "event"),
    (proofs.proofs, "proof"),
    (history.app, "history"),
    (insight.app, "insight"),
    (tags.app, "tags"),
    (predicting.app, "predict"),
    (segments.app, "segments"),
    (estimates.app, "responses"),
    (scenarios.app, "scenario"),
):
    app.add_typer(commands, name=name)
members.app.add_typer(merges.app)
rewards.app.add_typer(reward_orders.app, name="order")
rewards.app.add_typer(vouchers.app, name="code")
programmes.app.add_typer(versions.app)
programmes.app.add_typer(activations.app)
app.command()(programmes.schema)
app.command()(replay.replay)
app.command()(sweeping.sweep)
app.command()(diagnosing.diagnose)
app.command()(sql.sql)
app.command()(serving.serve)
app.command()(serving.migrate)
app.command()(serving.work)
app.command()(backup.backup)
app.command()(backup.restore)

try:
    from regulars.surfaces.cli.demo.commands import app as demo_app
except ImportError:  # the extra `demo` is not installed
    pass
else:
    app.add_typer(demo_app, name="demo")


def main() -> None:
    """Run the command line."""
    guarded(app)
