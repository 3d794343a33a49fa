from __future__ import annotations

import pytest

PLACES = "redirects: {home: /, docs: /help/docs, start: /start}"


@pytest.mark.parametrize(
    ("settings", "redirect", "said"),
    [
        (PLACES, "hme", '3 GW047 no redirect is named "hme" (did you mean "home"?)'),
        (PLACES, "{to: doc}", '3 GW047 no redirect is named "doc" (did you mean "docs"?)'),
        ("", "bac", '3 GW047 no redirect is named "bac" (did you mean "back"?)'),
        (PLACES, "{to: back, status: 301}", "3 GW057 back is another address for every visitor"),
        (PLACES, "start", "3 GW057 /start redirects to itself"),
        ("redirects: {home: /start}", "home", "3 GW057 /start redirects to itself"),
        (PLACES, "/start", "3 GW057 /start redirects to itself"),
        (PLACES, "{to: /start, status: 301}", "3 GW057 /start redirects to itself"),
    ],
)
def test_redirect_that_leads_nowhere_is_told(refused, settings: str, redirect: str, said: str) -> None:
    (found,) = refused(f"settings: {{{settings}}}\nroutes: [{{path: [/a, /start], redirect: {redirect}}}]")

    assert found.startswith(said)


@pytest.mark.parametrize(
    "redirect", ["home", "{to: docs, status: 308}", "back", "{to: back, status: 303}", "/a"]
)
def test_redirect_by_name_is_accepted(configured, redirect: str) -> None:
    config = configured(f"settings: {{{PLACES}}}\nroutes: [{{path: /start, redirect: {redirect}}}]")

    assert config.routes[0].redirect.to in ("home", "docs", "back", "/a")


ORDER = (
    "redirects: {order: '/orders/:id{/:part}?a=:b', shop: 'https://a.org:80/:id', f: 'a:b', m: 'mailto:me'}"
)


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ("{path: /a, redirect: order}", '3 GW072 order is /orders/:id{/:part}?a=:b, but /a gives no ":id"'),
        (
            "{path: ['/:id', /b], redirect: {to: order}}",
            "3 GW072 order is /orders/:id{/:part}?a=:b, but /b gives",
        ),
        (
            "{path: '/a/\\:id', redirect: shop}",
            '3 GW072 shop is https://a.org:80/:id, but /a/\\:id gives no ":id"',
        ),
        (
            "{prefix: '/:no', routes: [{path: /a, redirect: shop}]}",
            "3 GW072 shop is https://a.org:80/:id, but /a",
        ),
    ],
)
def test_address_whose_parameters_are_not_given_is_told(refused, routes: str, said: str) -> None:
    (found,) = refused(f"settings: {{{ORDER}}}\nroutes:\n  - {routes}")

    assert found.replace("4 GW", "3 GW").startswith(said)


@pytest.mark.parametrize(
    "routes",
    [
        "{path: '/:id', redirect: order}",
        "{path: '/*id', redirect: shop}",
        "{prefix: '/:id', routes: [{path: /a, redirect: shop}]}",
        "{regex: '(?P<id>.)', redirect: shop}",
        "{path: /a, redirect: f}",
        "{path: /a, redirect: m}",
        "{path: /a, redirect: home}",
    ],
)
def test_address_whose_parameters_are_given_is_accepted(configured, routes: str) -> None:
    assert configured(f"settings: {{{ORDER}}}\nroutes:\n  - {routes}").routes


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        (
            "{path: /a, redirect: /b}\n  - {path: /b, redirect: /a}",
            ["3 GW057 redirects in a circle: /a (line 3) -> /b (line 4) -> /a"],
        ),
        (
            "{path: /x, redirect: /c}\n  - {path: /c, redirect: /b}\n  - {path: [/b], redirect: {to: /c}}",
            ["4 GW057 redirects in a circle: /c (line 4) -> /b (line 5) -> /c"],
        ),
        ("{path: /, redirect: home}", ["3 GW057 / redirects to itself"]),
        ("{prefix: /a, routes: [{path: /b, redirect: /a/b}]}", ["3 GW057 /a/b redirects to itself"]),
        ("{prefix: /a/, routes: [{path: /, redirect: /a}]}", ["3 GW057 /a redirects to itself"]),
        ("{path: '/a/:id', redirect: '/a/:id'}", ["3 GW057 /a/:id redirects to itself"]),
        (
            "{path: /a, redirect: /a}\n  - {path: /b, redirect: /b}",
            ["3 GW057 /a redirects to itself", "4 GW057 /b redirects to itself"],
        ),
    ],
)
def test_redirects_in_a_circle_are_told_once(refused, routes: str, said: list[str]) -> None:
    assert refused(f"routes:\n  - {routes}") == said


@pytest.mark.parametrize(
    "routes",
    [
        "{path: /a, redirect: /b}\n  - {path: /b, redirect: /c}",
        "{prefix: /a, routes: [{path: /b, redirect: /b}]}",
        "{path: /a, redirect: /b}\n  - {path: /a, redirect: /a}\n  - {path: /b, respond: {}}",
        "{path: /a, redirect: /a, when: {query: {b: true}}}",
        "{path: /a, redirect: /a, methods: [POST]}",
        "{prefix: /a, host: b.org, routes: [{path: /, redirect: /a}]}",
        "{path: /a, redirect: https://example.org/a}",
        "{path: /a, redirect: home}",
    ],
)
def test_redirects_that_end_are_accepted(configured, routes: str) -> None:
    assert configured(f"routes:\n  - {routes}").routes


@pytest.mark.parametrize(
    "text",
    [
        "settings: {redirects: 5}\nroutes: [{path: /, redirect: a}]",
        "settings: 5\nroutes: [{path: /, redirect: back}]",
        "routes: [{path: /, redirect: 5}]",
        "routes: [{path: 5, redirect: /}]",
        "routes: [{prefix: 5, routes: [{path: /, redirect: /}]}]",
    ],
)
def test_wrong_types_are_told_once(refused, text: str) -> None:
    assert [said.split()[1] for said in refused(text)] == ["GW014"]


def test_target_that_is_not_known_yet_is_not_judged(configured) -> None:
    text = "env: {A: {}}\nroutes: [{path: '/${A}', redirect: '/${A}'}, {path: /, redirect: '${A}'}]"

    assert configured(text, require=False)


@pytest.mark.parametrize(
    ("to", "name"),
    [
        (":next", ":next"),
        ("*rest", "*rest"),
        ("https://:host/x", ":host"),
        ("https://:sub.example.org", ":sub"),
        ("http://example.org:port/x", ":port"),
        ("https://example.org::port/x", ":port"),
        ("//:host/x", ":host"),
        (":scheme://example.org", ":scheme"),
    ],
)
def test_site_that_the_request_chooses_is_refused(refused, to: str, name: str) -> None:
    said = f'takes "{name}" from the request: whoever writes a link chooses the site it leads to'
    path = f"path: '/{name}'"

    assert refused(f"routes: [{{{path}, redirect: '{to}'}}]") == [f"2 GW036 redirect {said}"]
    assert refused(f"routes: [{{{path}, redirect: {{to: '{to}'}}}}]") == [f"2 GW036 to {said}"]
    assert refused(f"settings: {{redirects: {{a: '{to}'}}}}") == [f"2 GW036 a {said}"]


@pytest.mark.parametrize(
    "to",
    ["/:next", "https://example.org/:next", "https://example.org:8080/a:b", "https://me:x@example.org/"],
)
def test_parameter_in_the_path_of_a_site_is_accepted(configured, to: str) -> None:
    assert configured(f"routes: [{{path: '/x/:next', redirect: '{to}'}}]")


def test_path_that_ends_with_a_slash_is_another_one_where_slashes_are_strict(configured, refused) -> None:
    text = "routes: [{path: /home/, redirect: /home}, {path: /home, respond: {}}]"

    assert configured(f"settings: {{routing: {{trailing_slash: strict}}}}\n{text}")
    assert refused(text) == ["2 GW057 /home redirects to itself"]
