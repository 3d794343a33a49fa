"""The handlers of the static group."""

from __future__ import annotations


def marked(path):
    return {"X-Text": "yes"} if str(path).endswith(".txt") else {}


def behind(request):
    return f"behind {request.method}"
