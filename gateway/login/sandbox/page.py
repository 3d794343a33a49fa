"""The sandbox's page: who do you want to be?"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from gateway.http.response import Response
from gateway.login import pages
from gateway.login.presets import SANDBOX_PATH
from gateway.login.sandbox.issuer import Issued
from gateway.login.sandbox.people import PEOPLE, Person

STYLE = (
    pages.STYLE
    + """
main{max-width:31rem}
.note{display:flex;gap:.75rem;align-items:baseline;margin:0 0 1.5rem;padding:.7rem .95rem;border:1px dashed var(--mark);
border-radius:.7rem;color:var(--ink);font-size:.92rem}
.note b{flex:none;color:var(--mark);text-transform:uppercase;letter-spacing:.08em;font-size:.74rem}
.people{display:grid;gap:.7rem;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));margin:0 0 .4rem;padding:0;list-style:none}
.person{display:flex;gap:.85rem;align-items:center;width:100%;padding:.7rem;border:1px solid var(--line);border-radius:.85rem;
background:transparent;color:inherit;font:inherit;text-align:left;cursor:pointer}
.person:hover{border-color:var(--mark)}
.person:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
.person img{flex:none;width:3.4rem;height:3.4rem;border-radius:50%}
.person span{min-width:0;line-height:1.35;overflow-wrap:anywhere}
.person i{display:block;font-style:normal;font-size:.87rem;color:var(--soft)}
"""
)


def chooser(token: Issued) -> Response:
    """The page that asks whom to log in as, or to deny."""
    cards = "\n".join(_card(person) for person in PEOPLE.values())
    body = (
        '<p class="note"><b>Sandbox</b><span>This is not Twitter. These people are made up, and nothing leaves this machine.</span></p>\n'
        f"<h1>Who do you want to be?</h1>\n<p><code>{escape(urlsplit(token.bound).netloc)}</code> asks who you are.</p>\n"
        f'<form method="post" action="{SANDBOX_PATH}/oauth/authenticate">\n'
        f'<input type="hidden" name="oauth_token" value="{escape(token.text)}">\n'
        f'<ul class="people">\n{cards}\n</ul>\n'
        '<div class="actions"><button class="button quiet" name="person" value="">Deny</button></div>\n</form>\n'
        "<small>Set the real provider's keys to log in with real accounts.</small>"
    )
    back = urlsplit(token.bound)
    return pages.page(
        "Sandbox login", body, style=STYLE, form_targets=f"'self' {back.scheme}://{back.netloc}"
    )


def too_late() -> Response:
    """What is shown for a token that is unknown, used or too old."""
    body = (
        '<p class="note"><b>Sandbox</b><span>This is not Twitter.</span></p>\n<h1>This login is over</h1>\n'
        "<p>It was not started here, was used before, or is older than ten minutes. Go back to the site and start again.</p>\n"
        '<div class="actions"><a class="button" href="/">Back to the site</a></div>'
    )
    return pages.page("Sandbox login", body, status=400, style=STYLE)


def _card(person: Person) -> str:
    return (
        f'<li><button class="person" name="person" value="{person.handle}"><img src="{person.picture}" alt="" width="54" height="54">'
        f"<span>{escape(person.name)}<i>@{person.handle}</i><i>{escape(person.about)}</i></span></button></li>"
    )
