"""The page on which a made-up person is chosen, and those that say why there is nobody to choose."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from gateway.http import page as pages
from gateway.http.response import Response
from gateway.login.pages import unshared
from gateway.login.sandbox.people import PEOPLE, Person

STYLE = pages.STYLE + Path(__file__).with_name("page.css").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A login that waits for somebody to choose: where the answer is posted, with which hidden field.

    `back` is the address the browser is sent to afterwards, `scope` what is asked for besides who it is.
    """

    path: str
    field: tuple[str, str]
    back: str
    stands_in_for: str
    scope: str = ""


def chooser(question: Question) -> Response:
    """The page that asks whom to log in as, or to deny."""
    cards = "\n".join(_card(person) for person in PEOPLE.values())
    back, (name, value) = urlsplit(question.back), question.field
    body = (
        f"{_note(question.stands_in_for)}\n<h1>Who do you want to be?</h1>\n"
        f"<p><code>{escape(back.netloc)}</code> asks who you are{_and_for(question.scope)}.</p>\n"
        f'<form method="post" action="{question.path}">\n'
        f'<input type="hidden" name="{name}" value="{escape(value)}">\n'
        f'<ul class="people">\n{cards}\n</ul>\n'
        '<div class="actions"><button class="button quiet" name="person" value="">Deny</button></div>\n'
        "</form>\n"
        "<small>Set the real provider's keys to log in with real accounts.</small>"
    )
    targets = f"'self' {back.scheme}://{back.netloc}"
    return unshared(pages.page("Sandbox login", body, style=STYLE, form_targets=targets))


def too_late() -> Response:
    """What is shown for a login that is unknown, used or too old."""
    return _notice(
        "This login is over", "It was not started here, was used before, or is older than ten minutes."
    )


def refused(reason: str) -> Response:
    """What is shown when it would not be safe to send the browser anywhere."""
    return _notice("The sandbox cannot take this", reason)


def logged_out() -> Response:
    """What is shown after a logout that names no address to go to."""
    return _notice("You are logged out", "The sandbox remembers nobody: it asks at each login.", status=200)


def _notice(title: str, text: str, *, status: int = 400) -> Response:
    """A page with one thing to say."""
    body = (
        f"{_note()}\n<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n"
        '<div class="actions"><a class="button" href="/">Back to the site</a></div>'
    )
    return unshared(pages.page("Sandbox login", body, status=status, style=STYLE))


def _note(stands_in_for: str = "a real provider") -> str:
    """What nobody should overlook."""
    said = f"This is not {stands_in_for}. These people are made up, and nothing leaves this machine."
    return f'<p class="note"><b>Sandbox</b><span>{said}</span></p>'


def _and_for(scope: str) -> str:
    """The scope, in words that go on with a sentence."""
    values = ", ".join(f"<code>{escape(value)}</code>" for value in scope.split())
    return f", and for {values}" if values else ""


def _card(person: Person) -> str:
    """The button that logs in as a person."""
    return (
        f'<li><button class="person" name="person" value="{person.handle}">'
        f'<img src="{person.picture}" alt="" width="54" height="54">'
        f"<span>{escape(person.name)}<i>@{person.handle}</i><i>{escape(person.about)}</i></span></button></li>"
    )
