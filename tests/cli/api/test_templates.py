from __future__ import annotations

import pytest

TEXT = "observe: {{health: none, readiness: none}}\nroutes: [{{path: '{0}', {1}}}]"
FIXED = "respond: {}"


def paths(describe, path, answer=FIXED):
    return [*describe(TEXT.format(path, answer))["paths"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ["/"]),
        ("/a/:id", ["/a/{id}"]),
        ("/files/:name.:kind", ["/files/{name}.{kind}"]),
        ("/all/*rest", ["/all/{rest}"]),
        ("/report{.:format}", ["/report.{format}", "/report"]),
        ("/a{/:b{/:c}}", ["/a/{b}/{c}", "/a/{b}", "/a"]),
        (r"/\{x\}/é ?#".replace("?", r"\?"), ["/%7Bx%7D/%C3%A9%20%3F%23"]),
    ],
)
def test_path_is_written_as_templates(describe, path, expected):
    assert paths(describe, path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/assets", "/assets/{path}"), ("/", "/{path}"), ("/:path/files", "/{path_2}/files/{path}"),
     ("/of/:who", "/of/{who}/{path}")],
)  # fmt: skip
def test_folder_is_everything_below_it(describe, path, expected):
    assert paths(describe, path, "static: public") == [expected]


def test_parameter_of_a_prefix_that_has_the_same_name_gets_another(describe):
    inner = "{prefix: /:id, params: {id: int}, routes: [{path: '/of/:id', respond: {}}]}"
    document = describe(f"routes: [{inner}]")
    names = [one["name"] for one in document["paths"]["/{id_2}/of/{id}"]["get"]["parameters"]]

    assert names == ["id_2", "id"]


def test_path_that_cannot_be_read_is_left_out(noted):
    document, notes = noted("routes: [{path: '/a/:', respond: {}}, {path: /b, respond: {}}]")

    assert "/b" in document["paths"]
    assert notes == ["gateway.yaml:2: GET /a/: is left out: its path cannot be read"]
