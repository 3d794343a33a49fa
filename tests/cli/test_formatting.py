from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.check.comments import comments
from gateway.cli.formatting import formatted
from gateway.config.reader import parse
from gateway.errors import ConfigSyntaxError
from tests.goldens import golden, goldens
from tests.test_configs import problems

ROOT = Path(__file__).parents[2]


def yaml_of(page: Path) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


TEXTS = {file.stem: golden(file).written for file in goldens("accepted")}
for each in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
    TEXTS.update({f"{each.stem}-{number}": text for number, text in enumerate(yaml_of(each))})
for each in [*(ROOT / "tests").rglob("gateway.yaml"), ROOT / "gateway.yaml"]:
    TEXTS[each.relative_to(ROOT).as_posix()] = each.read_text(encoding="utf-8")


def readable(text: str) -> bool:
    try:
        parse(text, "a.yaml")
    except ConfigSyntaxError:
        return False
    return True


TEXTS = {name: text for name, text in TEXTS.items() if readable(text)}
SMALL = sorted(name for name, text in TEXTS.items() if len(text) < 2_000)  # so that many are tried


def remarks(text: str) -> list[str]:
    return sorted(at.text.strip() for at in comments(text, "a.yaml", re.compile("#")))


def fmt(text: str) -> str:
    return formatted(text, "a.yaml")


def is_kept(text: str) -> bool:
    """Whether a text means the same in the one style, has all its comments, and stays in it."""
    new = fmt(text)
    return (parse(new, "a.yaml"), remarks(new), fmt(new)) == (parse(text, "a.yaml"), remarks(text), new)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_text_is_kept(name):
    assert is_kept(TEXTS[name])


@pytest.mark.parametrize("path", goldens("accepted") + goldens("several"), ids=lambda path: path.stem)
def test_check_says_the_same_afterwards(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case = golden(path)
    file = case.write(tmp_path)
    before = said(file, case.environ)
    if readable(case.written):
        file.write_text(fmt(case.written))

    assert said(file, case.environ) == before


def said(file, variables):
    found, summary = problems(file, variables)
    return sorted((each.rule, each.level) for each in found), summary


def test_example_is_in_the_one_style():
    text = (ROOT / "gateway.yaml").read_text(encoding="utf-8")

    assert fmt(text) == text


NOTES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 8), st.sampled_from(["", "# note", "beside"])), max_size=4
)


@given(st.sampled_from(SMALL), NOTES)
def test_comments_and_empty_lines_may_stand_anywhere(name, notes):
    lines = TEXTS[name].split("\n")
    for number, indent, note in notes:
        place = number % len(lines)
        if note == "beside":
            lines[place] += "  # beside"
        else:
            lines.insert(place, " " * indent + note)
    text = "\n".join(lines)

    assert not readable(text) or is_kept(text)


@given(st.sampled_from(SMALL), st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=3))
def test_brackets_may_go_over_several_lines(name, breaks):
    text = TEXTS[name]
    for number, has_comment in breaks:
        places = [found.end() for found in re.finditer(r"[,{\[] ?", text)] or [0]
        place = places[number % len(places)]
        text = text[:place] + ("  # why" if has_comment else "") + "\n" + " " * 14 + text[place:]

    assert not readable(text) or is_kept(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("routes: []\nversion: 1\n", "version: 1\n\nroutes: []\n"),
        ("own: 1\nroutes: []\nversion: 1\n", "version: 1\n\nroutes: []\n\nown: 1\n"),
        ("# r\nroutes: []  # s\n# v\nversion: 1\n", "# v\nversion: 1\n\n# r\nroutes: []  # s\n"),
        ("# file\n\nroutes: []\nversion: 1\n", "# file\n\nversion: 1\n\nroutes: []\n"),
        (
            "# yaml-language-server: $schema=a.json\n# r\nroutes: []\nversion: 1\n",
            "# yaml-language-server: $schema=a.json\nversion: 1\n\n# r\nroutes: []\n",
        ),
        ("routes: []\nversion: 1\n# end\n", "version: 1\n\nroutes: []\n# end\n"),
        (
            "environments: {dev: {views: {}, env: {}}}\n",
            "environments: {dev: {env: {}, views: {}}}\n",
        ),
        ("routes: &r []\nenv: {a: *r}\n", "routes: &r []\n\nenv: {a: *r}\n"),
        ("routes: [&r {}]\nenv: &r {}\n", "routes: [&r {}]\n\nenv: &r {}\n"),
        ("---\nroutes: []\n...\n", "---\nroutes: []\n"),
        ("%YAML 1.2\n# a\n--- # b\nroutes: []\n", "%YAML 1.2\n# a\n---\n# b\nroutes: []\n"),
        ("{routes: [], version: 1}", "{version: 1, routes: []}\n"),
        ("{}\n# a\n", "{}\n# a\n"),
        ("b: 1\r\na:\r\n- 1\r\n", "b: 1\r\n\r\na:\r\n  - 1\r\n"),
        ("<<: {version: 1}\nroutes: []\n", "<<: {version: 1}\n\nroutes: []\n"),
    ],
)
def test_keys_at_the_top_have_one_order(text, expected):
    assert fmt(text) == expected


def test_what_is_no_configuration_is_refused():
    with pytest.raises(ConfigSyntaxError):
        fmt("a: b: c\n")
