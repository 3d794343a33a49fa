"""Ids: one for each request, echoed, and taken over only when trusted and well-formed."""

from __future__ import annotations

import pytest

from gateway.middleware.request_id import RequestId


def show(request):
    return request.request_id


def test_each_request_has_an_id_and_its_answer_repeats_it(answer):
    responses = [answer([RequestId()], show) for _ in range(100)]

    assert all(response.headers["X-Request-Id"].encode() == response.body for response in responses)
    assert len({response.body for response in responses}) == 100


def test_refused_request_has_an_id_as_well(answer):
    response = answer([RequestId()], lambda _: 1 / 0)

    assert response.status == 500
    assert len(response.headers["X-Request-Id"]) == 24


def test_id_of_the_client_is_not_trusted_by_default(answer):
    response = answer([RequestId()], show, HTTP_X_REQUEST_ID="chosen")

    assert response.body != b"chosen"


@pytest.mark.parametrize("sent", ["chosen", "0" * 128, "1-67891233-abcdef012345678912345678", "a/b+c=="])
def test_trusted_id_is_taken_over(answer, sent):
    response = answer([RequestId(header="X-Trace", trust=True)], show, HTTP_X_TRACE=sent)

    assert (response.body.decode(), response.headers["X-Trace"]) == (sent, sent)


@pytest.mark.parametrize("sent", ["", "0" * 129, "a b", 'a"', "a\nb", "é", "<b>"])
def test_trusted_id_that_is_not_well_formed_is_replaced(answer, sent):
    response = answer([RequestId(trust=True)], show, HTTP_X_REQUEST_ID=sent)

    assert len(response.body) == 24


def test_bad_header_name_is_refused():
    with pytest.raises(ValueError, match="'X Id' is not a header name"):
        RequestId(header="X Id")
