from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.config import load
from gateway.config.model import Config
from gateway.errors import ConfigError

KEY = "0123456789abcdef0123456789abcdef"
Mounted = Callable[..., Config]


@pytest.fixture
def mounted(write) -> Mounted:
    """The inner of two configurations, their versions left out; `settings` are those of the mount."""

    def mounted(
        outer: str, inner: str, /, settings: str = "", *, require: bool = True, **environ: str
    ) -> Config:
        mount = f"{{config: blog/inner.yaml{', settings: ' + settings if settings else ''}}}"
        file = write(
            f"version: 1\n{outer}\nroutes: [{{path: /blog, mount: {mount}}}]\n",
            blog__inner=f"version: 1\n{inner}\n",
        )
        config = load(file, environ=environ, require=require)
        mount = config.routes[0].mount
        return load(mount.config, environ=environ, require=require, inherited=config, settings=mount.settings)

    return mounted


def test_setting_is_that_of_the_mount_else_ones_own_else_that_outside(mounted: Mounted) -> None:
    settings = mounted(
        "settings: {etag: strong, subdomain_offset: 3, query: nested}",
        "settings: {subdomain_offset: 4, query: none}",
        "{query: flat}",
    ).settings

    assert (settings.etag, settings.subdomain_offset, settings.query) == ("strong", 4, "flat")


def test_own_mapping_replaces_the_whole_outer_one(mounted: Mounted) -> None:
    settings = mounted(
        "settings: {json: {indent: 2, escape_html: true}, redirects: {home: /, docs: /docs}, own: {a: 1}}",
        "settings: {json: {indent: 4}, redirects: {home: /home}}",
        "{own: {b: 2}}",
    ).settings

    assert (settings.json.indent, settings.json.escape_html) == (4, False)
    assert (settings.redirects, settings.own) == ({"home": "/home"}, {"b": 2})


def test_hosts_and_the_default_stack_are_not_inherited(mounted: Mounted) -> None:
    settings = mounted(
        "settings: {hosts: [a.org], default_stack: web}\nstacks: {web: []}", "", "{error_detail: none}"
    ).settings

    assert (settings.hosts, settings.default_stack, settings.error_detail) == (None, None, "none")


def test_names_and_rules_are_not_inherited(mounted: Mounted) -> None:
    outer = "middleware: {a: 'x:y'}\nstacks: {b: [a]}\nparams: {id: int}\nerrors: [{on: 404, format: json}]"
    inner = mounted(outer, "")

    assert (inner.middleware, inner.stacks, inner.params, inner.errors) == ({}, {}, {}, ())


def test_views_are_inherited_but_for_their_values(mounted: Mounted, tmp_path: Path) -> None:
    outer = "views: {layout: a.html, extension: .txt, globals: {site: x}, helpers: {f: 'a:b'}}"
    views = mounted(outer, "").views

    assert (views.layout, views.extension, views.helpers) == ("a.html", ".txt", {"f": "a:b"})
    assert (views.globals, views.directory) == ({}, (tmp_path / "views",))


def test_folders_of_inherited_views_stay_where_they_are(mounted: Mounted, tmp_path: Path) -> None:
    views = mounted("views: {directory: [a, ../b]}", "").views

    assert views.directory == (tmp_path / "a", tmp_path.parent / "b")


@pytest.mark.parametrize("outer", ["", "views: {layout: a.html}"])
def test_own_views_are_whole(mounted: Mounted, tmp_path: Path, outer: str) -> None:
    views = mounted(outer, "views: {undefined: strict}").views

    assert (views.layout, views.undefined) == (None, "strict")
    assert views.directory == (tmp_path / "blog" / "views",)


def test_without_any_views_the_folder_is_beside_the_mounted_file(mounted: Mounted, tmp_path: Path) -> None:
    assert mounted("", "").views.directory == (tmp_path / "blog" / "views",)


def test_session_is_inherited_whole_or_ones_own(mounted: Mounted) -> None:
    outer = f"session: {{keys: [{KEY}], cookie: {{name: a}}}}"

    assert mounted(outer, "").session.cookie.name == "a"
    assert mounted(outer, "session: {keep_on_login: [b]}").session.keys == ()
    assert mounted("", "").session is None


def test_place_of_what_is_inherited_is_where_it_is_written(mounted: Mounted, tmp_path: Path) -> None:
    settings = mounted("settings: {etag: strong}", "settings: {query: none}", "{json: {}}").settings

    assert [Path(settings.at.value_at(key).file).name for key in ("etag", "query", "json")] == [
        "gateway.yaml",
        "inner.yaml",
        "gateway.yaml",
    ]


def test_file_of_a_mounted_configuration_is_beside_it(mounted: Mounted, tmp_path: Path) -> None:
    inner = mounted("", "routes: [{path: /, file: a.txt}]")

    assert inner.routes[0].file.path == tmp_path / "blog" / "a.txt"


def test_variables_are_those_of_the_file_that_writes_them(mounted: Mounted) -> None:
    settings = mounted(
        "env: {K: {secret: true}, T: {}}\nsettings: {cookies: {keys: ['${K}']}}",
        "env: {E: {}}\nsettings: {etag: '${E}'}",
        "{own: {title: '${T}', cost: '$${T}'}}",
        K=KEY,
        T="Blog",
        E="none",
    ).settings

    assert ([key.reveal() for key in settings.cookie_keys], settings.etag) == ([KEY], "none")
    assert settings.own == {"title": "Blog", "cost": "${T}"}


def test_overlay_of_the_same_environment_counts(mounted: Mounted) -> None:
    inner = "environments: {production: {settings: {etag: strong}}}"

    assert mounted("", inner, GATEWAY_ENV="production").settings.etag == "strong"


def test_mounted_file_need_not_know_every_environment(mounted: Mounted) -> None:
    inner = mounted("environments: {staging: {}}", "environments: {live: {}}", GATEWAY_ENV="staging")

    assert inner.environment == "staging"


@pytest.mark.parametrize(
    ("outer", "inner", "settings", "said"),
    [
        ("", "settings: {etag: weka}", "", "inner.yaml:2 GW015"),
        ("", "settings: 5", "", "inner.yaml:2 GW014"),
        ("", "routes: [{path: /, redirect: docs}]", "", "inner.yaml:2 GW047"),
        (
            "settings: {redirects: {docs: /}}",
            "settings: {redirects: {}}\nroutes: [{path: /, redirect: docs}]",
            "{etag: none}",
            "inner.yaml:3 GW047",
        ),
        ("settings: {query: none}", "settings: {jsonp: {}}", "", "inner.yaml:2 GW051"),
        ("", "version: 1", "", "inner.yaml:2 GW002"),
    ],
)
def test_problem_of_a_mounted_file_is_told_at_its_place(
    mounted: Mounted, outer: str, inner: str, settings: str, said: str
) -> None:
    with pytest.raises(ConfigError) as error:
        mounted(outer, inner, settings)

    assert [f"{Path(p.position.file).name}:{p.position.line} {p.rule}" for p in error.value.problems] == [
        said
    ]


def test_redirects_of_outside_are_known_inside(mounted: Mounted) -> None:
    inner = mounted("settings: {redirects: {docs: /}}", "routes: [{path: /, redirect: docs}]")

    assert inner.routes[0].redirect.to == "docs"


def test_session_whose_keys_are_not_set_outside_is_no_problem_of_the_inside(mounted: Mounted) -> None:
    outer = "env: {K: {secret: true, optional: true}}\nsession: {keys: ['${K}']}"

    assert mounted(outer, "", require=False, GATEWAY_ENV="production").session.keys == ()
