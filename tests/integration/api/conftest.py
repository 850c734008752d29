"""A program with a key that calls the API."""

import json

import pytest


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


def encoded(body):
    """The body as bytes, if there is one."""
    if body is None:
        return ()
    return (body if isinstance(body, bytes) else json.dumps(body).encode(),)
