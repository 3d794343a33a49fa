"""The handlers of the bodies group."""

from __future__ import annotations

from gateway.http import HTTPError


def echo(request):
    return {"body": plain(request.body)}


def plain(body):
    """A form as Express shows it: a list where a name is repeated."""
    if not hasattr(body, "lists"):
        return body
    return {name: held[0] if len(held) == 1 else held for name, held in body.lists()}


def octets(request):
    return {"bytes": request.body.hex() if isinstance(request.body, bytes) else None}


def signed(request, body):
    if b"evil" in body:
        raise HTTPError(403, "not signed", type="entity.verify.failed")


def revived(value):
    """Every object of the body comes here, the innermost first."""
    return {key: held + 1 if isinstance(held, int) else held for key, held in value.items()}


def told(request, error):
    status = getattr(error, "code", 500)
    return {"status": status, "type": getattr(error, "type", None)}, status
