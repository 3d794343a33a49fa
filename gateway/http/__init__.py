"""What handlers and layers see of HTTP."""

from gateway.http.answers import abort, send_status
from gateway.http.authorization import authorization
from gateway.http.errors import HTTPError
from gateway.http.files import download, send_file
from gateway.http.negotiated import negotiate
from gateway.http.padded import jsonp
from gateway.http.preconditions import check_unchanged
from gateway.http.redirects import redirect
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.results import EXIT_GROUP, NEXT, RESUME

__all__ = [
    "EXIT_GROUP",
    "NEXT",
    "RESUME",
    "HTTPError",
    "Request",
    "Response",
    "abort",
    "authorization",
    "check_unchanged",
    "download",
    "jsonp",
    "negotiate",
    "redirect",
    "send_file",
    "send_status",
]
