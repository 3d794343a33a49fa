"""What a route asks of a request beyond its path."""

from __future__ import annotations

import pytest

SERVICE = """
settings: {predicates: {small: "served:small"}}
routes:
  - {path: /, when: {header: {X-Api: v2}}, respond: {text: header}}
  - {path: /, when: {header: {Content-Type: text/x}}, respond: {text: own name}}
  - {path: /, when: {query: {page: true, debug: false}}, respond: {text: query}}
  - {path: /, when: {predicate: small}, respond: {text: small}}
  - {path: /, respond: {text: plain}}
  - prefix: /in
    when: {header: {X-Api: v2}}
    routes: [{path: /, when: {predicate: small}, respond: {text: both}}]
"""
FAILING = """
settings: {predicates: {broken: "served:broken", exits: "served:exits"}}
routes:
  - {path: /broken, when: {predicate: broken}, respond: {text: never}}
  - {path: /exits, when: {predicate: exits}, respond: {text: never}}
  - {path: /behind, handler: "served:passes"}
  - {path: /behind, when: {predicate: broken}, respond: {text: never}}
  - {path: /mounted, mount: {config: in.yaml}}
  - {path: "/*rest", respond: {text: otherwise}}
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


@pytest.mark.parametrize("path", ["/broken", "/exits", "/behind", "/mounted/broken"])
def test_predicate_that_fails_refuses_the_request(serve, error_log, tmp_path, path):
    (tmp_path / "in.yaml").write_text(
        "version: 1\nroutes: [{path: /broken, when: {predicate: broken}, respond: {}}]\n"
    )
    client = serve(FAILING, PREDICATES + "\ndef passes(request): return NEXT\n")

    assert client.get(path).status_code == 500
    assert len(error_log) == 1


def test_predicate_that_meets_a_mistake_of_the_client_refuses_it(serve, error_log):
    client = serve(
        """
        settings: {predicates: {reads: "served:reads"}}
        routes: [{path: /, methods: [POST], when: {predicate: reads}, respond: {text: x}}]
        """,
        PREDICATES,
    )

    assert client.post("/", data="{", content_type="application/json").status_code == 400
    assert client.post("/", json=[1]).text == "x"
    assert error_log == []


def test_conditions_can_be_left_out_of_the_methods_of_a_path(serve):
    client = serve("routes: [{path: /, when: {header: {X-Api: v2}}, methods: [POST], respond: {text: x}}]")

    assert client.get("/").status_code == 404
    assert client.get("/", headers={"X-Api": "v2"}).status_code == 405
