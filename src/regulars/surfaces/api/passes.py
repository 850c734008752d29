"""The member's card for wallets of phones."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from regulars.domain.passes import queries
from regulars.domain.passes.policy.apple import MEDIA_TYPE
from regulars.surfaces.api.accounts import account_of
from regulars.surfaces.api.keys import Key

router = Router(tags=["passes"])
READ = Key("members:read")


class PassesShape(Schema):
    """Where a member gets their card; null: not offered by this installation."""

    apple: str | None
    google: str | None


@router.get("/members/{member_id}/passes", auth=READ, response=PassesShape, summary="A member's wallet passes")
def show_passes(request: HttpRequest, member_id: str) -> PassesShape:
    """The path of the file for Apple's wallet, and the address that saves the card to Google's."""
    account, offered = account_of(request, member_id), queries.offered_passes()
    google = queries.google_pass_link(account.programme_id, account.member_id) if offered.google else None
    return PassesShape(apple=f"{request.path}/apple" if offered.apple else None, google=google)


@router.get("/members/{member_id}/passes/apple", auth=READ, summary="A member's card for Apple's wallet")
def show_apple_pass(request: HttpRequest, member_id: str) -> HttpResponse:
    """A `.pkpass` file, made and signed now. 409 where no keys are set up."""
    account = account_of(request, member_id)
    content = queries.apple_pass(account.programme_id, account.member_id)
    headers = {"Content-Disposition": 'attachment; filename="card.pkpass"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
