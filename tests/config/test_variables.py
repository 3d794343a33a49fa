from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from gateway.config.document import Map
from gateway.config.reader import parse
from gateway.config.variables import Secret, Unset, Variable, substituted
from gateway.errors import Problem


def filled(text: str, *, require: bool = True, **environ: str) -> tuple[Map, list[Problem]]:
    return substituted(parse(text, "f"), environ, require=require)


def value(text: str, **environ: str) -> object:
    document, problems = filled(
        f"env: {{A: {{}}, B: {{}}, S: {{secret: true}}, O: {{optional: true}}}}\nx: {text}\n", **environ
    )

    assert problems == []
    return document.get("x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${A}", "1"),
        ("a${A}b${B}c", "a1b2c"),
        ("$${A}", "${A}"),
        ("$$${A}", "$${A}"),
        ("$A $ $$ {A}", "$A $ $$ {A}"),
        ("$${", "${"),
        ("'${A} $${A}'", "1 ${A}"),
        ("plain", "plain"),
        ("5", 5),
    ],
)
def test_references_become_values(text: str, expected: object) -> None:
    assert value(text, A="1", B="2") == expected


def test_what_is_put_in_is_never_read_again() -> None:
    assert value("${A}", A="${B} $${B} yes: [", B="2") == "${B} $${B} yes: ["


def test_keys_and_lists_deep_down_are_filled() -> None:
    assert value("{a: [{b: ['${A}', c]}]}", A="1", B="2") == {"a": [{"b": ["1", "c"]}]}


def test_value_of_the_environment_remembers_its_variables() -> None:
    found = value("${A}-${B}", A="1", B="2")

    assert isinstance(found, Variable)
    assert (found.names, found.kind) == (("A", "B"), "text")


def test_position_stays_that_of_the_value() -> None:
    document, _ = filled("env: {A: {}}\nx: [y, '${A}']\n", A="1")

    assert document["x"].value_at(1)[1:3] == (2, 8)


@pytest.mark.parametrize("text", ["${S}", "a ${S}", "${A}${S}"])
def test_secret_is_opaque_wherever_it_is_printed(text: str) -> None:
    found = value(text, S="hunter2", A="1")

    assert isinstance(found, Secret)
    assert (str(found), repr(found), f"{found}", f"{found:>9}", repr([found]), str({"a": found})) == (
        "***",
        "***",
        "***",
        "***",
        "[***]",
        "{'a': ***}",
    )


def test_secret_reveals_plain_text() -> None:
    found = value("a ${S}", S="hunter2")

    assert isinstance(found, Secret)
    assert (found.reveal(), type(found.reveal()), found == "a hunter2") == ("a hunter2", str, True)


def test_same_text_from_elsewhere_is_no_secret() -> None:
    assert not isinstance(value("${A}", A="hunter2", S="hunter2"), Secret)


def test_optional_variable_takes_its_key_away() -> None:
    document, problems = filled("env: {O: {optional: true}}\nx: {a: '${O}', b: 1, c: 'x ${O}'}\n")

    assert (document["x"], problems) == ({"b": 1}, [])
    assert {key: (name, at[1:3]) for key, (name, at) in document["x"].absent.items()} == {
        "a": ("O", (2, 8)),
        "c": ("O", (2, 25)),
    }


def test_optional_variable_takes_its_item_away() -> None:
    document, _ = filled("env: {O: {optional: true}}\nx: [a, '${O}', null]\n")

    assert (document["x"], document["x"].absent[0][0]) == (["a", None], "O")


def test_unset_variable_is_told_once_with_all_its_uses() -> None:
    document, problems = filled("env:\n  A: {}\nx: ${A}\ny: [1, 'x ${A}']\n")

    assert [(p.rule, p.position[1:3], p.message) for p in problems] == [
        ("GW021", (2, 3), "A is not set and has no default; used at line 3, line 4")
    ]
    assert isinstance(document["x"], Unset)


def test_unset_variable_is_no_problem_if_none_is_required() -> None:
    document, problems = filled("env: {A: {}, O: {optional: true}}\nx: ${A} ${O}\n", require=False)

    assert (isinstance(document["x"], Unset), problems) == (True, [])


def test_declared_variable_that_is_not_used_may_be_unset() -> None:
    assert filled("env: {A: {}}\n")[1] == []


def test_undeclared_variable_is_told_even_if_it_is_set() -> None:
    (problem,) = filled("env: {TWITTER_TOKEN: {}}\nx: http://${TWITTER_TOKN}/\n", TWITTER_TOKN="a")[1]

    assert (problem.rule, problem.position[1:4]) == ("GW020", (2, 11, 15))
    assert problem.message.endswith('(did you mean "TWITTER_TOKEN"?)')


def test_undeclared_variable_of_another_environment_is_told() -> None:
    text = "environments:\n  production: {settings: {own: {a: ['${NOPE}', '$${NOPE}', 1]}}}\n"

    assert [p.rule for p in filled(text)[1]] == ["GW020"]


def test_reference_behind_an_escape_is_shown_as_the_whole_value() -> None:
    (problem,) = filled('x: "\\u0024{NOPE}"\n')[1]

    assert (problem.rule, problem.position[1:4]) == ("GW020", (1, 4, 14))


def test_unset_variable_of_another_environment_is_no_problem() -> None:
    assert filled("env: {A: {}}\nenvironments: {production: {settings: {own: {a: '${A}'}}}}\n")[1] == []


def test_variable_that_another_environment_declares_for_itself_is_no_problem() -> None:
    overlay = "{settings: {own: {a: '${A}'}}, env: {A: {}}}"

    assert filled(f"environments: {{production: {overlay}}}\n")[1] == []


@pytest.mark.parametrize("text", ["${}", "${", "${A", "${A-B}", "${ A }", "${1A}", "${É}"])
def test_reference_that_is_none_is_refused(text: str) -> None:
    (problem,) = filled(f"env: {{A: {{}}}}\nx: '{text}'\n", A="1")[1]

    assert (problem.rule, "$${" in problem.help) == ("GW020", True)


def test_reference_in_a_key_is_refused() -> None:
    (problem,) = filled("env: {A: {}}\nx: {'${A}': 1}\n", A="1")[1]

    assert (problem.rule, problem.position[1:3]) == ("GW020", (2, 5))


def test_manifest_itself_is_not_filled() -> None:
    document, problems = filled("env: {A: {default: '${B}'}}\nx: ${A}\n", B="1")

    assert (document["x"], problems) == ("${B}", [])


def test_use_in_another_file_is_named(write: object, tmp_path: Path) -> None:
    main, other = (
        parse("env: {A: {}}\n", str(tmp_path / "a.yaml")),
        parse("x: ${A}\n", str(tmp_path / "b.yaml")),
    )
    main.take("x", other)

    assert substituted(main, {}, require=True)[1][0].message.endswith("used at b.yaml:1")


def test_secret_survives_a_copy_through_pickle_as_text() -> None:
    assert pickle.loads(pickle.dumps(Secret.of("a", ("A",)))) == "a"
