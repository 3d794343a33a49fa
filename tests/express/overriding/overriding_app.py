"""The handlers of the overriding group."""

from __future__ import annotations


def tell(request):
    return {"method": request.method, "original": request.original_method}


def echo(request):
    return dict(request.form)
