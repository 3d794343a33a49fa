from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from gateway.cli.picture.parts import Host, Layer, Line, Passage, Section
from gateway.cli.picture.svg import written

NAMES = {"svg": "http://www.w3.org/2000/svg"}
LINE = Line("GET", "/a", "respond")
LAYERS = (Layer("own", is_guard=False), Layer("csrf", is_guard=True))


def picture(*passages, hosts=("any host",), title="mine"):
    return written([Host(host, [Section("/", [*passages])]) for host in hosts], title)


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iterfind(".//svg:text", NAMES)]


def kinds(svg):
    return [element.get("class") for element in ET.fromstring(svg).iterfind(".//svg:rect", NAMES)]


def test_everything_is_there_as_text():
    assert texts(picture(Passage(LAYERS, [LINE]))) == [
        "mine",
        "1 route, 1 group",
        "requests",
        "/",
        "1 route",
        "own",
        "›",
        "csrf",
        "GET",
        "/a",
        "→ respond",
    ]


def test_who_does_not_see_it_is_told():
    root = ET.fromstring(picture(Passage((), [LINE, LINE])))
    said = {element.get("id"): element.text for element in root if element.get("id")}

    assert root.get("role") == "graphics-document document"
    assert root.get("aria-labelledby") == " ".join(said)
    assert said["title"] == "mine"
    assert "2 routes, 1 group" in said["about"]


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "\"&'", "]]>", "\x00"])
def test_names_are_only_text(nasty):
    line = Line(nasty, nasty, nasty)
    svg = picture(Passage((Layer(nasty, is_guard=True),), [line]), hosts=(nasty, nasty), title=nasty)

    assert texts(svg).count(nasty.replace("\x00", "\N{REPLACEMENT CHARACTER}")) >= 4
    assert ET.fromstring(svg).find(".//svg:script", NAMES) is None


def test_nothing_is_fetched():
    svg = picture(Passage(LAYERS, [LINE]))

    assert "href" not in svg
    assert "url(" not in svg
    assert svg.count("http") == 1


def test_hosts_are_drawn_if_they_are_told():
    assert "any host" not in texts(picture(Passage((), [LINE])))
    assert "a.example" in texts(picture(Passage((), [LINE]), hosts=("a.example",)))
    assert texts(picture(Passage((), [LINE]), hosts=("any host", "a.example"))).count("any host") == 1


def test_guards_and_methods_are_told_apart_by_colour():
    lines = [Line(method, "/", "x") for method in ("GET", "DELETE", "PUT, PATCH", "ANY")]

    assert kinds(picture(Passage(LAYERS, lines))) == [
        "paper", "entry", "card", "chip", "guard", "get", "delete", "other", "other",
    ]  # fmt: skip


def test_what_answers_stands_below_where_both_do_not_fit():
    def height(target):
        return float(ET.fromstring(picture(Passage((), [Line("GET", "/" + "a" * 20, target)]))).get("height"))

    assert height("x" * 60) == height("x") + 19


def test_layers_that_do_not_fit_go_on_below():
    def height(count):
        layers = tuple(Layer(f"layer_number_{number}", is_guard=False) for number in range(count))
        return float(ET.fromstring(picture(Passage(layers, [LINE]))).get("height"))

    assert [height(count) - height(0) for count in (1, 3, 4)] == [30, 30, 58]


def test_sections_that_differ_in_layers_are_parted():
    assert picture(Passage((), [LINE]), Passage(LAYERS, [LINE])).count('class="card"') == 2
