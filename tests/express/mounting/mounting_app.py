"""The handlers of the mounting group."""

from __future__ import annotations


def share(request, call_next):
    request.state.shared = "from the outside"
    return call_next(request)


def where(request):
    return {
        "path": request.raw_path,
        "original_url": request.original_url,
        "base_url": request.base_url,
        "params": request.params,
        "shared": getattr(request.state, "shared", None),
    }


def tenant(request):
    return f"tenant {request.hostname.partition('.')[0]}"


def told(request, error):
    return f"app: {getattr(error, 'description', None) or error}"


def plain(environ, start_response):
    query = environ["QUERY_STRING"] and "?" + environ["QUERY_STRING"]
    text = (
        f"{environ['REQUEST_METHOD']} {environ['SCRIPT_NAME']}|{environ['PATH_INFO'] or '/'}{query}".encode()
    )
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]
