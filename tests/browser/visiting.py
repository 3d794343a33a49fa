"""People with a browser, and what their browser complained of."""

from __future__ import annotations

import re

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REFUSED = re.compile("the server responded with a status of 4")


class Visitor:
    """One person's browser."""

    def __init__(self, context):
        self.context = context
        self.context.set_default_timeout(10_000)
        self.errors = []
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.page = context.new_page()

    def _heard(self, message):
        # Chromium also complains of a page that is itself answered with 403 or 404.
        is_own = message.page is None or message.location["url"] == message.page.url
        if message.type in {"error", "warning"} and not (is_own and REFUSED.search(message.text)):
            self.errors.append(message.text)

    def open(self, path):
        return self.page.goto(path)

    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()

    def press(self, role, name, page=None):
        (page or self.page).get_by_role(role, name=name).first.click()

    def log_in(self, name="Marisol Quint"):
        self.open("/")
        self.press("link", "Sign in with Twitter")
        self.press("button", name)
        self.page.wait_for_url("/")
