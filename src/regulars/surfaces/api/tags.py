"""Tags: the catalogue, what they say of a member, who has them, making them, and putting them on by hand."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from regulars.domain.tags import operations, queries
from regulars.domain.tags.operations import NewTag
from regulars.domain.tags.types import Words
from regulars.surfaces.api.accounts import account_of
from regulars.surfaces.api.keys import Key, key_of
from regulars.surfaces.api.members import Paging
from regulars.surfaces.api.tag_shapes import (
    HolderPage,
    HolderShape,
    MemberTags,
    PutBody,
    PutShape,
    RuleBody,
    RulePreviewShape,
    TagBody,
    TagShape,
    TagUse,
    TakenShape,
    UseShape,
    member_tag_shape,
    tag_shape,
    use_shape,
)
from regulars.surfaces.api.tier_shapes import RefreshShape

router = Router(tags=["tags"])
READ, WRITE = Key("tags:read"), Key("tags:write")


class TagCriteria(Schema):
    """What the catalogue is narrowed to."""

    family: str = Field(default="", max_length=60)
    source: str = Field(default="", max_length=20)


class AsOf(Schema):
    """As of which day; without one, the newest."""

    on: date | None = None


class HolderCriteria(Paging):
    """Of categories, the value that members have."""

    value: str = Field(default="", max_length=200)


@router.get("/tags", auth=READ, response=list[TagShape], summary="The catalogue of tags")
def list_tags(request: HttpRequest, criteria: Query[TagCriteria]) -> list[TagShape]:
    """All tags with their definitions, and how they are spread as of the newest day."""
    return [
        tag_shape(one)
        for one in queries.catalogue(key_of(request).programme_id).lines
        if criteria.family in ("", one.family) and criteria.source in ("", one.source)
    ]


@router.post("/tags/refresh", auth=WRITE, response=RefreshShape, summary="Compute tags")
def refresh_tags(request: HttpRequest) -> RefreshShape:
    """Let a job copy what is new into the history, and compute the tags that are due."""
    key = key_of(request)
    number = operations.ask_for_refresh(key.programme_id, key.created_by)
    return RefreshShape(asked=number is not None, job=number)


@router.post("/tags/preview", auth=READ, response=RulePreviewShape, summary="Try a rule")
def preview_rule(request: HttpRequest, body: RuleBody) -> RulePreviewShape:
    """How many members meet an expression now, of how many, and some of them; nothing is saved."""
    told = operations.preview_rule(key_of(request).programme_id, body.expression, body.tag)
    return RulePreviewShape(members=told.members, of=told.everybody, sample=list(told.sample))


@router.get("/tags/{tag}", auth=READ, response=TagShape, summary="One tag")
def show_tag(request: HttpRequest, tag: str) -> TagShape:
    """Its definition and its figures."""
    return tag_shape(queries.catalogue(key_of(request).programme_id).find(tag))


@router.put("/tags/{tag}", auth=WRITE, response=TagShape, summary="Make a tag, or change a rule")
def save_tag(request: HttpRequest, tag: str, body: TagBody) -> TagShape:
    """With an expression a rule, without one a tag by hand. Of a rule that is there the expression is changed;
    members follow with the next refresh."""
    key = key_of(request)
    if body.expression and any(one.code == tag for one in queries.list_rules(key.programme_id)):
        operations.change_rule(key.programme_id, tag, body.expression, key.created_by)
    else:
        new = NewTag(tag, Words(body.name_zh, body.name_en), Words(body.about_zh, body.about_en), key.created_by)
        if body.expression:
            operations.make_rule(key.programme_id, new, body.expression)
        else:
            operations.make_manual_tag(key.programme_id, new)
    return tag_shape(queries.catalogue(key.programme_id).find(tag))


@router.delete("/tags/{tag}", auth=WRITE, response=TagUse, summary="Take a tag out of use")
def take_out(request: HttpRequest, tag: str) -> TagUse:
    """Rules and tags by hand only; 409 while rules or segments name it."""
    key = key_of(request)
    operations.set_tag_active(key.programme_id, tag, key.created_by, active=False)
    return TagUse(id=tag, active=False)


@router.post("/tags/{tag}/back", auth=WRITE, response=TagShape, summary="Use a tag again")
def bring_back(request: HttpRequest, tag: str) -> TagShape:
    """A rule is read anew: 422 where it names what is gone."""
    key = key_of(request)
    operations.set_tag_active(key.programme_id, tag, key.created_by, active=True)
    return tag_shape(queries.catalogue(key.programme_id).find(tag))


@router.get("/tags/{tag}/uses", auth=READ, response=list[UseShape], summary="What names a tag")
def list_uses(request: HttpRequest, tag: str) -> list[UseShape]:
    """Rules and segments in use whose expression names it."""
    programme_id = key_of(request).programme_id
    queries.catalogue(programme_id).find(tag)
    return [use_shape(one) for one in queries.uses_of_tag(programme_id, tag)]


@router.get("/tags/{tag}/members", auth=READ, response=HolderPage, summary="Members of a tag")
def list_members_of_tag(request: HttpRequest, tag: str, criteria: Query[HolderCriteria]) -> HolderPage:
    """Of yes-or-no tags those who have it, of others those of whom it is known, by number."""
    page = queries.members_of_tag(key_of(request).programme_id, tag, criteria.request(), criteria.value)
    items = [HolderShape(member=one.member, value=one.value) for one in page.items]
    return HolderPage(items=items, next_cursor=page.next_cursor)


@router.post("/tags/{tag}/members", auth=WRITE, response=PutShape, summary="Put a tag on members")
def put_tag(request: HttpRequest, tag: str, body: PutBody) -> PutShape:
    """Manual tags only; 422 when some of the members do not exist, and then nobody gets it."""
    key = key_of(request)
    put = operations.put_tag(key.programme_id, tag, body.members, key.created_by, body.until)
    return PutShape(batch=put.batch, members=put.members, had_it=put.had_it)


@router.delete("/tags/{tag}/batches/{batch}", auth=WRITE, response=TakenShape, summary="Take a tag off together")
def take_batch(request: HttpRequest, tag: str, batch: str) -> TakenShape:
    """Off the members on whom it was put together and who still have it."""
    key = key_of(request)
    return TakenShape(members=operations.take_batch(key.programme_id, tag, batch[:32], key.created_by))


@router.get("/members/{member_id}/tags", auth=READ, response=MemberTags, summary="Tags of a member")
def show_member_tags(request: HttpRequest, member_id: str, criteria: Query[AsOf]) -> MemberTags:
    """What tags say of a member, as of the newest day or of the newest up to `on`."""
    account = account_of(request, member_id)
    found = queries.tags_of_member(account.programme_id, account.member_id, criteria.on)
    return MemberTags(items=[member_tag_shape(one) for one in found])


@router.delete("/members/{member_id}/tags/{tag}", auth=WRITE, response=TakenShape, summary="Take a tag off a member")
def take_tag(request: HttpRequest, member_id: str, tag: str) -> TakenShape:
    """Manual tags only; 409 where the member does not have it."""
    account = account_of(request, member_id)
    operations.take_tag(account.programme_id, tag, account.member_id, key_of(request).created_by)
    return TakenShape(members=1)
