"""Reading requests, and who looked at whom."""

from regulars.domain.privacy.queries.looks import list_looks
from regulars.domain.privacy.queries.requests import copy_path, find_request, list_requests, requests_of

__all__ = ["copy_path", "find_request", "list_looks", "list_requests", "requests_of"]
