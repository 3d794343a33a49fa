"""The handlers of the request group."""

from __future__ import annotations

from gateway.http import Response


def about(request):
    return {
        "method": request.method,
        "path": request.raw_path,
        "original_url": request.original_url,
        "base_url": request.base_url,
        "params": request.params,
    }


def about_in_group(request):
    """A group moves nothing: its prefix stays in the path."""
    return about(request)


def origin(request):
    return {
        "scheme": request.scheme,
        "is_secure": request.is_secure,
        "ip": request.remote_addr,
        "ips": request.access_route,
        "host": request.host,
        "hostname": request.hostname,
        "subdomains": request.subdomains,
    }


def query(request):
    """A query as Express shows it: a list where a name is repeated."""
    if isinstance(request.query, dict) and not hasattr(request.query, "lists"):
        return request.query
    return {name: held[0] if len(held) == 1 else held for name, held in request.query.lists()}


def header(request, name):
    return {"value": request.headers.get(name)}


def referrer(request):
    return {"value": request.headers.get("Referer")}


def xhr(request):
    return {"is_xhr": request.is_xhr}


def listed(text):
    return [] if text == "-" else text.split(",")


def accepts(request, offers):
    return {"best": request.accepts(*listed("/".join(offers)))}


def encodings(request, offers):
    return {"best": request.accepts_encodings(*listed(offers))}


def charsets(request, offers):
    return {"best": request.accepts_charsets(*listed(offers))}


def languages(request, offers):
    return {"best": request.accepts_languages(*listed(offers))}


def is_type(request, types):
    return {"is": request.is_type(*listed("/".join(types)))}


def fresh(request):
    response = Response("", int(request.query.get("status", 200)))
    for name, field in (("etag", "ETag"), ("modified", "Last-Modified")):
        if name in request.query:
            response.headers[field] = request.query[name]
    is_fresh = request.is_fresh(response)
    response.headers["X-Fresh"] = f"{is_fresh} {not is_fresh}".lower()
    return response


def ranges(request, size):
    found = request.range(size, combine="combine" in request.query)
    if found is None or isinstance(found, int):
        return {"ranges": found}
    return {"unit": found.type, "ranges": [[span.start, span.end] for span in found]}


def route(request):
    return {"path": request.route.path}


def layer(request, call_next):
    request.state.seen = ["layer"]
    return call_next(request)


def locals_(request):
    request.state.seen.append("handler")
    return {"seen": request.state.seen}
