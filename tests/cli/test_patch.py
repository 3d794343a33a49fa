from __future__ import annotations

import pytest

from gateway.cli.patch import patch


def test_lines_that_change_are_shown_with_those_around(tmp_path):
    old = "a: 1\nb: 2\nc: 3\n"

    assert patch("a.yaml", old, old.replace("2", "5")) == (
        "--- a.yaml\n+++ a.yaml\n@@ -1,3 +1,3 @@\n a: 1\n-b: 2\n+b: 5\n c: 3\n"
    )


def test_texts_that_are_alike_give_nothing():
    assert patch("a.yaml", "a: 1\n", "a: 1\n") == ""


def test_line_without_an_end_is_told_to_have_none():
    assert patch("a.yaml", "a: 1", "a: 2\n").splitlines()[3:] == [
        "-a: 1",
        "\\ No newline at end of file",
        "+a: 2",
    ]


def test_ends_of_lines_stay_and_other_control_characters_go():
    assert patch("a.yaml", "a: 1\r\n", "a:\t'\u202e2'\r\n").endswith("-a: 1\r\n+a:\t'�2'\r\n")


@pytest.mark.parametrize(
    "line",
    [
        "session: {keys: [hunter2], coo: {}}",
        "session: {coo: {}, keys: ['hunter2']}",
        "login: {a: {client_secret: hunter2, coo: 1}}",
        "settings: {own: {api_key: hunter2, coo: 1}}",
        "session: {redis: {url: 'redis://me:hunter2@localhost'}, coo: 1}",
        "coo: 1 # users: {a: hunter2}",
        "coo: 1\nsession:\n  keys:\n    - >-\n      hunter2\n      hunter2",
    ],
)
def test_no_secret_is_shown(line):
    shown = patch("a.yaml", f"{line}\n", f"{line.replace('coo', 'cookie')}\n")

    assert ("hunter2" in shown, "@@" in shown) == (False, True)


def test_references_are_no_secrets():
    old = 'session: {keys: ["${KEY}"], coo: {}}\n'

    assert '+session: {keys: ["${KEY}"], cookie: {}}\n' in patch("a.yaml", old, old.replace("coo", "cookie"))


def test_secret_of_one_text_is_hidden_in_the_other():
    shown = patch("a.yaml", "sesion: {keys: [hunter2]}\n", "session: {keys: [hunter2]}\n")

    assert shown.endswith("-sesion: {keys: [***]}\n+session: {keys: [***]}\n")


def test_further_values_are_hidden_but_no_switches():
    assert patch("a.yaml", "a: [b, 'true', x]\n", "a: [c, 'true', x]\n", {"x", "true"}).endswith(
        "-a: [b, 'true', ***]\n+a: [c, 'true', ***]\n"
    )
