"""A program with a key that calls the API."""

import json

import pytest

from regulars.domain.access.operations import create_api_key
from regulars.domain.access.queries import forget_keys
from regulars.domain.access.types import SCOPES


@pytest.fixture
def call(client, minimal, make_key, frozen_clock):
    """Call the API: `call("GET", path)`, `call("POST", path, body)`; all scopes unless some are named."""
    keys = {}

    def send(method, path, body=None, scopes=(), **options):
        key = keys.setdefault(scopes, make_key(minimal.id, *scopes))
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"} | options.pop("headers", {})
        options = {"content_type": "application/json"} | options if body is not None else options
        return client.generic(method, path, *encoded(body), headers=headers, **options)

    return send


@pytest.fixture
def asking(client, db):
    """Call the API of a programme as somebody: `asking(programme)("ann", "GET", path)` gives status and body.

    Everybody has a key with all scopes, and one with those that are named.
    """

    def asking(programme):
        keys = {}

        def ask(who, method, path, body=None, scopes=()):
            if (who, scopes) not in keys:
                keys[who, scopes] = create_api_key(programme.id, "test", scopes or SCOPES, who).text
            headers = {"Authorization": f"Bearer {keys[who, scopes]}", "Accept-Language": "en"}
            sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
            response = client.generic(method, f"/api/v1{path}", headers=headers, **sent)
            return response.status_code, response.json()

        return ask

    yield asking
    forget_keys()


def encoded(body):
    """The body as bytes, if there is one."""
    if body is None:
        return ()
    return (body if isinstance(body, bytes) else json.dumps(body).encode(),)
