"""Where the files of studies stand in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from regulars.domain.history.queries import folder_of
from regulars.domain.programmes.queries import live_programme


def study_folder(study_id: int) -> Path:
    """What a study tells of single members."""
    return Path(settings.STUDIES_ROOT) / "studies" / str(study_id)


def history_folder(programme_id: int, history_id: int | None) -> Path:
    """A history built from a file, or the programme's own."""
    if history_id is None:
        return folder_of(live_programme(programme_id).code)
    return Path(settings.STUDIES_ROOT) / "histories" / str(history_id)


def uploaded_file(history_id: int) -> Path:
    """The file that a history is built from, until it is built."""
    return Path(settings.STUDIES_ROOT) / "uploads" / str(history_id)


def known_folder(key: str) -> Path:
    """The results of a baseline that studies can use again."""
    return Path(settings.STUDIES_ROOT) / "known" / key


def shifts_file(study_id: int, place: int) -> Path:
    """The members of a comparison, those who gain most first."""
    return study_folder(study_id) / f"shifts-{place}.parquet"
