"""Loaders of path parameters."""

from __future__ import annotations

LOADERS = """
calls = []

def load(request, value):
    calls.append(value)
    return None if value == "none" else NEXT if value == "next" else {"loaded": value}

def show(request, id): return {"id": id}
def rest(request, rest): return {"rest": rest}
def first(request, **params): return NEXT
def counted(request, id): return {"id": id, "calls": calls}
"""


def test_loader_replaces_the_value(serve):
    client = serve(
        'routes: [{path: "/:id", handler: "served:show", params: {id: {load: "served:load"}}}]', LOADERS
    )

    assert client.get("/7").json == {"id": {"loaded": "7"}}


def test_loader_that_finds_nothing_is_404(serve):
    client = serve(
        'routes: [{path: "/:id", handler: "served:show", params: {id: {load: "served:load"}}}]', LOADERS
    )

    assert client.get("/none").status_code == 404


def test_loader_may_leave_the_route(serve):
    client = serve(
        """
        routes:
          - {path: "/:id", handler: "served:show", params: {id: {load: "served:load"}}}
          - {path: /next, respond: {text: behind}}
        """,
        LOADERS,
    )

    assert client.get("/next").text == "behind"


def test_loader_runs_once_per_request_and_value(serve):
    client = serve(
        """
        params: {id: {load: "served:load"}}
        routes:
          - {path: "/:id", handler: "served:first"}
          - {path: "/:id", handler: "served:first"}
          - {path: "/:id", handler: "served:counted"}
        """,
        LOADERS,
    )

    assert client.get("/7").json == {"id": {"loaded": "7"}, "calls": ["7"]}
    assert client.get("/7").json == {"id": {"loaded": "7"}, "calls": ["7", "7"]}


def test_loader_gets_the_converted_value_and_lists_of_wildcards(serve):
    client = serve(
        """
        routes:
          - {path: "/n/:id", handler: "served:show", params: {id: {load: "served:load", pattern: "[0-9]+"}}}
          - {path: "/w/*rest", handler: "served:rest", params: {rest: {load: "served:load"}}}
        """,
        LOADERS,
    )

    assert client.get("/n/x").status_code == 404
    assert client.get("/w/a/b").json == {"rest": {"loaded": ["a", "b"]}}


def test_loader_runs_inside_the_layers(serve):
    client = serve(
        """
        params: {id: {load: "served:load"}}
        routes: [{path: "/:id", stack: ["served:guard"], handler: "served:show"}]
        """,
        LOADERS
        + "\ndef guard(request, call_next): return ('no', 403) if not calls else call_next(request)\n",
    )

    assert client.get("/7").status_code == 403


def test_parameter_that_is_absent_is_not_loaded(serve):
    client = serve(
        'routes: [{path: "/a{/:id}", handler: "served:maybe", params: {id: {load: "served:load"}}}]',
        LOADERS + "\ndef maybe(request, id='absent'): return {'id': id}\n",
    )

    assert client.get("/a").json == {"id": "absent"}
