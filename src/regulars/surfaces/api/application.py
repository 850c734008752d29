"""The API as one object: its routers, and how what goes wrong is answered."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Swagger
from ninja.errors import AuthenticationError, HttpError, ValidationError

from regulars import __version__
from regulars.platform.errors import DomainError
from regulars.surfaces.api import (
    accounts,
    activations,
    benefit_health,
    benefit_uses,
    benefits,
    campaigns,
    consents,
    corrections,
    data,
    diagnosis,
    duplicates,
    events,
    forecasts,
    grant_codes,
    happened,
    health,
    holds,
    identifiers,
    insight,
    members,
    merges,
    orders,
    partners,
    passes,
    plans,
    pools,
    predictions,
    privacy,
    programmes,
    proofs,
    recoveries,
    redemptions,
    replays,
    rewards,
    segments,
    settling,
    standings,
    subscriptions,
    tags,
    tiers_by_hand,
    transfers,
    verifications,
    versions,
    vouchers,
)
from regulars.surfaces.api.errors import KeyMissing
from regulars.surfaces.api.problems import answer_problem, problem, problem_body, problem_of, request_id_of

logger = logging.getLogger(__name__)

DESCRIPTION = """Send events, read members.

Every request needs an API key: `Authorization: Bearer <key>`. Failures are problem documents (RFC 9457) with a
stable `code`; texts follow `Accept-Language` (zh-CN, en). Lists are paged by `cursor` and `limit`. Every answer
carries `X-Request-Id`; send your own to find it again in the logs.
"""

api = NinjaAPI(
    title="Regulars",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs=Swagger(settings={"persistAuthorization": True}),
    docs_url="/docs",
    openapi_url="/openapi.json",
)
for router in (
    events.router,
    holds.router,
    members.router,
    identifiers.router,
    consents.router,
    privacy.router,
    data.router,
    duplicates.router,
    accounts.router,
    standings.router,
    forecasts.router,
    predictions.router,
    segments.router,
    diagnosis.router,
    insight.router,
    tiers_by_hand.router,
    recoveries.router,
    programmes.router,
    versions.router,
    activations.router,
    transfers.router,
    merges.router,
    happened.router,
    corrections.router,
    replays.router,
    pools.router,
    redemptions.router,
    proofs.router,
    partners.router,
    settling.router,
    plans.router,
    passes.router,
    subscriptions.router,
    benefit_health.router,
    benefits.router,
    campaigns.router,
    grant_codes.router,
    benefit_uses.router,
    rewards.router,
    orders.router,
    vouchers.router,
    verifications.router,
    tags.router,
    health.router,
):
    api.add_router("/v1", router)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal of the domain."""
    response = problem_of(request, error)
    if isinstance(error, KeyMissing):
        response["WWW-Authenticate"] = 'Bearer realm="Regulars"'
    return response


@api.exception_handler(AuthenticationError)
def unidentified(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """No key was sent."""
    return refused(request, KeyMissing())


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that cannot be read, each named."""
    found = [(str(one["loc"][-1]), str(one["msg"])) for one in error.errors]
    names = ", ".join(name for name, _ in found)
    body = problem_body("parameter_invalid", {"names": names}, 422)
    body["errors"] = [
        {"field": name, "code": "parameter_invalid", "detail": text, "params": {}} for name, text in found
    ]
    return answer_problem(request, 422, body)


@api.exception_handler(Http404)
def unknown(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Nothing is there."""
    return problem(request, 404, "address_unknown", {})


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What ninja itself refuses."""
    return problem(request, error.status_code, "request_malformed", {})


@api.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """The fault is ours: logged under the request's id, and nothing of it is told."""
    logger.error("request %s failed", request_id_of(request), exc_info=error)
    return problem(request, 500, "internal_error", {})
