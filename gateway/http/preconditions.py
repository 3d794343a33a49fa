"""What must still be so for a request to change something, lest it undo what others did (RFC 9110 §13.1)."""

from __future__ import annotations

from datetime import datetime

from werkzeug.exceptions import PreconditionFailed

from gateway.http import conditional
from gateway.http.request import Request
from gateway.http.response import READ


def check_unchanged(request: Request, etag: str | None = None, modified: datetime | None = None) -> None:
    """Raise PreconditionFailed if a request to change something was made for another state of it.

    `etag` is the strong entity tag of what there is now, quotes included, and `modified` when it was changed
    last; neither is given if there is nothing. If-Match and If-Unmodified-Since are compared with them, and
    `If-None-Match: *` asks that there is nothing yet. A request without conditions passes, as every GET does.

        page = PAGES[name]
        check_unchanged(request, page.etag)
        page.text = request.form["text"]
    """
    if request.method in READ:
        return
    if etag is None and modified is None:
        failed = bool(request.environ.get("HTTP_IF_MATCH"))
    else:
        seconds = None if modified is None else int(modified.timestamp())
        failed = conditional.evaluate(request.environ, etag, seconds) == conditional.FAILED
    if failed:
        raise PreconditionFailed
