from __future__ import annotations

import pytest
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, default_exceptions

from gateway.http import HTTPError


class StockError(HTTPError):
    """An error that a service makes for itself."""

    def __init__(self, item):
        super().__init__(409, f"no more {item}", type="stock.empty", item=item)


@pytest.mark.parametrize("status", sorted(default_exceptions))
def test_error_is_also_of_the_usual_class_for_its_status(status):
    error = HTTPError(status, "said")

    assert isinstance(error, default_exceptions[status])
    assert (error.code, error.description, error.type) == (status, "said", None)
    assert error.get_headers()


@pytest.mark.parametrize("status", [402, 420, 499, 520, 599])
def test_error_may_have_any_status_of_errors(status):
    error = HTTPError(status)

    assert isinstance(error, HTTPException)
    assert (error.code, str(error)[:3]) == (status, str(status))


@pytest.mark.parametrize("status", [0, 200, 302, 399, 600, "404", 404.0, None])
def test_status_of_no_error_is_refused_at_once(status):
    with pytest.raises(ValueError, match="is not the status of an error"):
        HTTPError(status)


def test_error_carries_what_its_page_needs():
    error = HTTPError(413, type="entity.too.large", limit=100, received=200)

    assert (error.type, error.limit, error.received) == ("entity.too.large", 100, 200)


def test_headers_are_added_to_those_of_the_error():
    headers = HTTPError(405, headers=[("Allow", "GET"), ("X-A", "b")]).get_headers()

    assert headers[-2:] == [("Allow", "GET"), ("X-A", "b")]
    assert isinstance(HTTPError(405), MethodNotAllowed)


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nX-C: d"}, {"X A": "b"}, {"X-A": "€"}])
def test_bad_header_is_refused_at_once(headers):
    with pytest.raises(ValueError, match=r"(?i)header"):
        HTTPError(503, headers=headers)


def test_error_without_message_says_the_usual():
    assert HTTPError(404).description == NotFound.description


def test_class_of_its_author_is_made_as_its_author_wants():
    error = StockError("milk")

    assert (type(error), error.code, error.item) == (StockError, 409, "milk")
    assert error.description == "no more milk"


def test_rules_find_the_error_by_status_class_and_own_class(serve):
    client = serve(
        """
        routes:
          - {path: /a, handler: served:a, errors: [{on: 404, handler: served:rule}]}
          - {path: /b, handler: served:a, errors: [{on: "served:NotFound", handler: served:rule}]}
          - {path: /c, handler: served:c, errors: [{on: served:Taken, handler: served:rule}]}
        """,
        """
        class Taken(HTTPError):
            pass

        def a(request):
            raise HTTPError(404, "gone", type="book.missing")

        def c(request):
            raise Taken(409, "taken", type="name.taken")

        def rule(request, error):
            return {"type": error.type}
        """,
    )

    answers = [client.get(path) for path in ("/a", "/b", "/c")]

    assert [(answer.status_code, answer.json["type"]) for answer in answers] == [
        (404, "book.missing"),
        (404, "book.missing"),
        (409, "name.taken"),
    ]


@pytest.mark.parametrize(
    ("status", "name"), [(404, "Not Found"), (413, "Payload Too Large"), (499, "Unknown")]
)
def test_error_is_called_as_in_the_status_line(status, name):
    assert HTTPError(status).name == name
