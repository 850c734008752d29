"""The command line: `regulars`."""

import os

import typer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.project.settings")

app = typer.Typer(no_args_is_help=True)


def main() -> None:
    """Run the command line."""
    app()
