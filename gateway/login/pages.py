"""The pages a login shows when gateway.yaml names none: small, light and dark, with nothing from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from gateway.http.response import Response

STYLE = """
:root{color-scheme:light dark;--paper:#f4f5f8;--card:#fff;--ink:#171a21;--soft:#5a6272;--line:#dfe3ea;--mark:#2456c8;--on:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#101318;--card:#191d25;--ink:#eceff4;--soft:#9ea8b9;--line:#2c323d;--mark:#86aaff;--on:#0d1016}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--paper);color:var(--ink);
font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:27rem;padding:clamp(1.5rem,6vw,2.5rem);background:var(--card);border:1px solid var(--line);
border-radius:1rem;box-shadow:0 1rem 3rem #0000000f}
h1{margin:0 0 .6rem;font-size:1.45rem;line-height:1.25;letter-spacing:-.015em;text-wrap:balance}
p{margin:0 0 1rem;color:var(--soft)}
form{margin:0}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-top:1.5rem}
.button{display:inline-block;padding:.62rem 1.2rem;border:1px solid transparent;border-radius:.6rem;background:var(--mark);
color:var(--on);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button:hover{filter:brightness(1.08)}
.quiet{background:transparent;border-color:var(--line);color:var(--ink)}
.button:focus-visible{outline:3px solid var(--mark);outline-offset:3px}
small{display:block;margin-top:1.75rem;color:var(--soft)}
code{font-family:ui-monospace,SFMono-Regular,Menlo,monospace}
"""


def page(
    title: str, body: str, *, status: int = 200, style: str = STYLE, form_targets: str = "'self'"
) -> Response:
    """An HTML page round a body that is already markup; its own style, and no other, passes its Content-Security-Policy."""
    response = Response.html(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n",
        status,
    )
    digest = b64encode(sha256(style.encode()).digest()).decode()
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action {form_targets}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return unshared(response)


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
    return page(title, body, status=status)


def confirm_logout(path: str, csrf_token: str) -> Response:
    """The form that logs out."""
    body = (
        "<h1>Log out?</h1>\n<p>You will be signed out of this site in this browser.</p>\n"
        f'<form method="post" action="{escape(path)}"><input type="hidden" name="csrf_token" value="{escape(csrf_token)}">'
        '<div class="actions"><button class="button">Log out</button><a class="button quiet" href="/">Stay</a></div></form>'
    )
    # A browser that is told no-referrer sends `Origin: null` with the form, which a CSRF check refuses.
    return unshared(page("Log out?", body), referrer="same-origin")


def logged_out(start: str) -> Response:
    """What is shown to whoever is not logged in (any more)."""
    body = (
        "<h1>You are logged out</h1>\n<p>This browser is not signed in here.</p>\n"
        f'<div class="actions"><a class="button" href="/">Home</a><a class="button quiet" href="{escape(start)}">Log in</a></div>'
    )
    return page("Logged out", body)
