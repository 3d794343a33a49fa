"""The handlers of the mounted blog."""

from __future__ import annotations

from gateway.http import NEXT, abort


def where(request):
    return {
        "path": request.raw_path,
        "original_url": request.original_url,
        "base_url": request.base_url,
        "params": request.params,
        "shared": getattr(request.state, "shared", None),
    }


def post(request):
    return {"id": request.params["id"], "at": request.app.mount_path}


def broken(request):
    raise RuntimeError("in the child")


def teapot(request):
    abort(418, "short and stout")


def pass_on(request):
    return NEXT


def query(request):
    return request.query
