"""Browsers at a service whose people log in at the sandbox."""

from __future__ import annotations

import re

from werkzeug.test import Client

HERE = {"REMOTE_ADDR": "127.0.0.1"}
BASE = "http://127.0.0.1:8000"


class Visiting:
    """A browser on this machine at a service whose people log in at the sandbox."""

    def __init__(self, application):
        self.client = Client(application)

    def get(self, url, **headers):
        return self.client.get(url.removeprefix(BASE), base_url=BASE, environ_base=HERE, headers=headers)

    def post(self, url, fields):
        return self.client.post(url, base_url=BASE, data=fields, environ_base=HERE)

    def chosen(self, start="/login", person="marisol_quint"):
        """Where the sandbox sends the browser after a choice."""
        page = self.get(self.get(start).location)
        assert page.status_code == 200, page.text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        action = re.search(r'<form method="post" action="([^"]+)"', page.text)[1]
        return self.post(action, fields | {"person": person}).location

    def logged_in(self, start="/login", person="marisol_quint"):
        landed = self.get(self.chosen(start, person))
        assert landed.status_code == 303, landed.text
        return self

    @property
    def user(self):
        return self.get("/who").json["user"]

    def log_out(self, path="/logout"):
        return self.post(path, {"csrf_token": self.get("/who").json["token"]})
