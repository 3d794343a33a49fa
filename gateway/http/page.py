"""One self-contained page: it reads well on a phone, light and dark, and needs no other file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import escape

from gateway.http.response import Response

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1b22; --soft: #5b5966; --paper: #fbfbfd; --card: #fff;
  --line: #e3e2ea; --accent: #3b5bdb; --on-accent: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ecebf3; --soft: #a3a1b1; --paper: #131218; --card: #1c1b23;
    --line: #33313f; --accent: #91a7ff; --on-accent: #10122b }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem;
  background: var(--paper); color: var(--ink); font: 1.05rem/1.6 system-ui, sans-serif }
main { width: min(34rem, 100%); background: var(--card); border: 1px solid var(--line);
  border-radius: 1rem; padding: clamp(1.5rem, 5vw, 2.5rem) }
main.wide { width: min(64rem, 100%) }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }
p { margin: .5rem 0; color: var(--soft) }
pre { overflow: auto; font-size: .85rem; line-height: 1.5; padding: 1rem;
  background: var(--paper); border: 1px solid var(--line); border-radius: .5rem }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
"""
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src 'self' https:; form-action 'self' https:; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def document(title: str, content: str, *, wide: bool = False) -> str:
    """An HTML document with a heading and content that is already markup."""
    name = escape(title)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{name}</title><style>{_STYLE}</style></head>"
        f"<body><main{' class=wide' if wide else ''}><h1>{name}</h1>{content}</main></body></html>"
    )


def page(title: str, content: str, *, status: int = 200, wide: bool = False) -> Response:
    """A document as a response that no cache stores."""
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response.html(document(title, content, wide=wide), status, headers)
