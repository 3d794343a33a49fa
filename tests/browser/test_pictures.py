"""What `gateway graph` draws, as Mermaid and a browser read and show it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.cli.picture import mermaid, svg
from gateway.cli.picture.parts import Host, Layer, Line, Passage, Section, parts
from gateway.config import load
from tests.browser.serving import ROOT
from tests.goldens import golden, goldens

MERMAID = Path(__file__).parent / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
pytestmark = pytest.mark.browser
needs_mermaid = pytest.mark.skipif(
    not MERMAID.is_file(), reason="needs mermaid below tests/browser (make pictures)"
)
NASTY = [
    "\"quoted\" 'text' `code`",
    "/style/:id*",
    "classDef x:#fff;",
    "<script>alert(1)</script>",
    "<b>bold</b> &amp; &#35; #quot; #35;",
    "1. first",
    "- item",
    "# head",
    "**bold** _soft_ __x__ ~~no~~",
    "$$x^2$$",
    "end",
    "subgraph a --> b",
    "%% remark %%{init: {}}%%",
    ']) }} ]] )) ["',
    "{.:format}",
    r"^/(?P<x>[^\"\\]+)$",
    "日本語 é \N{GRINNING FACE}",
    "a;b:c|d~e=f@g",
    "click x call y()",
    "@{ shape: rounded }",
    "https://a.example/?b=c&d=%20#e",
    ":::x",
    "fa:fa-car",
]
LONG = "a.rather.long.name.of.a.module.that.goes.on:and_a_function_whose_name_does_too"


def hosts(names):
    """A picture in which each name stands in every place."""
    lines = [Line("GET, POST, PUT, PATCH, DELETE, OPTIONS, PURGE, LINK", name, name) for name in names]
    layers = tuple(Layer(name, is_guard) for name in names for is_guard in (False, True))
    return [Host(name, [Section(name, [Passage(layers, lines), Passage((), lines)])]) for name in names[:2]]


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture
def mermaid_page(page):
    page.set_content("<body></body>")
    page.add_script_tag(path=MERMAID)
    return page


@pytest.fixture
def labels(mermaid_page):
    """Makes the texts in the nodes of a flowchart that Mermaid has read and drawn."""

    def labels(text):
        script = """async text => {
            mermaid.initialize({startOnLoad: false, maxTextSize: 1e6});
            await mermaid.parse(text);
            document.body.innerHTML = (await mermaid.render("chart", text)).svg;
            return [...document.querySelectorAll(".nodeLabel")].map(label => label.innerText);
        }"""
        return mermaid_page.evaluate(script, text)

    return labels


def drawn(file, variables=None):
    return parts(load(file, environ=variables or {}, require=False), variables or {})


@needs_mermaid
def test_mermaid_draws_the_example_service(labels):
    found = labels(mermaid.written(drawn(ROOT / "gateway.yaml"), "example"))

    assert found[:4] == ["example", "/", "GET /healthz", "built in"]
    assert "request_id\naccess_log\nheaders\nsession\ncsrf\nrequire_login" in found
    assert "GET /assets/*" in found


@needs_mermaid
def test_mermaid_reads_every_good_file(mermaid_page, tmp_path):
    texts = {}
    for file in goldens("accepted"):
        case = golden(file)
        (tmp_path / file.stem).mkdir()
        texts[file.stem] = mermaid.written(drawn(case.write(tmp_path / file.stem), case.environ), file.stem)
    script = """async texts => {
        mermaid.initialize({startOnLoad: false, maxTextSize: 1e6, maxEdges: 1e4});
        const read = await Promise.all(texts.map(text => mermaid.parse(text, {suppressErrors: true})));
        return read.map(each => each && each.diagramType);
    }"""

    found = dict(zip(texts, mermaid_page.evaluate(script, [*texts.values()]), strict=True))
    assert found == dict.fromkeys(texts, "flowchart-v2")


@needs_mermaid
def test_names_in_a_flowchart_are_only_text(labels):
    found = labels(mermaid.written(hosts(NASTY), NASTY[0]))

    assert [name for name in NASTY if found.count(name) < 4] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_its_card_and_nothing_lies_on_text(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_content(f"<body style='margin:0'>{svg.written(hosts([*NASTY, LONG, LONG * 3]), LONG)}")
    found = page.evaluate("""() => [...document.querySelectorAll("text")].map(text => {
        const box = text.getBBox();
        return [text.firstChild.data, box.x, box.x + box.width, box.y, box.y + box.height];
    })""")

    assert [text for text, left, right, *_ in found if left < 18 or right > 502] == []
    assert overlapping(found) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def overlapping(found):
    """Pairs of texts that share a place."""
    return [
        (one[0], other[0])
        for index, one in enumerate(found)
        for other in found[index + 1 : index + 4]
        if one[1] < other[2] and other[1] < one[2] and one[3] + 2 < other[4] and other[3] + 2 < one[4]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_told_from_what_is_behind_it(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_content(svg.written(drawn(ROOT / "gateway.yaml"), "example"))
    colors = page.evaluate("""() => {
        const seen = kind => getComputedStyle(document.querySelector(kind)).fill;
        return [[".title", ".paper"], [".soft", ".paper"], [".path", ".card"], [".target", ".card"],
                [".name", ".chip"], [".guard-name", ".guard"], [".badge", ".get"], [".badge", ".other"],
                [".badge", ".post"], [".entry-name", ".entry"]].map(pair => pair.map(seen));
    }""")

    assert [pair for pair in colors if contrast(*pair) < 4.5] == []


def contrast(*colors):
    """The ratio of two colours (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted(map(luminance, colors))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    shares = [int(part) / 255 for part in color.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
