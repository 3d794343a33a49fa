from __future__ import annotations

import sys

import pytest

from gateway.config.fragments import built_in_middleware

LAYERS = """
def outer(request, call_next):
    response = call_next(request)
    response.headers.add("Ran", "outer")
    return response

def inner(request, call_next):
    response = call_next(request)
    response.headers.add("Ran", "inner")
    return response

class Bare:
    def __call__(self, request, call_next):
        response = call_next(request)
        response.headers.add("Ran", "bare")
        return response

class Mark:
    def __init__(self, *, word="none"):
        if word == "wrong":
            raise ValueError("that word is wrong")
        self.word = word

    def __call__(self, request, call_next):
        response = call_next(request)
        response.headers.add("Ran", self.word)
        return response

def made(*, word):
    return Mark(word=word)

def nothing(**_): ...
def alone(request): ...
value = 5
"""
SESSION = "session: {}\n"


def routed(stack, *, before="", more=""):
    return f"{before}routes:\n  - {{path: /, stack: {stack}, respond: {{text: x}}{more}}}\n"


@pytest.fixture
def ran(client):
    """The names of the layers that ran, innermost first."""

    def ran(text, path="/"):
        return client(text, {"tiers.py": LAYERS}).get(path).headers.getlist("Ran")

    return ran


@pytest.fixture
def told(refused):
    def told(text, **options):
        return refused(text, {"tiers.py": LAYERS}, **options)

    return told


@pytest.mark.parametrize(
    ("stack", "before", "expected"),
    [
        ('["tiers:outer", "tiers:inner"]', "", ["inner", "outer"]),
        ('["tiers:inner", "tiers:outer"]', "", ["outer", "inner"]),
        ('["tiers:outer", all]', 'stacks: {all: ["tiers:outer"]}\n', ["outer"]),
        ('["tiers:Bare"]', "", ["bare"]),
        ('["tiers:Bare", all]', 'stacks: {all: ["tiers:Bare"]}\n', ["bare"]),
        ('[{"tiers:Mark": {}}]', "", ["none"]),
        ('[{"tiers:Mark": {word: a}}, {"tiers:made": {word: b}}]', "", ["b", "a"]),
        ("[two]", 'middleware: {two: {"tiers:Mark": {word: two}}}\n', ["two"]),
        ("all", 'stacks: {all: ["tiers:outer"]}\n', ["outer"]),
        ("[all]", 'stacks: {all: [part, "tiers:outer"], part: ["tiers:inner"]}\n', ["outer", "inner"]),
        ('["tiers:outer", all]', 'stacks: {all: ["tiers:inner", "tiers:outer"]}\n', ["inner", "outer"]),
        ("[one, all]", 'middleware: {one: {"tiers:Mark": {word: a}}}\nstacks: {all: [one]}\n', ["a"]),
        ("[one, two]", 'middleware: {one: "tiers:outer", two: "tiers:outer"}\n', ["outer"]),
        ("[]", 'settings: {default_stack: all}\nstacks: {all: ["tiers:outer"]}\n', []),
    ],
)
def test_stack_runs_from_left_to_right(ran, stack, before, expected):
    assert ran(routed(stack, before=before)) == expected


@pytest.mark.parametrize(
    ("stack", "more", "said"),
    [
        ("wbe", "", '4:22 GW041 "wbe" is neither a stack nor a middleware (did you mean "web"?)'),
        ("[wbe]", "", '4:23 GW041 "wbe" is neither a stack nor a middleware (did you mean "web"?)'),
        ("[sesion]", "", '4:23 GW041 "sesion" is neither a stack nor a middleware (did you mean "session"?)'),
        ('["tiers:outr"]', "", '4:23 GW061 tiers has no "outr" (did you mean "outer"?)'),
        ('["tiers:value"]', "", '4:23 GW062 "tiers:value" is int, not something to call'),
        ('["tiers:made"]', "", "4:23 GW063 tiers:made is called with (request, call_next):"),
        ('["tiers:alone"]', "", "4:23 GW063 tiers:alone is called with (request, call_next):"),
        ('[{"tiers:nothing": {}}]', "", '4:24 GW062 "tiers:nothing" made NoneType, not something to call'),
        (
            '[{"tiers:Mark": {word: wrong}}]',
            "",
            '4:24 GW063 "tiers:Mark" cannot be built: ValueError: that word is wrong',
        ),
        (
            '[{"tiers:Mark": {wrod: x}}]',
            "",
            '4:24 GW063 "tiers:Mark" cannot be built: TypeError: Mark.__init__() got an unexpected keyword',
        ),
        ("[session]", "", '4:23 GW040 "session" needs `session:` at the top level'),
        ("[session, csrf]", "", '4:23 GW040 "session" needs `session:` at the top level'),
        ("web", ", without: [csfr]", '4:57 GW041 no middleware "csfr" to leave out (did you mean "csrf"?)'),
        ("web", ", without: [web]", '4:57 GW041 no middleware "web" to leave out'),
    ],
)
def test_mistake_in_a_stack_is_told_with_its_place(told, stack, more, said):
    runs = said.endswith(("made NoneType, not something to call", "that word is wrong"))
    (problem,) = told(routed(stack, before="stacks: {web: []}\n", more=more), only_imported=runs)

    assert problem.startswith(said)


def test_unknown_name_tells_what_there_is(told):
    (problem,) = told(routed("wbe", before='middleware: {mine: "tiers:outer"}\nstacks: {web: []}\n'))

    known = ", ".join(sorted([*built_in_middleware(), "mine"]))
    assert problem.endswith(f" | there are {known.removesuffix(', wsgi')}, web and wsgi")


def test_unknown_default_stack_is_told_where_it_is_named(told):
    text = "settings: {default_stack: wbe}\nstacks: {web: []}\n"
    (problem,) = told(text)

    assert problem.startswith('2:27 GW041 "wbe" is neither a stack nor a middleware (did you mean "web"?)')


def test_unknown_name_in_an_unused_stack_is_told(told):
    (problem,) = told("stacks:\n  unused: [request_id, csfr]\n")

    assert problem.startswith('3:24 GW041 "csfr" is neither a stack nor a middleware (did you mean "csrf"?)')


def test_mistake_in_an_unused_middleware_is_told(told):
    text = 'middleware:\n  unused: {"tiers:Mark": {word: wrong}}\n'
    (problem,) = told(text, only_imported=True)

    assert problem == '3:12 GW063 "tiers:Mark" cannot be built: ValueError: that word is wrong'


@pytest.mark.parametrize(
    ("stacks", "said"),
    [
        ("  a: [a]\n", ["3:7 GW042 stack includes itself: a -> a"]),
        ("  a: [b]\n  b: [a]\n", ["4:7 GW042 stack includes itself: a -> b -> a"]),
        ("  a: [b]\n  b: [c]\n  c: [request_id, b]\n", ["5:19 GW042 stack includes itself: b -> c -> b"]),
        ("  a: [b, c]\n  b: [request_id]\n  c: [b]\n", None),
    ],
)
def test_cycle_of_stacks_is_told_once(told, compiled, stacks, said):
    text = f"stacks:\n{stacks}routes: [{{path: /, stack: a, respond: {{text: x}}}}]\n"

    if said is None:
        assert len(compiled(text).table.rows[-1].endpoint.layers) == 1
    else:
        assert told(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "stacks:\n  csrf: [request_id]\n",
            '3:3 GW002 "csrf" is a built-in middleware already; give the stack another name',
        ),
        (
            'middleware: {mine: "tiers:outer"}\nstacks:\n  mine: [request_id]\n',
            '4:3 GW002 "mine" is a middleware already; give the stack another name',
        ),
        (
            'middleware:\n  csrf: "tiers:outer"\n',
            '3:9 GW002 "csrf" is a built-in middleware; give yours another name',
        ),
    ],
)
def test_stacks_middleware_and_built_ins_share_their_names(told, text, said):
    assert told(text) == [said]


ORDER = "session: {}\nstacks:\n  web: [session, csrf]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            routed("[csrf, session]", before=ORDER),
            '6:23 GW043 "csrf" runs without session before it | effective order: csrf > session',
        ),
        (
            routed("[request_id, csrf]", before=ORDER),
            '6:35 GW043 "csrf" runs without session before it | effective order: request_id > csrf',
        ),
        (
            routed("[require_login]", before=ORDER),
            '6:23 GW043 "require_login" runs without session before it | effective order: require_login',
        ),
        (
            routed("web", before=ORDER, more=", without: [session]"),
            '4:18 GW043 "csrf" runs without session before it | effective order: csrf',
        ),
        (
            ORDER + "  bad: [csrf, request_id, session]\n",
            '5:9 GW043 "csrf" runs without session before it | effective order: csrf > request_id > session',
        ),
        (
            "session: {}\nmiddleware: {mine: {require_login: {redirect: /in}}}\n" + routed("[mine]"),
            '5:23 GW043 "mine" runs without session before it | effective order: mine',
        ),
    ],
)
def test_wrong_order_is_told_with_the_effective_one(told, text, said):
    assert told(text) == [said]


def test_wrong_order_in_a_stack_of_many_routes_is_told_once(told):
    routes = "".join(f"  - {{path: /{n}, stack: [part{n}, bad], respond: {{}}}}\n" for n in (1, 2))
    parts = "  part1: [request_id]\n  part2: [access_log]\n  bad: [csrf]\n"

    assert len(told(f"session: {{}}\nstacks:\n{parts}routes:\n{routes}")) == 1


def test_part_of_a_stack_may_need_what_another_part_gives(compiled):
    text = "session: {}\nstacks: {base: [session], forms: [csrf]}\n" + routed("[base, forms]")

    assert len(compiled(text).table.rows[-1].endpoint.layers) == 2


@pytest.mark.parametrize("before", ["session", "{basic_auth: {users: {a: b}}}"])
def test_who_asks_may_be_known_by_a_session_or_a_password(compiled, before):
    text = "session: {}\n" + routed(f"[{before}, require_login]")

    assert len(compiled(text).table.rows[-1].endpoint.layers) == 2


def test_misspelt_layer_hides_what_follows_from_it(told):
    (problem,) = told(routed("[sesion, csrf]", before=SESSION))

    assert "sesion" in problem


GROUPS = """
settings: {default_stack: standard}
stacks:
  standard: [{"tiers:Mark": {word: standard}}]
  other: [{"tiers:Mark": {word: other}}]
routes:
  - {path: /default, respond: {text: x}}
  - {path: /none, stack: [], respond: {text: x}}
  - {path: /own, stack: other, respond: {text: x}}
  - {path: /less, without: ["tiers:Mark"], respond: {text: x}}
  - prefix: /group
    stack: ["tiers:outer"]
    routes:
      - {path: /plain, respond: {text: x}}
      - {path: /more, stack: ["tiers:inner"], respond: {text: x}}
      - {path: /less, without: ["tiers:outer"], stack: [other], respond: {text: x}}
      - prefix: /deep
        stack: ["tiers:Bare"]
        without: ["tiers:outer"]
        routes:
          - {path: /plain, stack: other, respond: {text: x}}
  - prefix: /bare
    routes:
      - {path: /plain, respond: {text: x}}
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/default", ["standard"]),
        ("/none", []),
        ("/own", ["other"]),
        ("/less", []),
        ("/group/plain", ["outer"]),
        ("/group/more", ["inner", "outer"]),
        ("/group/less", ["other"]),
        ("/group/deep/plain", ["other", "bare"]),
        ("/group/nothing", ["outer"]),
        ("/group/deep/nothing", ["bare"]),
        ("/bare/plain", ["standard"]),
        ("/nothing", ["standard"]),
    ],
)
def test_stacks_of_groups_run_from_outside_in(ran, path, expected):
    assert ran(GROUPS, path) == expected


def test_built_in_is_left_out_by_its_kind_or_its_name(compiled):
    text = (
        "middleware: {mine: {body_limit: {max_size: 1KiB}}}\nroutes:\n"
        "  - {path: /a, stack: [mine, request_id], without: [body_limit], respond: {}}\n"
        "  - {path: /b, stack: [mine, request_id], without: [mine], respond: {}}\n"
    )
    rows = compiled(text).table.rows[-2:]

    assert [[type(layer).__name__ for layer in row.endpoint.layers] for row in rows] == [["RequestId"]] * 2


def test_configured_middleware_is_one_object_everywhere(compiled):
    text = (
        'middleware: {mine: {"tiers:Mark": {word: a}}}\nstacks: {web: [mine]}\nroutes:\n'
        "  - {path: /a, stack: web, respond: {}}\n  - {path: /b, stack: [mine], respond: {}}\n"
    )
    first, second = compiled(text, {"tiers.py": LAYERS}).table.rows[-2:]

    assert first.endpoint.layers[0] is second.endpoint.layers[0]


def test_inline_options_are_a_layer_of_their_own(ran):
    assert ran(routed('[{"tiers:Mark": {word: a}}, {"tiers:Mark": {word: b}}]')) == ["b", "a"]


def test_layer_of_a_broken_module_fails_its_own_routes_only(client):
    text = (
        'middleware: {admin: {"shaky:Only": {role: admin}}}\nroutes:\n'
        "  - {path: /a, stack: [admin], respond: {text: a}}\n"
        '  - {path: /b, stack: ["shaky:x"], respond: {}}\n'
        "  - {path: /c, respond: {text: c}}\n"
    )
    browser = client(text, {"shaky.py": "1 / 0\n"})

    assert [browser.get(path).status_code for path in ("/a", "/b", "/c")] == [500, 500, 200]


def test_check_tells_a_broken_layer_once(refused):
    text = 'middleware:\n  admin: {"shaky:Only": {role: admin}}\n'

    assert refused(text, {"shaky.py": "Only = 1 / 0\n"}, only_imported=True) == [
        "3:11 GW063 shaky.py:1 fails to import: ZeroDivisionError: division by zero"
    ]


def test_check_makes_no_layer_of_a_module_that_would_fail(refused):
    text = 'middleware:\n  admin: {"shaky:Only": {role: admin}}\n'

    assert refused(text, {"shaky.py": "import gone\n"}) == [
        "3:11 GW063 shaky.py:1 fails to import: ModuleNotFoundError: No module named 'gone'"
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "{session: {cookie: {max_age: 1h}}}",
            'two sessions of one stack have the cookie "session"',
        ),
        (
            '{session: {keys: ["${SHORT}"], cookie: {name: other}}}',
            "GW014 a key has fewer than 32 characters",
        ),
    ],
)
def test_session_that_cannot_be_beside_the_other_is_told(refused, entry, said):
    text = "env: {SHORT: {secret: true}}\nsession: {}\nviews: {globals: {short: '${SHORT}'}}\n"
    text += f"routes: [{{path: /, stack: [session, {entry}], respond: {{}}}}]\n"
    (problem,) = refused(text, SHORT="too short")

    assert said in problem


@pytest.mark.parametrize(
    ("store", "package", "extra"), [("redis", "redis", "redis"), ("sql", "sqlalchemy", "sql")]
)
def test_store_whose_package_is_missing_says_how_to_get_it(refused, monkeypatch, store, package, extra):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"gateway.sessions.stores.{store}", raising=False)
    text = f"session: {{store: {store}}}\nroutes: [{{path: /, stack: [session], respond: {{text: x}}}}]\n"

    (said,) = refused(text)
    assert said.endswith(f'GW063 "session" needs the package {package} | pip install gateway[{extra}]')
