"""An OAuth 1.0a provider on oauthlib's server side: independent of everything that is tested."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from oauthlib.oauth1 import RequestValidator, WebApplicationServer

PROFILE = {
    "id": 9007199254740993,
    "id_str": "9007199254740993",
    "name": "Rosalba Ebbesen",
    "screen_name": "rosalba",
    "profile_image_url_https": "https://pictures.example/rosalba.png",
    "status": {"text": "x" * 18_000},
}


class Validator(RequestValidator):
    """One client, and tokens kept in dicts."""

    enforce_ssl = False
    client_key_length = (1, 60)
    nonce_length = (10, 60)
    request_token_length = access_token_length = verifier_length = (1, 60)
    safe_characters = frozenset(map(chr, range(33, 127)))
    dummy_client = dummy_request_token = dummy_access_token = "dummy"

    def __init__(self, client_key, client_secret):
        super().__init__()
        self.client_key, self.client_secret = client_key, client_secret
        self.requested, self.verifiers, self.access, self.nonces = {}, {}, {}, set()

    def check_client_key(self, client_key):
        return 0 < len(client_key) <= 60

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, **tokens):
        seen = (client_key, timestamp, nonce, *tokens.values())
        fresh = seen not in self.nonces
        self.nonces.add(seen)
        return fresh

    def validate_client_key(self, client_key, request):
        return client_key == self.client_key

    def get_client_secret(self, client_key, request):
        return self.client_secret

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def check_realms(self, realms):
        return True

    def validate_requested_realms(self, client_key, realms, request):
        return True

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def verify_realms(self, token, realms, request):
        return True

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return True

    def save_request_token(self, token, request):
        self.requested[token["oauth_token"]] = (token["oauth_token_secret"], request.redirect_uri)

    def verify_request_token(self, token, request):
        return token in self.requested

    def validate_request_token(self, client_key, token, request):
        return token in self.requested

    def get_request_token_secret(self, client_key, token, request):
        return self.requested.get(token, ("dummy", ""))[0]

    def get_redirect_uri(self, token, request):
        return self.requested[token][1]

    def save_verifier(self, token, verifier, request):
        self.verifiers[token] = verifier["oauth_verifier"]

    def validate_verifier(self, client_key, token, verifier, request):
        return self.verifiers.get(token) == verifier

    def invalidate_request_token(self, client_key, request_token, request):
        self.requested.pop(request_token)

    def save_access_token(self, token, request):
        self.access[token["oauth_token"]] = token["oauth_token_secret"]

    def validate_access_token(self, client_key, token, request):
        return token in self.access

    def get_access_token_secret(self, client_key, token, request):
        return self.access.get(token, "dummy")


class OauthlibProvider:
    """The provider on a port of this machine; `log` lists what was asked, with its Authorization header."""

    def __init__(self, client_key, client_secret):
        self.validator = Validator(client_key, client_secret)
        self.server = WebApplicationServer(self.validator)
        self.profile = dict(PROFILE)
        self.profile_status = 200
        self.log = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                provider.answer(self, "GET")

            def do_POST(self):
                provider.answer(self, "POST")

            def log_message(self, format, *args):  # noqa: A002
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    def urls(self):
        return {
            "request_token_url": f"{self.base}/oauth/request_token",
            "authenticate_url": f"{self.base}/oauth/authenticate",
            "access_token_url": f"{self.base}/oauth/access_token",
            "profile_url": f"{self.base}/profile?include_entities=false&skip_status=true",
            "fallback_url": f"{self.base}/me?user.fields=profile_image_url",
        }

    def steps(self):
        return [path.partition("?")[0] for path, _ in self.log]

    def answer(self, handler, method):
        self.log.append((handler.path, handler.headers.get("Authorization", "")))
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        status, kind, text = self._answer(method, handler.path, body, dict(handler.headers))
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())

    def agree(self, url):
        """Where the browser is sent back to by a person who agreed."""
        headers, _, _ = self.server.create_authorization_response(url, "POST", credentials={})
        return headers["Location"]

    def _answer(self, method, path, body, headers: Mapping[str, str]):
        url = self.base + path
        match urlsplit(path).path:
            case "/oauth/request_token":
                found, text, status = self.server.create_request_token_response(url, method, body, headers)
            case "/oauth/access_token":
                who = {"user_id": self.profile["id_str"], "screen_name": self.profile["screen_name"]}
                found, text, status = self.server.create_access_token_response(
                    url, method, body, headers, credentials=who
                )
            case step:
                return self._profile(step, url, method, body, headers)
        return status, found.get("Content-Type", "text/plain"), text or ""

    def _profile(self, step, url, method, body, headers):
        valid, _ = self.server.validate_protected_resource_request(url, method, body, headers)
        if not valid:
            return 401, "application/json", '{"errors":[{"code":32}]}'
        if step == "/profile" and self.profile_status != 200:
            return self.profile_status, "application/json", '{"errors":[{"code":453,"message":"no"}]}'
        if step == "/me":
            user = {
                "id": self.profile["id_str"],
                "name": self.profile["name"],
                "username": self.profile["screen_name"],
            }
            return 200, "application/json", json.dumps({"data": user})
        return 200, "application/json", json.dumps(self.profile)
