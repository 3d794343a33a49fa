from __future__ import annotations

import pytest

KEY = "hunter2-hunter2-hunter2-hunter2-"
SAID = "is in this list already"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("views: {directory: [a, a]}", '"a"'),
        ("settings: {hosts: [a.org, A.org]}", '"A.org"'),
        ("settings: {trust_proxy: [loopback, loopback]}", '"loopback"'),
        (f"settings: {{cookies: {{keys: [{KEY}, {KEY}]}}}}", "this key"),
        ("settings: {method_override: {field: a, methods: [POST, POST]}}", '"POST"'),
        ("routes: [{path: [/a, /a], respond: {}}]", '"/a"'),
        ("routes: [{path: /, respond: {}, host: [a.org, A.ORG]}]", '"A.ORG"'),
        ("routes: [{path: /, respond: {}, methods: [GET, PUT, GET]}]", '"GET"'),
        ("routes: [{path: /, respond: {}, without: [csrf, csrf]}]", '"csrf"'),
        ("routes: [{path: /, static: {root: [a, a]}}]", '"a"'),
        ("routes: [{path: /, static: {root: a, index: [a, a]}}]", '"a"'),
        ("routes: [{path: /, static: {root: a, extensions: [htm, htm]}}]", '"htm"'),
        ("routes: [{prefix: /, routes: [{path: [/, /], respond: {}}]}]", '"/"'),
    ],
)
def test_text_that_is_in_a_list_twice_is_told(refused, text: str, shown: str) -> None:
    assert refused(text) == [f"2 GW045 {shown} {SAID}"]


def test_types_of_several_bodies_are_lists_of_their_own(configured, refused) -> None:
    route = "{{path: /, handler: 'a:b', body: [{{parser: json}}, {{parser: text, types: [{}]}}]}}"

    assert configured(f"routes: [{route.format('text/a, text/b')}]")
    assert refused(f"routes: [{route.format('text/a, TEXT/A')}]") == [f'2 GW045 "TEXT/A" {SAID}']


@pytest.mark.parametrize(
    "text",
    [
        "routes: [{path: [/a, /A], respond: {}}, {path: /b, respond: {}}]",
        "views: {directory: [a, A]}",
        "on_startup: ['a:b', 'a:c', 'a:b']",
        "settings: {own: {path: [a, a], hosts: [b, b]}}",
        "routes: [{path: /, respond: {json: {path: [a, a]}}}]",
    ],
)
def test_lists_of_different_texts_are_accepted(configured, text: str) -> None:
    assert configured(text)


def test_what_is_no_text_is_told_once(refused) -> None:
    assert [said.split()[1] for said in refused("routes: [{path: [5, 5], respond: {}}]")] == ["GW014"] * 2
