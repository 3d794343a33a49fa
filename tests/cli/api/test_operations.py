from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ("{path: /user/:id, respond: {}}", ["user"]),
        ("{path: /, respond: {}}", ["/"]),
        ("{path: /:id, respond: {}}", ["{id}"]),
        ("{prefix: /api/v1, routes: [{prefix: /x, routes: [{path: /a, respond: {}}]}]}", ["api/v1/x"]),
        ("{prefix: /, routes: [{path: /a/b, respond: {}}]}", ["a"]),
        ("{path: /in, mount: {config: in.yaml}}", ["in"]),
    ],
)
def test_tag_is_the_group_or_the_first_segment(operation, tmp_path, routes, expected):
    (tmp_path / "in.yaml").write_text("version: 1\nroutes: [{path: /x, respond: {}}]\n")

    assert operation(f"routes: [{routes}]")["tags"] == expected


@pytest.mark.parametrize(
    ("host", "base", "expected"),
    [
        ("a.example", "https://b.example:8443", {"url": "https://a.example:8443"}),
        ("A.example", None, {"url": "//a.example"}),
        ("'*.a.example'", "http://b.example",
         {"url": "http://{subdomain}.a.example", "variables": {"subdomain": {"default": "www"}}}),
    ],
)  # fmt: skip
def test_host_is_a_server_of_its_own(operation, host, base, expected):
    found = operation(f"routes: [{{path: /, host: {host}, respond: {{}}}}]", server=base)

    assert found["servers"] == [expected]


def test_description_is_the_summary(operation):
    assert operation("routes: [{path: /, respond: {}, description: Says hello}]")["summary"] == "Says hello"


def test_redirect_of_every_method_is_told_once(operation):
    found = operation("routes: [{path: /, redirect: /b}]")

    assert found["operationId"] == "get"
    assert found["description"] == "Every method is answered so."
