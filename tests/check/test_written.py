from __future__ import annotations

import pytest

from gateway.check.written import written
from gateway.config import load
from gateway.errors import ConfigError

STACKS = """version: 1
settings: {default_stack: web}
session: {keys: [0123456789abcdef0123456789abcdef]}
middleware: {mine: {body_limit: {max_size: 1KiB}}}
stacks:
  base: [request_id]
  web: [base, mine, session]
"""


def found(tmp_path, text):
    (tmp_path / "gateway.yaml").write_text(text)
    return list(written(load(tmp_path / "gateway.yaml", environ={}, require=False), {}))


def test_layers_know_their_lines_and_the_stacks_they_came_through(tmp_path):
    (route,) = found(tmp_path, f"{STACKS}routes: [{{path: /, respond: {{}}}}]\n")

    assert [(laid.name, laid.kind, laid.at.line) for laid in route.layers] == [
        ("request_id", "request_id", 6),
        ("mine", "body_limit", 7),
        ("session", "session", 7),
    ]
    assert [stack.name for stack in route.layers[0].stacks] == ["web", "base"]


def test_layer_runs_once_and_what_is_left_out_does_not(tmp_path):
    entry = "{path: /, respond: {}, stack: [base, web, {compress: {}}], without: [mine, session]}"
    (route,) = found(tmp_path, f"{STACKS}routes: [{entry}]\n")

    assert [laid.kind for laid in route.layers] == ["request_id", "compress"]


def test_stack_inside_itself_is_opened_once(tmp_path):
    (route,) = found(
        tmp_path, "version: 1\nstacks: {a: [csrf, a]}\nroutes: [{path: /, stack: a, respond: {}}]\n"
    )

    assert [laid.kind for laid in route.layers] == ["csrf"]


def test_route_has_the_prefix_and_the_hosts_of_its_groups(tmp_path):
    (route,) = found(
        tmp_path,
        "version: 1\nroutes:\n  - prefix: /a\n    host: A.example\n"
        "    routes: [{path: [/, /b], methods: [GET, POST], respond: {}}]\n",
    )

    assert (route.paths, route.methods, route.hosts) == (("/a", "/a/b"), ("GET", "POST"), ("a.example",))


def test_regex_and_files_say_so_in_their_paths(tmp_path):
    (tmp_path / "public").mkdir()
    files, regex = found(
        tmp_path, "version: 1\nroutes: [{path: /f, static: public}, {regex: ^/x$, redirect: /}]\n"
    )

    assert (files.paths, files.methods) == (("/f/*",), ("GET",))
    assert (regex.paths, regex.methods) == (("regex ^/x$",), ("ANY",))


def test_routes_of_a_mounted_file_follow_with_the_layers_around_them(tmp_path):
    (tmp_path / "in.yaml").write_text("version: 1\nroutes: [{path: /x, stack: [compress], respond: {}}]\n")
    outer, inner = found(
        tmp_path,
        "version: 1\nroutes: [{path: /in, host: a.example, stack: [request_id], mount: {config: in.yaml}}]\n",
    )

    assert (outer.paths, inner.paths) == (("/in/*",), ("/in/x",))
    assert ([laid.kind for laid in inner.layers], inner.hosts) == (["request_id", "compress"], ("a.example",))


@pytest.mark.parametrize("mounted", ["gone.yaml", "gateway.yaml"])
def test_mounted_file_that_cannot_be_opened_has_no_routes(tmp_path, mounted):
    assert len(found(tmp_path, f"version: 1\nroutes: [{{path: /in, mount: {{config: {mounted}}}}}]\n")) == 1


def test_files_that_mount_each_other_end(tmp_path):
    (tmp_path / "in.yaml").write_text("version: 1\nroutes: [{path: /out, mount: {config: gateway.yaml}}]\n")

    routes = found(tmp_path, "version: 1\nroutes: [{path: /in, mount: {config: in.yaml}}]\n")
    assert [route.paths for route in routes] == [("/in/*",), ("/in/out/*",)]


def test_mistake_of_a_mounted_file_is_raised(tmp_path):
    (tmp_path / "in.yaml").write_text("version: 1\nrotues: []\n")

    with pytest.raises(ConfigError, match="rotues"):
        found(tmp_path, "version: 1\nroutes: [{path: /in, mount: {config: in.yaml}}]\n")
