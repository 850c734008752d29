"""Links by which studies are shared: a signed token that says which link, good until it runs out or is taken back."""

from __future__ import annotations

from django.core import signing

from regulars.domain.studies.errors import LinkInvalid
from regulars.domain.studies.models import Link
from regulars.domain.studies.queries.studies import study, study_view
from regulars.domain.studies.types import LinkView, StudyView
from regulars.platform import clock

_SALT = "studies.link"


def shared_study(token: str) -> StudyView:
    """The study that a link leads to, without the texts of its documents; raises LinkInvalid.

    Members are in answers by number only; surfaces do not show them to whoever comes by a link.
    """
    try:
        said = signing.Signer(salt=_SALT).unsign_object(token)
        link_id, secret = int(said["link"]), str(said["secret"])
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise LinkInvalid from error
    row = Link.objects.filter(pk=link_id, secret=secret, revoked_at=None, expires_at__gt=clock.now_us())
    link = row.select_related("study__history").first()
    if link is None:
        raise LinkInvalid
    return study_view(link.study)


def list_links(programme_id: int, study_id: int) -> list[LinkView]:
    """All links of a study, newest first; raises StudyMissing."""
    study(programme_id, study_id)
    return [link_view(row) for row in Link.objects.filter(study_id=study_id).order_by("-id")]


def link_view(row: Link) -> LinkView:
    """A row as others see it."""
    token = signing.Signer(salt=_SALT).sign_object({"link": row.pk, "secret": row.secret})
    return LinkView(row.pk, token, row.created_by, row.created_at, row.expires_at, row.revoked_at)
