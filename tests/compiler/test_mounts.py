"""Mounts that cannot be, and where that is said."""

from __future__ import annotations

import pytest

from gateway.check.examination import examined

INNER = "version: 1\nroutes: [{path: /, respond: {text: in}}]\n"


def mount(value):
    return f"routes: [{{path: /in, mount: {{{value}}}}}]\n"


@pytest.mark.parametrize(
    ("text", "files", "said"),
    [
        (mount("config: gone.yaml"), {}, ['2:38 GW065 file "gone.yaml" does not exist']),
        (mount('wsgi: "app:gone"'), {"app.py": ""}, ['2:36 GW061 app has no "gone"']),
        (mount('wsgi: "app:app"'), {"app.py": "app = 7"}, ["GW062"]),
        (
            mount('wsgi: "app:app"'),
            {"app.py": "def app(environ): ..."},
            ["2:36 GW063 app:app is called with (environ, start_response)"],
        ),
        (mount("config: gateway.yaml"), {}, ["mounted in itself: gateway.yaml -> gateway.yaml"]),
    ],
)  # fmt: skip
def test_mount_that_names_nothing_is_refused(refused, text, files, said):
    told = refused(text, files)

    assert [len(told), said[0] in told[0]] == [1, True], told


def test_circle_of_mounts_is_refused(refused):
    other = "version: 1\nroutes: [{path: /back, mount: {config: gateway.yaml}}]\n"

    assert (
        "gateway.yaml -> other.yaml -> gateway.yaml"
        in refused(mount("config: other.yaml"), {"other.yaml": other})[0]
    )


def test_problems_of_a_mounted_file_are_told_at_their_place(refused):
    inner = 'version: 1\nroutes: [{path: /, handler: "mine:gone"}, {path: /x, stack: nothing, respond: {}}]\n'

    told = refused(mount("config: inner.yaml"), {"inner.yaml": inner, "mine.py": ""})
    assert [line.split(" ")[:2] for line in told] == [["2:29", "GW061"], ["2:61", "GW041"]]


def test_schema_problems_of_a_mounted_file_are_told_too(refused):
    told = refused(mount("config: inner.yaml"), {"inner.yaml": "version: 1\nrotues: []\n"})

    assert ["2:1 GW010" in line for line in told] == [True]


def test_package_that_hides_that_of_a_mounted_service_is_refused(refused):
    files = {
        "blog/inner.yaml": 'version: 1\nroutes: [{path: /, handler: "pages:show"}]\n',
        "blog/pages.py": "def show(request): return 'blog'",
        "pages.py": "def show(request): return 'outer'",
    }

    (told,) = refused(mount("config: blog/inner.yaml"), files)
    assert "GW060" in told
    assert "hides the one of blog" in told


def test_mounted_module_that_fails_makes_the_service_degraded(client):
    files = {"inner.yaml": 'version: 1\nroutes: [{path: /, handler: "bad:show"}]\n', "bad.py": "1 / 0"}
    browser = client(mount("config: inner.yaml"), files)

    assert browser.get("/in").status_code == 500
    assert browser.get("/readyz").json == {
        "status": "degraded",
        "failed_imports": {"bad": "ZeroDivisionError"},
    }


def test_health_is_the_outer_service_s_own(client):
    browser = client(mount("config: inner.yaml"), {"inner.yaml": INNER})

    assert [browser.get(path).status_code for path in ("/healthz", "/in/healthz", "/in")] == [200, 404, 200]


def test_hosts_of_a_mounted_service_are_warned_of(compiled):
    inner = INNER + "settings: {hosts: [a.example]}\n"
    (warning,) = compiled(mount("config: inner.yaml"), {"inner.yaml": inner}).warnings

    assert (warning.rule, warning.message) == (
        "GW058",
        "settings.hosts of a mounted service count for nothing",
    )


def test_hosts_around_a_mount_are_nothing_to_warn_of(compiled):
    hosts = "settings: {hosts: [a.example]}\n"

    assert compiled(hosts + mount("config: inner.yaml"), {"inner.yaml": INNER}).warnings == ()


def test_keys_of_a_mounted_session_are_its_own_if_it_writes_one(compiled):
    key, other = "k" * 40, "o" * 40
    inner = (
        f"version: 1\nsession: {{keys: [{other}]}}\nroutes: [{{path: /, stack: [session], respond: {{}}}}]\n"
    )
    table = compiled(
        f"session: {{keys: [{key}]}}\n{mount('config: inner.yaml')}", {"inner.yaml": inner}
    ).table

    assert table.rows[-1].inner is not None


def test_mounted_service_may_import_what_is_beside_the_one_around(compiled, write):
    inner = "version: 1\nroutes: [{path: /, handler: inner_handlers:home}]\n"
    files = {
        "in/gateway.yaml": inner,
        "in/inner_handlers.py": "from outer_handlers import home\n",
        "outer_handlers.py": "def home(request): ...\n",
    }
    text = mount("config: in/gateway.yaml").replace("[{", "[{path: /, handler: outer_handlers:home}, {")

    assert compiled(text, files, strict=True).warnings == ()
    assert examined(write(text, files), environ={}).warnings == ()
