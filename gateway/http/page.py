"""One self-contained page: it reads well on a phone, light and dark, and needs no other file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from markupsafe import escape

from gateway.http.response import Response

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
WIDE = STYLE + "main{max-width:64rem}\n"


def document(title: str, body: str, *, style: str = STYLE) -> str:
    """An HTML document round a body that is already markup."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def policy(*, style: str = STYLE, form_targets: str = "'self'") -> str:
    """The Content-Security-Policy that admits a document's own style and no other thing."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action {form_targets}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def page(
    title: str, body: str, *, status: int = 200, style: str = STYLE, form_targets: str = "'self'"
) -> Response:
    """A document as a response that no cache stores."""
    headers = {
        "Content-Security-Policy": policy(style=style, form_targets=form_targets),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response.html(document(title, body, style=style), status, headers)
