"""What templates may name without being given it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


@pytest.fixture
def rendered(templates):
    """The text of a template for a request."""

    def text_of(source, request, values=None, **options):
        return templates({"home.html": source}, **options).render("home", values or {}, request)

    return text_of


def test_globals_of_the_views_are_there(rendered, get):
    assert rendered("{{ site }}", get, globals={"site": "My site"}) == "My site"


def test_request_is_there(rendered, request_to):
    assert rendered("{{ request.path }}", request_to("/about")) == "/about"


def test_values_hide_state_which_hides_globals(rendered, get):
    get.state.b = get.state.c = "state"

    text = rendered("{{ a }} {{ b }} {{ c }}", get, {"c": "value"}, globals=dict.fromkeys("abc", "global"))

    assert text == "global state value"


def test_what_a_page_sets_is_seen_in_its_blocks(rendered, get):
    assert rendered('{% set user = "Ada" %}{% block main %}{{ user }}{% endblock %}', get) == "Ada"


def test_value_hides_what_the_request_gives(rendered, get):
    assert rendered("{{ user }}", get, {"user": "Ada"}) == "Ada"


def test_url_for_builds_a_path(rendered, get):
    assert rendered("{{ url_for('user', id=7) }}", get) == "/user/7"


def test_only_own_settings_are_shown(rendered, request_to):
    request = request_to(settings={"own": {"title": "My site"}, "public_url": "https://example.org"})

    assert rendered("{{ settings.own.title }}|{{ settings.public_url }}", request) == "My site|"


def test_user_is_who_the_session_says(rendered, get):
    get.session_store, get.__dict__["session"] = object(), {"user": {"name": "Ada"}}

    assert rendered("{{ user.name }} {{ session.user.name }}", get) == "Ada Ada"


def test_route_without_session_has_no_session_and_no_user(rendered, get):
    assert rendered("{{ session }} {{ user }}", get, undefined="strict") == "None None"


class Unopened:
    def open(self, request):
        pytest.fail("opened")


def test_session_is_opened_only_by_a_template_that_uses_it(rendered, get):
    get.session_store = Unopened()

    assert rendered("{% if false %}{{ request.path }}{% endif %}{{ url_for('a') }}", get) == "/a"


@pytest.mark.parametrize(("call", "text"), [("flashes()", "{}"), ("flashes('info')", "[]")])
def test_route_without_session_has_no_messages(rendered, get, call, text):
    assert rendered(f"{{{{ {call} }}}}", get) == text


def test_messages_are_those_of_the_request(rendered, get):
    get.session_store, get.__dict__["session"] = object(), SimpleNamespace(private={})
    get.flash("info", "Saved.")

    assert rendered("{{ flashes('info') | join }}{{ flashes() }}", get) == "Saved.{}"


def test_included_template_has_the_globals_too(templates, get):
    pages = templates({"home.html": '{% include "nav" %}', "nav.html": "{{ url_for('a') }}"})

    assert pages.render("home", {}, get) == "/a"


def test_extended_template_has_the_globals_too(templates, get):
    files = {"home.html": '{% extends "frame" %}{% block b %}{{ url_for("a") }}{% endblock %}'}
    pages = templates(files | {"frame.html": "{{ url_for('b') }} {% block b %}{% endblock %}"})

    assert pages.render("home", {}, get) == "/b /a"


def test_csrf_token_is_made_by_the_layer(rendered, get):
    get.make_csrf_token = lambda: 'a"b'

    assert rendered("{{ csrf_token() }}", get) == "a&#34;b"


def test_csrf_field_is_a_hidden_input(rendered, get):
    get.make_csrf_token = lambda: 'a"b'

    assert rendered("{{ csrf_field() }}", get) == '<input type="hidden" name="csrf_token" value="a&#34;b">'


@pytest.mark.parametrize("call", ["csrf_token()", "csrf_field()"])
def test_csrf_without_its_layer_says_what_is_missing(rendered, get, call):
    with pytest.raises(RuntimeError, match="put `csrf` into its stack"):
        rendered(f"{{{{ {call} }}}}", get)


def test_macro_file_without_context_has_no_request(templates, get):
    files = {
        "home.html": '{% import "m" as m %}{{ m.who() }}',
        "m.html": "{% macro who() %}<{{ user }}>{% endmacro %}",
    }

    assert templates(files).render("home", {}, get) == "<>"
