"""What the sandbox refuses, said in the words of the protocol that was spoken."""

from __future__ import annotations

from gateway.http.response import Response
from gateway.login.pages import unshared


class Refusal(Exception):  # noqa: N818  (it ends a request, and is no error of the sandbox)
    """The end of a request, with the answer that says why."""

    def __init__(self, answer: Response) -> None:
        """Keep the answer for whoever sends it."""
        self.answer = answer
        super().__init__(answer.status)


def twitter(status: int, code: int, message: str) -> Refusal:
    """A refusal with Twitter's code and words for it."""
    body = {"errors": [{"code": code, "message": message}]}
    return Refusal(unshared(Response.json(body, status)))


def oauth2(error: str, description: str, status: int = 400) -> Refusal:
    """A refusal of the token endpoint (RFC 6749 §5.2)."""
    body = {"error": error, "error_description": description}
    return Refusal(unshared(Response.json(body, status, {"Pragma": "no-cache"})))


def bearer(status: int, **fields: str) -> Refusal:
    """A refusal of what an access token opens (RFC 6750 §3)."""
    said = "".join(f', {name}="{text}"' for name, text in fields.items())
    headers = {"WWW-Authenticate": f'Bearer realm="sandbox"{said}'}
    return Refusal(unshared(Response.json(fields, status, headers)))
