"""Views as handlers give them back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gateway.views import View, render


@pytest.fixture
def request_with(templates, request_to):
    """A request to an application with these templates."""

    def make(files, **options):
        return request_to(templates=templates(files, **options))

    return make


def test_view_answers_html(request_with):
    response = View("home", name="Ada").render(request_with({"home.html": "hello {{ name }}"}))

    assert (response.status, response.body) == (200, b"hello Ada")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_view_has_a_status(request_with):
    assert View("gone", status=410).render(request_with({"gone.html": ""})).status == 410


@pytest.mark.parametrize(("status", "text"), [("open", "open"), (True, "True"), (None, "None")])
def test_status_that_is_no_number_is_for_the_template(request_with, status, text):
    response = View("order", status=status).render(request_with({"order.html": "{{ status }}"}))

    assert (response.status, response.body.decode()) == (200, text)


def test_view_of_a_text_file_answers_plain_text(request_with):
    response = View("robots.txt", who="a & b").render(request_with({"robots.txt": "User-agent: {{ who }}"}))

    assert response.body == b"User-agent: a & b"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_view_may_choose_its_layout(request_with):
    request = request_with({"layout.html": "<{{ body }}>", "home.html": "page"}, layout="layout")

    assert View("home").render(request).body == b"<page>"
    assert View("home", layout=None).render(request).body == b"page"


def test_value_may_be_called_name(request_with):
    assert (
        View("home", name="Ada", self="me").render(request_with({"home.html": "{{ name }}"})).body == b"Ada"
    )


def test_repr_of_a_view_tells_no_values():
    assert repr(View("home", secret="s3cret")) == "View('home')"


def test_render_gives_text(request_with):
    assert render(request_with({"mail.txt": "Dear {{ name }}"}), "mail.txt", name="Ada") == "Dear Ada"


def test_service_without_views_says_so(get):
    with pytest.raises(RuntimeError, match="name their folder under `views:`"):
        View("home").render(get)


def test_view_does_not_load_the_template_engine():
    code = "import sys, gateway.views; print('jinja2' in sys.modules)"

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
