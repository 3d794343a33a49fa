"""The pages a login shows when gateway.yaml names none; nothing in them comes from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from gateway.http.page import page
from gateway.http.response import Response


def unshared(response: Response, *, referrer: str = "no-referrer") -> Response:
    """The response, kept by nobody, and its address told to nobody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = referrer
    return response


def away(to: str) -> Response:
    """A 303 to another address (RFC 9110 §15.4.4)."""
    response = Response(status=303)
    response.location = to
    return unshared(response)


def message(title: str, text: str, *, status: int, retry: str) -> Response:
    """A page that says what happened and offers to begin again at `retry`."""
    body = (
        f"<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n"
        f'<div class="actions"><a class="button" href="{escape(retry)}">Try again</a>'
        '<a class="button quiet" href="/">Home</a></div>'
    )
    return unshared(page(title, body, status=status))


def wait(again: str) -> Response:
    """A page that goes on by itself in a second; 202, since nothing went wrong (RFC 9110 §15.3.3)."""
    body = (
        "<h1>One moment</h1>\n<p>Many people are logging in right now. This page goes on by itself.</p>\n"
        f'<div class="actions"><a class="button quiet" href="{escape(again)}">Go on now</a></div>'
    )
    response = page("One moment", body, status=202)
    response.headers["Refresh"] = f"1; url={again}" if again else "1"
    return unshared(response)


def choices(logins: Sequence[Mapping[str, str]]) -> Response:
    """A page with a button for each way to log in."""
    buttons = "\n".join(
        f'<a class="button" href="{escape(login["start"])}">{escape(login["label"])}</a>' for login in logins
    )
    body = (
        f'<h1>Log in</h1>\n<p>Which account do you want to use?</p>\n<nav class="choices">\n{buttons}\n</nav>'
    )
    return unshared(page("Log in", body))


def confirm_logout(path: str, csrf_token: str, form_targets: str = "'self'") -> Response:
    """The form that logs out."""
    body = (
        "<h1>Log out?</h1>\n<p>You will be signed out of this site in this browser.</p>\n"
        f'<form method="post" action="{escape(path)}">'
        f'<input type="hidden" name="csrf_token" value="{escape(csrf_token)}">'
        '<div class="actions"><button class="button">Log out</button>'
        '<a class="button quiet" href="/">Stay</a></div></form>'
    )
    # A browser that is told no-referrer sends `Origin: null` with the form, which a CSRF check refuses.
    return unshared(page("Log out?", body, form_targets=form_targets), referrer="same-origin")


def logged_out(start: str) -> Response:
    """What is shown to whoever is not logged in (any more)."""
    body = (
        "<h1>You are logged out</h1>\n<p>This browser is not signed in here.</p>\n"
        '<div class="actions"><a class="button" href="/">Home</a>'
        f'<a class="button quiet" href="{escape(start)}">Log in</a></div>'
    )
    return unshared(page("Logged out", body))
