from __future__ import annotations

import pytest

TEXT = """
params: {id: int}
routes:
  - prefix: /api/
    host: api.example.org
    headers: {X-Level: outer, X-Outer: "yes"}
    routes:
      - {path: /, respond: {text: index}}
      - {path: /:id, respond: {text: number}}
      - {path: /own, host: own.example.org, respond: {text: own}}
      - prefix: /deep
        params: {id: text}
        headers: {X-Level: inner}
        routes:
          - {path: /:id, respond: {text: text}, headers: {X-Own: "yes"}}
  - prefix: /
    headers: {X-Level: bare}
    routes:
      - {path: /plain, respond: {text: plain}}
  - {path: /, respond: {text: root}}
"""


@pytest.fixture
def asked(client):
    def asked(path, host="api.example.org"):
        return client(TEXT).get(path, base_url=f"http://{host}")

    return asked


@pytest.mark.parametrize(
    ("path", "host", "text"),
    [
        ("/api", "api.example.org", "index"),
        ("/api/5", "api.example.org", "number"),
        ("/api/own", "own.example.org", "own"),
        ("/api/deep/x", "api.example.org", "text"),
        ("/plain", "anything", "plain"),
        ("/", "anything", "root"),
    ],
)
def test_route_is_found_in_its_scope(asked, path, host, text):
    assert asked(path, host).text == text


@pytest.mark.parametrize(
    ("path", "host"), [("/api", "other"), ("/api/own", "api.example.org"), ("/api/x", "api.example.org")]
)
def test_route_is_not_found_outside_its_scope(asked, path, host):
    assert asked(path, host).status_code == 404


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/5", {"X-Level": "outer", "X-Outer": "yes"}),
        ("/api/deep/x", {"X-Level": "inner", "X-Outer": "yes", "X-Own": "yes"}),
        ("/plain", {"X-Level": "bare"}),
        ("/", {}),
    ],
)
def test_headers_of_inner_levels_hide_those_of_outer_ones(asked, path, expected):
    found = asked(path).headers

    assert {name: value for name, value in found if name.startswith("X-")} == expected
