"""The times of stages."""

from __future__ import annotations

import sys

SERVICE = """
observe: {trace: "served:trace"}
stacks: {web: [request_id, security_headers, "served:layer"]}
routes: [{path: /, stack: web, handler: "served:page"}, {path: /fails, handler: "served:fails"}]
"""
HANDLERS = """
stages = []
def trace(request, stage, seconds): stages.append((stage, seconds >= 0))
def layer(request, call_next): return call_next(request)
def page(request): return "page"
def fails(request): raise LookupError
"""


def test_every_stage_is_told_from_the_inside_out(serve):
    client = serve(SERVICE, HANDLERS)
    client.get("/")

    told = sys.modules["served"].stages
    assert told == [
        (stage, True) for stage in ("served:page", "served:layer", "security_headers", "request_id")
    ]


def test_answers_that_are_no_handler_have_their_labels_as_stages(serve):
    client = serve(
        SERVICE.replace('{path: /, stack: web, handler: "served:page"}', "{path: /, respond: {text: x}}"),
        HANDLERS,
    )
    client.get("/")
    client.get("/healthz")

    assert [stage for stage, _ in sys.modules["served"].stages] == ["respond", "built in"]


def test_stage_that_fails_is_told_too(serve, error_log):
    assert serve(SERVICE, HANDLERS).get("/fails").status_code == 500
    assert sys.modules["served"].stages == [("served:fails", True)]


def test_trace_that_fails_changes_no_answer(serve, error_log):
    client = serve(SERVICE, HANDLERS.replace("stages.append((stage, seconds >= 0))", "1 / 0"))

    assert client.get("/").text == "page"
    assert len(error_log) == 4


def test_class_is_called_by_its_own_name(serve):
    serve(
        SERVICE.replace('"served:layer"]', '"served:Layer"]'),
        HANDLERS + "\nclass Layer:\n    def __call__(self, request, call_next): return call_next(request)\n",
    ).get("/")

    assert ("served:Layer", True) in sys.modules["served"].stages


def test_loader_may_leave_its_route_although_it_is_timed(serve):
    client = serve(
        """
        observe: {trace: "served:trace"}
        routes:
          - {path: "/:id", params: {id: {load: "served:load"}}, respond: {text: never}}
          - {path: /x, respond: {text: behind}}
        """,
        HANDLERS + "\ndef load(request, value): return NEXT\n",
    )

    assert client.get("/x").text == "behind"
