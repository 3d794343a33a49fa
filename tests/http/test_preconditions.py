from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.exceptions import PreconditionFailed

from gateway.http.conditional import date
from gateway.http.preconditions import check_unchanged

TAG = '"one"'
MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
LATER, EARLIER = date(MOMENT.timestamp() + 9), date(MOMENT.timestamp() - 9)


@pytest.fixture
def is_refused(request_for):
    """Whether a request for what has a tag and a time is refused."""

    def is_refused(headers, method="PUT", **known):
        environ = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        try:
            check_unchanged(request_for(method=method, **environ), **known)
        except PreconditionFailed:
            return True
        return False

    return is_refused


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),
        ({"if_match": TAG}, False),
        ({"if_match": "*"}, False),
        ({"if_match": '"other", "one"'}, False),
        ({"if_match": '"other"'}, True),
        ({"if_match": 'W/"one"'}, True),
        ({"if_unmodified_since": LATER}, False),
        ({"if_unmodified_since": EARLIER}, True),
        ({"if_match": TAG, "if_unmodified_since": EARLIER}, False),
        ({"if_none_match": "*"}, True),
        ({"if_none_match": TAG}, True),
        ({"if_none_match": '"other"'}, False),
        ({"if_modified_since": LATER}, False),
    ],
)
def test_change_of_another_state_is_refused(is_refused, method, headers, refused):
    assert is_refused(headers, method, etag=TAG, modified=MOMENT) == refused


@pytest.mark.parametrize(
    ("headers", "refused"),
    [({}, False), ({"if_match": "*"}, True), ({"if_match": TAG}, True), ({"if_none_match": "*"}, False)],
)
def test_what_is_not_there_has_no_state(is_refused, headers, refused):
    assert is_refused(headers) == refused


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_changes_nothing(is_refused, method):
    assert not is_refused({"if_match": '"other"'}, method, etag=TAG)


def test_time_alone_can_be_known(is_refused):
    assert is_refused({"if_unmodified_since": EARLIER}, modified=MOMENT)
    assert not is_refused({"if_unmodified_since": LATER}, modified=MOMENT)
