from __future__ import annotations

import pytest

from gateway.check.paths import path_problems
from gateway.config.reader import parse


def told(path):
    text = f"routes: [{{prefix: /a, routes: [{{path: '{path}'}}]}}]"
    return [(problem.message, problem.help) for problem in path_problems(parse(text, "a.yaml"))]


@pytest.mark.parametrize(
    ("path", "message", "help_"),
    [
        ("/user/{id}", "{id} is text here, and no parameter", 'write "/user/:id"'),
        ("/user/{id:int}/a", "{id:int} is text here, and no parameter", 'write "/user/:id/a"'),
        ("/user/<id>", "<id> is text here, and no parameter", 'write "/user/:id"'),
        ("/user/<int:id>", "<int:id> is text here, and no parameter", 'write "/user/:id"'),
        (
            "/a /b",
            "this path has a blank, which addresses have as %20",
            "several paths are a list: path: [/a, /b]",
        ),
        ("/a#b", "no request has what follows #: browsers keep it", "leave it out"),
    ],
)
def test_path_that_was_meant_otherwise_is_told(path, message, help_):
    assert told(path) == [(message, help_)]


@pytest.mark.parametrize(
    "path", ["/user/:id", "/user{/:id}", "/a{.html}", "{/:lang}/a", "/*files", "/${ID}/{id}"]
)
def test_path_of_this_language_is_not_told(path):
    assert told(path) == []
