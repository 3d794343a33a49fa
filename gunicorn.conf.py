"""How gunicorn serves the gateway; `gunicorn gateway:app` picks this file up by itself."""

from __future__ import annotations

import logging.config
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from gunicorn.errors import AppImportError
from gunicorn.workers.gthread import ThreadWorker

development = os.environ.setdefault("GATEWAY_ENV", "development") == "development"

bind = f"{'127.0.0.1' if development else '0.0.0.0'}:{os.environ.get('PORT', '8000')}"  # noqa: S104
workers = int(os.environ.get("WEB_CONCURRENCY", 1 if development else os.cpu_count() or 1))
threads = 8 if development else 32
raw_env = [f"WEB_CONCURRENCY={workers}"]  # what keeps state in memory must know that it is not alone
worker_connections = 1000
backlog = 2048
preload_app = False  # a preloaded application outlives a reload

timeout = 30
graceful_timeout = 30
keepalive = 75  # longer than the 60 s of a load balancer, which must be the one to close
max_requests = 0 if development else 20_000
max_requests_jitter = 4_000
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (heartbeats off the disk)

# settings.trust_proxy alone decides whom to believe; gunicorn would believe these from loopback.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
header_map = "drop"
limit_request_line = 8190
limit_request_fields = 100
http_parser = "auto"

accesslog = None  # the access_log layer writes it
loglevel = os.environ.get("LOG_LEVEL", "info")

_file = os.environ.get("GATEWAY_CONFIG", "gateway.yaml")
# With --reload, beside the modules; gunicorn's own word on a file that is not there would hide our report.
reload_extra_files = [_file] if Path(_file).is_file() else []

_runtime = Path(os.environ.get("RUNTIME_DIRECTORY") or os.environ.get("XDG_RUNTIME_DIR") or "/run/gateway")
control_socket = str(_runtime / "gunicorn.ctl")
control_socket_disable = not (
    _runtime.is_dir()
    and _runtime.stat().st_uid == os.geteuid()
    and _runtime.stat().st_mode & 0o077 == 0
    and os.access(_runtime, os.W_OK)
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(message)s"},
        "full": {"format": "[%(process)d] [%(levelname)s] %(name)s: %(message)s"},
    },
    "handlers": {
        "access": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stdout"},
        "errors": {"class": "logging.StreamHandler", "formatter": "full"},
    },
    "root": {"level": "WARNING", "handlers": ["errors"]},
    "loggers": {
        "gateway": {"level": "INFO"},
        "gateway.access": {"handlers": ["access"], "propagate": False},
    },
}
# Seconds without a byte after which a client is given up, so that a few slow ones cannot hold all threads.
PATIENCE = {socket.SO_RCVTIMEO: 5, socket.SO_SNDTIMEO: 30}

SINGLE = frozenset({
    "AUTHORIZATION", "CONTENT-TYPE", "IF-MODIFIED-SINCE", "IF-UNMODIFIED-SINCE", "MAX-FORWARDS",
    "PROXY-AUTHORIZATION", "REFERER", "USER-AGENT",
})  # fmt: skip

PAUSE = 3  # seconds between two tries of a worker whose configuration does not load any more


class Worker(ThreadWorker):
    """gthread in which a client that does not hang up holds a thread, not the loop that accepts."""

    def load_wsgi(self) -> None:
        """Load the application; what loaded when the server started is tried again, not given up."""
        try:
            super().load_wsgi()
        except AppImportError as error:
            self.log.critical("%s\na worker cannot start until this is mended", error)
            time.sleep(PAUSE)
            sys.exit(1)  # any other status would end the master, and with it the workers that still serve

    def handle(self, conn: Any) -> Any:
        """Answer one request; whether the connection is kept."""
        kept = super().handle(conn)
        if kept is False:
            conn.close(graceful=True)
            conn.close = lambda **_: None
        return kept


worker_class = Worker


def starts() -> bool:
    """Whether the application loads, tried in a process of its own; only its report goes to the terminal."""
    trial = "import logging; logging.disable(); import gateway; gateway.app"
    return subprocess.run([sys.executable, "-c", trial], check=False).returncode == 0  # noqa: S603


def on_starting(server: Any) -> None:
    """Refuse a bad configuration once, before any worker; exit 1."""
    # A handler that calls sys.exit(3) must not look to gunicorn like a worker that cannot boot.
    server.WORKER_BOOT_ERROR, server.APP_LOAD_ERROR = 113, 114
    if not starts():
        sys.exit(1)
    reload = server.handle_hup

    def handle_hup() -> None:
        if starts():
            reload()
        else:
            server.log.error("reload refused: the old configuration keeps serving")

    server.handle_hup = handle_hup


def is_news(record: logging.LogRecord) -> bool:
    """Whether gunicorn's traceback tells more than that a client was given up."""
    return not (record.exc_info and isinstance(record.exc_info[1], BlockingIOError))


def pre_request(worker: Any, request: Any) -> None:  # noqa: ARG001  (gunicorn passes both by position)
    """Join fields that came more than once as HTTP means it (RFC 9110 §5.3): gunicorn's comma has no space.

    Cookies are joined by semicolons; of a field that holds one value the first counts.
    """
    names = [name for name, _ in request.headers]
    if len(names) == len(set(names)):
        return
    joined: dict[str, str] = {}
    for name, value in request.headers:
        if name not in joined:
            joined[name] = value
        elif name not in SINGLE:
            joined[name] += ("; " if name == "COOKIE" else ", ") + value
    request.headers = list(joined.items())


def post_fork(server: Any, worker: Any) -> None:  # noqa: ARG001  (gunicorn passes both by position)
    """Log as the layers want it, and give up clients that stop in the middle of a request."""
    logging.config.dictConfig(LOGGING)
    logging.getLogger("gunicorn.error").addFilter(is_news)
    for listener in worker.sockets:  # what they accept inherits the limits
        for option, seconds in PATIENCE.items():
            listener.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
