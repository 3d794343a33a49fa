"""What a route asks of a request beyond its path."""

from __future__ import annotations

import pytest

SERVICE = """
settings:
  predicates: {small: "served:small", broken: "served:broken", exits: "served:exits", reads: "served:reads"}
routes:
  - {path: /, when: {header: {X-Api: v2}}, respond: {text: header}}
  - {path: /, when: {header: {Content-Type: text/x}}, respond: {text: own name}}
  - {path: /, when: {query: {page: true, debug: false}}, respond: {text: query}}
  - {path: /, when: {predicate: small}, respond: {text: small}}
  - {path: /broken, when: {predicate: broken}, respond: {text: never}}
  - {path: /broken, when: {predicate: exits}, respond: {text: never}}
  - {path: /, respond: {text: plain}}
  - prefix: /in
    when: {header: {X-Api: v2}}
    routes: [{path: /, when: {predicate: small}, respond: {text: both}}]
  - {path: /broken, respond: {text: otherwise}}
"""
PREDICATES = """
import sys

def small(request): return request.query.get("size") == "small"
def broken(request): raise LookupError("no")
def exits(request): sys.exit(1)
def reads(request): return request.json
"""


@pytest.mark.parametrize(
    ("path", "headers", "text"),
    [
        ("/", {}, "plain"), ("/", {"X-Api": "v2"}, "header"), ("/", {"X-Api": "v1"}, "plain"),
        ("/", {"Content-Type": "text/x"}, "own name"), ("/?page=1", {}, "query"),
        ("/?page=1&debug=", {}, "plain"),
        ("/?size=small", {}, "small"),
    ],
)  # fmt: skip
def test_first_route_whose_conditions_agree_answers(serve, path, headers, text):
    assert serve(SERVICE, PREDICATES).get(path, headers=headers).text == text


def test_conditions_of_a_group_hold_for_its_routes(serve):
    client = serve(SERVICE, PREDICATES)

    assert client.get("/in?size=small", headers={"X-Api": "v2"}).text == "both"
    assert (
        client.get("/in?size=small").status_code
        == client.get("/in", headers={"X-Api": "v2"}).status_code
        == 404
    )


def test_predicate_that_fails_leaves_its_route_out_and_is_logged(serve, error_log):
    assert serve(SERVICE, PREDICATES).get("/broken").text == "otherwise"
    assert len(error_log) == 2


def test_path_in_the_log_of_a_predicate_that_fails_cannot_end_its_line(serve, error_log):
    serve(SERVICE.replace("/broken", '"/:any"'), PREDICATES).get("/a%0AINFO forged")

    assert "/a\\nINFO forged failed" in error_log[0].getMessage()


def test_predicate_that_meets_a_client_s_mistake_says_nothing(serve, error_log):
    client = serve(
        """
        settings: {predicates: {reads: "served:reads"}}
        routes: [{path: /, methods: [POST], when: {predicate: reads}, respond: {text: x}}]
        """,
        PREDICATES,
    )

    assert client.post("/", data="{", content_type="application/json").status_code in (404, 405)
    assert error_log == []


def test_conditions_can_be_left_out_of_the_methods_of_a_path(serve):
    client = serve("routes: [{path: /, when: {header: {X-Api: v2}}, methods: [POST], respond: {text: x}}]")

    assert client.get("/").status_code == 404
    assert client.get("/", headers={"X-Api": "v2"}).status_code == 405
