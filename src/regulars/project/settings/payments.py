"""The operator's payment page."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_HERE = {"localhost", "127.0.0.1", "::1"}


def checkout_from(url: str, secret: str) -> str:
    """The address that takes payments: HTTPS, or HTTP on this machine; what passes is signed, so it needs a secret."""
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in _HERE
    if url and not ((parts.scheme == "https" and parts.hostname) or is_here):
        raise ImproperlyConfigured("REGULARS_CHECKOUT_URL must be an https:// address")
    if url and not secret:
        raise ImproperlyConfigured("REGULARS_CHECKOUT_URL needs REGULARS_CHECKOUT_SECRET")
    return url
