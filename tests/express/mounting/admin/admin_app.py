"""The handlers of the mounted admin pages."""

from __future__ import annotations


def query(request):
    return request.query


def broken(request):
    raise RuntimeError("in the child")


def broken_deep(request):
    raise RuntimeError("in the grandchild")


def where(request):
    return {
        "path": request.raw_path,
        "original_url": request.original_url,
        "base_url": request.base_url,
        "params": request.params,
        "shared": getattr(request.state, "shared", None),
    }


def told(request, error):
    return f"admin: {error}"
