from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parents[2]
TEXT = """version: 1
observe: {health: none, readiness: none}
routes: [{path: /a, handler: "nowhere.to.import:show"}]
environments: {production: {observe: {health: /up}}}
"""


@pytest.fixture
def file(folder):
    (folder / "gateway.yaml").write_text(TEXT)
    return folder / "gateway.yaml"


def test_flowchart_is_printed_without_importing_handlers(run, file):
    status, out, err = run("graph", "--title", "mine")

    assert (status, err) == (0, "")
    assert out.startswith('flowchart LR\n  entry0(["mine"])\n')
    assert '(["nowhere.to.import#58;show"])' in out


def test_picture_is_printed_as_svg(run, file):
    status, out, _ = run("graph", "--format", "svg")

    assert status == 0
    assert ET.fromstring(out).findtext("{http://www.w3.org/2000/svg}title") == file.parent.name


@pytest.mark.parametrize("format_", ["mermaid", "svg"])
def test_picture_is_the_same_each_time(run, file, format_):
    assert run("graph", "--format", format_) == run("graph", "--format", format_)


def test_environment_is_chosen(run, file):
    assert "/up" in run("graph", "--env", "production")[1]


def test_what_is_too_large_for_mermaid_is_told(run, folder):
    routes = "".join(f"  - {{path: /{number}, respond: {{}}}}\n" for number in range(250))
    (folder / "gateway.yaml").write_text(f"version: 1\nroutes:\n{routes}")

    assert run("graph")[2] == "gateway graph: Mermaid draws this only with maxEdges: 505\n"
    assert run("graph", "--format", "svg")[2] == ""


def test_file_with_problems_is_1(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("graph")

    assert (status, out) == (1, "")
    assert 'error[GW010]: unknown key "rotues"' in err


def test_missing_file_is_2(run, folder):
    status, _, err = run("graph", "gone.yaml")

    assert status == 2
    assert err.startswith("gateway graph: gone.yaml is not a file")


def test_flowchart_of_the_page_is_what_is_printed(run, folder):
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    written, shown = re.search(
        r"^## The service as a picture\n.*?^```yaml\n(.*?)^```\n.*?^```mermaid\n(.*?)^```",
        page,
        re.MULTILINE | re.DOTALL,
    ).groups()
    (folder / "gateway.yaml").write_text(written)

    assert run("graph", "--title", "shop")[1] == shown
