from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.config.reader import LARGEST_FILE, load, parse
from gateway.errors import ConfigSyntaxError, Problem

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigSyntaxError) as refused:
        parse(text, "gateway.yaml")
    return refused.value.problems


def problem_of(file: Path) -> Problem:
    with pytest.raises(ConfigSyntaxError) as refused:
        load(file)
    return refused.value.problems[0]


@pytest.mark.parametrize("loader", LOADERS)
def test_both_loaders_of_yaml_read_the_same(loader: type) -> None:
    text = "a: &a {b: [1, 'x', yes please]}\nc: *a\nd:\n  <<: *a\n  e: null\n"

    read = parse(text, "f", loader=loader)

    assert read == {"a": {"b": [1, "x", "yes please"]}, "c": read["a"], "d": {"e": None, **read["a"]}}
    assert read["d"].key_at("b")[1:3] == (1, 8)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", ["a: [${X}]", "a: b: c", "a:\n\tb: 1", "a: 'x", "a: @x", "a: {b: 1"])
def test_both_loaders_explain_what_is_not_yaml(loader: type, text: str) -> None:
    with pytest.raises(ConfigSyntaxError) as refused:
        parse(text, "f", loader=loader)

    assert [problem.rule for problem in refused.value.problems] == ["GW001"]


def test_keys_are_text_whatever_they_look_like() -> None:
    assert list(parse("404: a\non: b\ntrue: c\n~: d\n1.5: e\n", "f")) == ["404", "on", "true", "~", "1.5"]


def test_quoted_values_are_text() -> None:
    assert parse("a: 'yes'\nb: \"012\"\nc: '1'\nd: |-\n  true\n", "f") == {
        "a": "yes",
        "b": "012",
        "c": "1",
        "d": "true",
    }


def test_an_anchor_can_be_named_again() -> None:
    assert parse("a: &x 1\nb: &x 2\nc: *x\n", "f") == {"a": 1, "b": 2, "c": 2}


def test_the_nearest_anchor_of_a_name_is_meant() -> None:
    assert parse("a: &x [&x 1, *x]\nb: *x\n", "f") == {"a": [1, 1], "b": [1, 1]}


def test_own_keys_win_over_merged_ones_wherever_they_stand() -> None:
    read = parse("a: &a {x: 1, y: 2}\nb:\n  x: 3\n  <<: *a\nc:\n  <<: *a\n  x: 4\n", "f")

    assert (read["b"], read["c"]) == ({"x": 3, "y": 2}, {"x": 4, "y": 2})


def test_an_alias_stands_where_it_is_written() -> None:
    read = parse("a: &a {x: 1}\nb: *a\n", "f")

    assert (read.value_at("b")[1:3], read["b"].key_at("x")[1:3]) == ((2, 4), (1, 8))


def test_every_duplicate_is_told_with_the_first_place() -> None:
    found = problems("a: 1\nb: 2\na: 3\nb: 4\n'a': 5\n")

    assert [(p.position.line, p.message) for p in found] == [
        (3, 'duplicate key "a"; first defined at line 1'),
        (4, 'duplicate key "b"; first defined at line 2'),
        (5, 'duplicate key "a"; first defined at line 1'),
    ]


def test_problems_before_a_syntax_error_are_told_too() -> None:
    assert [p.rule for p in problems("a: yes\na: 1\nb: [\n")] == ["GW003", "GW002", "GW001"]


def test_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_bytes(b"\xef\xbb\xbfversion: 1\n")

    assert load(file).key_at("version")[1:3] == (1, 1)


def test_windows_line_ends_count_as_one() -> None:
    assert parse("a: 1\r\nb: 2\r\n", "f").key_at("b")[1:3] == (2, 1)


def test_bytes_that_are_not_utf_8_are_pointed_at(tmp_path: Path) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_bytes("version: 1\n# é".encode() + b"\xff\n")
    problem = problem_of(file)

    assert (problem.rule, problem.position[1:3]) == ("GW001", (2, 4))
    assert "0xff" in problem.message


def test_missing_file_says_where_it_looked(tmp_path: Path) -> None:
    problem = problem_of(tmp_path / "gateway.yaml")

    assert (problem.rule, "GATEWAY_CONFIG" in problem.help) == ("GW095", True)


def test_folder_is_no_configuration(tmp_path: Path) -> None:
    assert problem_of(tmp_path).message.endswith("is a folder, not a configuration")


def test_pipe_is_no_configuration(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert problem_of(tmp_path / "pipe").message.endswith("is no regular file, not a configuration")


def test_name_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    assert problem_of(tmp_path / ("x" * 5000)).rule == "GW095"


def test_name_with_a_null_byte_is_a_problem(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "a\0b").rule == "GW095"


def test_huge_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gateway.yaml"
    file.write_bytes(b"#" * (LARGEST_FILE + 1))

    assert "larger than 4 MiB" in problem_of(file).message


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a: [" + "[" * 60, "? " * 10_000]
)
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()

    assert problems(text)[0].rule == "GW001"
    assert time.perf_counter() - start < 2


def test_aliases_cannot_grow_without_end() -> None:
    names = "abcdefghijklmnop"
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [{f'*{a}, ' * 20}]\n" for a, b in pairwise(names))

    assert "aliases stand for more than" in problems(bomb)[0].message


def test_aliases_cannot_nest_deeper_than_what_is_written() -> None:
    levels = "".join(f"  a{n}: &a{n} " + "[" * 20 + f"*a{n - 1}" + "]" * 20 + "\n" for n in range(1, 10))

    assert problems(f"x:\n  a0: &a0 y\n{levels}")[0].message == "nested more than 50 levels deep"


def test_merges_cannot_grow_without_end() -> None:
    bomb = "a: &a {" + ", ".join(f"k{i}: 1" for i in range(1000)) + "}\nb:\n" + "  - {<<: *a}\n" * 300

    assert "aliases stand for more than" in problems(bomb)[0].message


@pytest.mark.parametrize("text", ["a: &x [*x]", "a: &x {b: *x}", "a: &x [&x [*x]]", "a: &x\n  <<: *x"])
def test_recursive_aliases_are_refused(text: str) -> None:
    assert "stands inside what it names" in problems(text)[0].message


@pytest.mark.parametrize("key", ["? [a]\n: 1", "? {a: 1}\n: 1", "a: &a x\n? *a\n: 1", "[a]: 1", "{a}: 1"])
def test_keys_are_plain_text(key: str) -> None:
    assert problems(key)[0].message.startswith("a key is plain text")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_any_text_is_read_or_explained(text: str) -> None:
    check_any(text)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"ab:- \n[]{},&*!|>'\"#%@`~?<0_$\t", "\n  ", ": ", "<<: ", "&a ", "*a", "---", "..."]
        ),
        max_size=25,
    )
)
def test_any_signs_of_yaml_are_read_or_explained(signs: list[str]) -> None:
    check_any("".join(signs))


def check_any(text: str) -> None:
    """Either there is a mapping, or each problem has a place in the text."""
    found = problems_of(lambda: parse(text, "f"))

    assert found is None or found
    assert all(min(p.position.line, p.position.column, p.position.width) >= 1 for p in found or ())


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...] | None:
    try:
        read()
    except ConfigSyntaxError as error:
        return error.problems
    return None


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_explained(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "gateway.yaml"
    file.write_bytes(content)
    found = problems_of(lambda: load(file))

    assert found is None or found
