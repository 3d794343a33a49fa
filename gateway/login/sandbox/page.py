"""The page on which a made-up person is chosen."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from gateway.http import page as pages
from gateway.http.response import Response
from gateway.login.addresses import SANDBOX_PATH
from gateway.login.pages import unshared
from gateway.login.sandbox.issuer import Issued
from gateway.login.sandbox.people import PEOPLE, Person

STYLE = pages.STYLE + Path(__file__).with_name("page.css").read_text(encoding="utf-8")

_NOTE = (
    '<p class="note"><b>Sandbox</b>'
    "<span>This is not Twitter. These people are made up, and nothing leaves this machine.</span></p>"
)


def chooser(token: Issued) -> Response:
    """The page that asks whom to log in as, or to deny."""
    cards = "\n".join(_card(person) for person in PEOPLE.values())
    back = urlsplit(token.bound)
    body = (
        f"{_NOTE}\n<h1>Who do you want to be?</h1>\n"
        f"<p><code>{escape(back.netloc)}</code> asks who you are.</p>\n"
        f'<form method="post" action="{SANDBOX_PATH}/oauth/authenticate">\n'
        f'<input type="hidden" name="oauth_token" value="{escape(token.text)}">\n'
        f'<ul class="people">\n{cards}\n</ul>\n'
        '<div class="actions"><button class="button quiet" name="person" value="">Deny</button></div>\n'
        "</form>\n"
        "<small>Set the real provider's keys to log in with real accounts.</small>"
    )
    targets = f"'self' {back.scheme}://{back.netloc}"
    return unshared(pages.page("Sandbox login", body, style=STYLE, form_targets=targets))


def too_late() -> Response:
    """What is shown for a token that is unknown, used or too old."""
    body = (
        f"{_NOTE}\n<h1>This login is over</h1>\n"
        "<p>It was not started here, was used before, or is older than ten minutes.</p>\n"
        '<div class="actions"><a class="button" href="/">Back to the site</a></div>'
    )
    return unshared(pages.page("Sandbox login", body, status=400, style=STYLE))


def _card(person: Person) -> str:
    """The button that logs in as a person."""
    return (
        f'<li><button class="person" name="person" value="{person.handle}">'
        f'<img src="{person.picture}" alt="" width="54" height="54">'
        f"<span>{escape(person.name)}<i>@{person.handle}</i><i>{escape(person.about)}</i></span></button></li>"
    )
