"""The handlers of the overriding group."""

from __future__ import annotations


def tell(request):
    return {"method": request.method, "original": request.original_method}


def echo(request):
    return {name: value for name, value in request.form.items() if name != "_method"}
