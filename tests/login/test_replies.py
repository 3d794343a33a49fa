"""What a provider's refusals mean."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from gateway.login.replies import ProviderBusyError, codes, nonsense, refusal
from gateway.login.transport import Reply


def reply(status, body=b"", **headers):
    return Reply(
        status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=body
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"errors":[{"code":453,"message":"x"},{"code":89}]}', [453, 89]),
        (b'{"errors":[{"code":"453"},{},null,7]}', []),
        (b'{"errors":{"code":453}}', []),
        (b'{"title":"Forbidden","status":403}', []),
        (b"[]", []),
        (b"null", []),
        (b"", []),
        (b"\xff", []),
        (b'<?xml version="1.0"?><errors><error code="415">no</error></errors>', [415]),
        (b'{"errors":[' + b'{"code":1},' * 90 + b'{"code":2}]}', [1] * 5),
    ],
)
def test_codes_are_found_in_json_and_xml(body, found):
    """Section 2."""
    assert codes(reply(403, body)) == found


@pytest.mark.case(38)
@pytest.mark.parametrize(
    ("status", "by_person", "answer"),
    [
        (401, False, (502, "provider_answer")),
        (401, True, (401, "provider_refused")),
        (400, True, (401, "provider_refused")),
        (403, True, (401, "provider_refused")),
        (404, True, (502, "provider_answer")),
        (302, True, (502, "provider_answer")),
        (500, True, (502, "provider_answer")),
    ],
)
def test_a_refusal_is_the_persons_only_where_the_verifier_counts(status, by_person, answer):
    error = refusal(reply(status), "access_token", by_person=by_person)

    assert (error.status, error.reason) == answer


@pytest.mark.case(42)
@pytest.mark.parametrize(
    ("skew", "reason"), [(400, "clock"), (-400, "clock"), (60, "provider_answer"), (0, "provider_answer")]
)
def test_a_clock_counts_when_it_is_off_by_minutes(skew, reason):
    date = formatdate(time.time() + skew, usegmt=True)

    assert refusal(reply(401, date=date), "request_token").reason == reason


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 99 Nov 2026 00:00:00 GMT"])
def test_an_unreadable_date_says_nothing(date):
    assert refusal(reply(401, date=date), "request_token").reason == "provider_answer"


@pytest.mark.case(74)
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "30"}, 30),
        ({"retry_after": "0"}, 1),
        ({"retry_after": "999999"}, 900),
        ({"retry_after": "soon"}, 60),
        ({"x_rate_limit_reset": "1"}, 1),
        ({}, 60),
    ],
)
def test_a_rate_limit_says_when_to_come_back(headers, seconds):
    error = refusal(reply(429, **headers), "profile")

    assert isinstance(error, ProviderBusyError)
    assert (error.status, error.retry_after) == (503, seconds)


def test_a_body_is_never_quoted():
    """Section 1.2, trap 10."""
    errors = [refusal(reply(status, b"hush"), "profile") for status in (401, 500)] + [
        nonsense("profile", "odd")
    ]

    assert "hush" not in " ".join(map(str, errors))
