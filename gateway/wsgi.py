"""One request in, one response out; and loading the application for a server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.check.report import render
from gateway.compiler import compile_file
from gateway.dispatch import UNREADABLE, Dispatch
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Gateway(Dispatch):
    """A compiled gateway.yaml as a WSGI application; immutable, safe for any number of threads.

    Servers call it; tests and other code in this process ask it for a response instead:

        gateway = load(Path("gateway.yaml"))
        request = gateway.request(EnvironBuilder("/hello/world").get_environ(), gateway.app)
        assert gateway.respond(request).status == 200

    Neither way raises: whatever goes wrong before the body is sent is answered, and what is ours to mend is
    logged.
    """

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a WSGI server (PEP 3333)."""
        request = self.request(environ, self.app)
        try:
            found = self._match(request)
        except UNREADABLE:
            found = None
        if found is None:
            return self._unmatched(request).send(request.method, start_response)
        row, request.params = found
        request.route, endpoint = row, row.endpoint
        if endpoint.direct is not None:
            return endpoint.direct(request, start_response)  # type: ignore[no-any-return]
        response = endpoint.run(request)  # which may be of another route, after NEXT
        return response.send(request.method, start_response, environ, request.route.endpoint.etag)


def load(file: Path | str | None = None, *, environ: Mapping[str, str] = os.environ) -> Gateway:
    """The gateway that a gateway.yaml declares; raise ConfigError with all problems of the phase that failed.

    Without a file, GATEWAY_CONFIG names it, else it is ./gateway.yaml.
    """
    file = Path(file or environ.get("GATEWAY_CONFIG", "gateway.yaml"))
    gateway = Gateway(compile_file(file, environ=environ))
    gateway.begin()
    return gateway


def load_for_server() -> WSGIApplication:
    """The gateway for the server that imports us; a bad configuration ends the start, with its report."""
    try:
        return load()
    except ConfigError as error:
        report = render(error.problems, color=False)
    arbiter = sys.modules.get("gunicorn.errors")
    if arbiter is not None:
        raise arbiter.AppImportError(report)
    sys.stderr.write(report + "\n")
    raise SystemExit(1)
