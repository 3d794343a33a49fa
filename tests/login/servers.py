"""Servers on this machine that answer as they like."""

from __future__ import annotations

import contextlib
import socket
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Raw:
    """Runs `behave(connection)` for each connection, one thread each; counts them in `connections`."""

    def __init__(self, behave):
        self.behave = behave
        self.connections = 0
        self.open = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections += 1
                self.open.append(connection)
                Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection):
        with contextlib.suppress(OSError):
            self.behave(connection)

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(2)
        for connection in self.open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def request_of(connection):
    """The head of the next request on a connection; empty when there is none."""
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more:
            return b""
        head += more
    return head


def answering(*answers):
    """What sends these answers, one for each request, and closes."""

    def behave(connection):
        for answer in answers:
            if request_of(connection):
                connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)

    return behave


def signed_by_itself(file, days=1):
    """The file, with a certificate for 127.0.0.1 that is good for some days, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


def over_tls(certificate, behave):
    """What behaves the same within TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def run(connection):
        with context.wrap_socket(connection, server_side=True) as inner:
            behave(inner)

    return run


def whole(body, status="200 OK", **headers):
    """An HTTP/1.1 answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Canned:
    """A provider whose every answer is given: path to (status, headers, body); `asked` lists what came."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []
        canned = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                canned.answer(self)

            def do_POST(self):
                canned.answer(self)

            def log_message(self, format, *args):  # noqa: A002
                pass

            def date_time_string(self, timestamp=None):
                return canned.date or super().date_time_string(timestamp)

        self.date = ""
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, handler):
        path = handler.path.partition("?")[0]
        self.asked.append(path)
        status, headers, body = self.answers[path]
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def urls(self):
        return {
            "request_token_url": f"{self.base}/request",
            "authenticate_url": f"{self.base}/authenticate",
            "access_token_url": f"{self.base}/access",
            "profile_url": f"{self.base}/profile",
            "fallback_url": f"{self.base}/me",
        }

    def close(self):
        self.http.shutdown()
        self.http.server_close()


GOOD = {
    "/request": (200, {}, b"oauth_token=rt&oauth_token_secret=hush-request&oauth_callback_confirmed=true"),
    "/access": (200, {}, b"oauth_token=at&oauth_token_secret=hush-access&user_id=7&screen_name=seven"),
    "/profile": (
        200,
        {},
        b'{"id":7,"id_str":"7","name":"Seven","screen_name":"seven","profile_image_url_https":null}',
    ),
    "/me": (200, {}, b'{"data":{"id":"7","name":"Seven of v2","username":"seven"}}'),
}
