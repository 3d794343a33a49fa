from __future__ import annotations

import pytest

from gateway.cli.picture.mermaid import escaped, exceeded, written
from gateway.cli.picture.parts import Host, Layer, Line, Passage, Section

LINE = Line("GET", "/a", "respond")


def chart(*passages, host="any host"):
    return written([Host(host, [Section("/", [*passages])])], "mine")


def test_arrows_lead_from_the_requests_to_what_answers():
    text = chart(Passage((Layer("session", is_guard=True), Layer("own", is_guard=False)), [LINE]))

    assert text.splitlines()[:10] == [
        "flowchart LR",
        '  entry0(["mine"])',
        '  group0[["/"]]',
        '  layers0["session<br/>own"]',
        '  route0["GET /a"]',
        '  target0(["respond"])',
        "  entry0 --> group0",
        "  group0 --> layers0",
        "  layers0 --> route0",
        "  route0 --> target0",
    ]


def test_route_without_layers_comes_right_after_its_group():
    assert "  group0 --> route0\n" in chart(Passage((), [LINE]))


def test_host_is_drawn_if_it_is_told():
    assert '  host0{{"a.example"}}\n' in chart(Passage((), [LINE]), host="a.example")
    assert "host0" not in chart(Passage((), [LINE]))


def test_every_node_has_the_colour_of_its_kind():
    text = chart(Passage((), [LINE, LINE]))

    assert "  class route0,route1 route\n" in text
    assert text.count("classDef") == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/a-b.c (x), 1", "/a-b.c (x), 1"),
        ("a_b", "a#95;b"),
        ('"<é>"', "#34;#60;é#62;#34;"),
        ("two\n lines", "two lines"),
        (":x#;*`", "#58;x#35;#59;#42;#96;"),
    ],
)
def test_what_mermaid_would_take_for_its_own_is_written_as_a_number(text, expected):
    assert escaped(text) == expected


@pytest.mark.parametrize(
    ("routes", "path", "expected"),
    [
        (249, "/", ""),
        (250, "/", "Mermaid draws this only with maxEdges: 501"),
        (2, "/" + "a" * 30_000, "Mermaid draws this only with maxTextSize: 60569"),
    ],
)
def test_what_is_too_large_for_mermaid_is_told(routes, path, expected):
    assert exceeded(chart(Passage((), [Line("GET", path, "respond")] * routes))) == expected
