from __future__ import annotations

import pytest

from gateway.cli.picture.parts import Layer, Line, parts
from gateway.config import load


@pytest.fixture
def drawn(tmp_path):
    """Makes the hosts that a configuration has."""

    def drawn(text):
        file = tmp_path / "gateway.yaml"
        file.write_text(f"version: 1\nobserve: {{health: none, readiness: none}}\n{text}\n")
        return parts(load(file, environ={}, require=False), {})

    return drawn


def test_routes_are_sorted_by_host_group_and_layers(drawn):
    hosts = drawn("""session: {}
routes:
  - {path: /, respond: {}, stack: [request_id]}
  - prefix: /a
    routes:
      - {path: /x, methods: [GET, PUT], handler: 'gone:x', stack: [session, csrf]}
      - {path: /y, redirect: /x}
  - {path: [/c, /d], view: c.html, host: [B.example, '*.b.example'], stack: [request_id]}
""")

    assert [(host.name, [section.name for section in host.sections]) for host in hosts] == [
        ("any host", ["/", "/a"]),
        ("b.example, *.b.example", ["/"]),
    ]
    first, second = hosts[0].sections[1].passages
    assert first.layers == (Layer("session", is_guard=True), Layer("csrf", is_guard=True))
    assert first.lines == [Line("GET, PUT", "/a/x", "gone:x")]
    assert second == ((), [Line("ANY", "/a/y", "redirect /x")])
    assert hosts[1].sections[0].size == 2


def test_routes_with_the_same_layers_stand_together(drawn):
    ((section,),) = [
        host.sections
        for host in drawn("""routes:
  - {path: /a, respond: {}, stack: [request_id]}
  - {path: /b, respond: {}}
  - {path: /c, respond: {}, stack: [request_id]}
""")
    ]

    assert [[line.path for line in passage.lines] for passage in section.passages] == [["/a", "/c"], ["/b"]]


def test_layer_has_the_name_that_the_file_gives_it(drawn):
    text = "middleware: {small: {body_limit: {max_size: 1KiB}}}\nroutes: [{path: /, view: a, stack: [small]}]"

    assert drawn(text)[0].sections[0].passages[0].layers == (Layer("small", is_guard=True),)


def test_conditions_are_told(drawn):
    (line,) = (
        drawn("routes: [{path: /, respond: {}, when: {query: {a: true}}}]")[0].sections[0].passages[0].lines
    )

    assert line.path == "/ (on conditions)"


def test_mounted_service_is_a_group(drawn, tmp_path):
    (tmp_path / "in.yaml").write_text(
        "version: 1\nroutes: [{prefix: /a, routes: [{path: /x, respond: {}}]}]\n"
    )
    sections = drawn("routes: [{path: /in, mount: {config: in.yaml}}]")[0].sections

    assert [section.name for section in sections] == ["/", "/in/a"]
    assert sections[1].passages[0].lines == [Line("GET", "/in/a/x", "respond")]
