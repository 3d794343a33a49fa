"""The row that answers the picture of a site: where it is, and with which layers around it."""

from __future__ import annotations

import pytest

FILES = {"own.ico": "x", "other.ico": "y"}
ENTRY = "{favicon: {file: own.ico}}"


def labels(compiled):
    return [row.label for row in compiled.table.rows]


def test_service_without_the_layer_has_no_such_row(compiled):
    text = "stacks: {unused: [request_id]}\nroutes: [{path: /, respond: {text: x}}]\n"

    assert labels(compiled(text)) == ["built in", "built in", "respond"]


def test_row_is_behind_all_others(compiled):
    text = (
        f"routes: [{{path: /, stack: [{ENTRY}], respond: {{text: x}}}}, {{path: /b, respond: {{text: x}}}}]\n"
    )

    assert labels(compiled(text, FILES))[-2:] == ["respond", "favicon"]


def test_layers_before_it_are_around_the_row(client):
    text = f"""
settings: {{default_stack: web}}
stacks: {{web: [{{response_time: {{}}}}, {ENTRY}, request_id]}}
"""
    headers = client(text, FILES).get("/favicon.ico", buffered=True).headers

    assert ("X-Response-Time" in headers, "X-Request-Id" in headers) == (True, False)


def test_first_route_that_has_one_counts(client):
    text = """
routes:
  - {path: /a, stack: [{favicon: {file: other.ico}}], respond: {text: x}}
  - {path: /b, stack: [{favicon: {file: own.ico}}], respond: {text: x}}
"""

    assert client(text, FILES).get("/favicon.ico", buffered=True).text == "y"


@pytest.mark.parametrize("stack", ["[]", f"[{ENTRY}]"])
def test_route_of_the_path_is_before_it(client, stack):
    text = f"""
routes:
  - {{path: /favicon.ico, stack: {stack}, respond: {{text: mine}}}}
  - {{path: /, stack: [{ENTRY}], respond: {{text: x}}}}
"""
    expected = "mine" if stack == "[]" else "x"

    assert client(text, FILES).get("/favicon.ico", buffered=True).text == expected


def test_errors_of_the_route_answer_for_a_picture_that_is_gone(client, tmp_path):
    text = f"""
errors: [{{on: 404, format: text}}]
routes: [{{path: /, stack: [{ENTRY}], respond: {{text: x}}}}]
"""
    site = client(text, FILES)
    (tmp_path / "own.ico").unlink()

    assert site.get("/favicon.ico").text.startswith("404")


def test_layer_that_answers_first_keeps_the_picture_back(client):
    first = "{basic_auth: {users: {a: b}}}"
    text = f"routes: [{{path: /, stack: [{first}, {ENTRY}], respond: {{text: x}}}}]\n"

    assert client(text, FILES).get("/favicon.ico").status_code == 401
