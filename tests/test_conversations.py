"""Whole conversations, as Express 5 had them with cookie-session, express-session and connect-flash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from werkzeug.http import parse_cookie

RECORDED = json.loads(
    (Path(__file__).parent / "sessions" / "express5_conversations.json").read_text(encoding="utf-8")
)
TALKS = {f"{talk['kind']}: {talk['name']}": talk for talk in RECORDED["conversations"]}
PLAIN = "cookie: {max_age: null, idle: none, same_site: unset}"
AGED = "cookie: {max_age: 60s, idle: none, same_site: unset}"
KINDS = {
    "cookie": PLAIN,
    "cookie_aged": AGED,
    "server": PLAIN,
    "rolling": f"rolling: true, {AGED}",
    "save_empty": f"save_empty: true, {PLAIN}",
}
SERVICE = """
session: {{keys: ["a key of at least thirty-two characters"], {options}}}
routes: [{{path: /, stack: [session], handler: "served:run"}}]
"""
STEPS = """
import json

def count(session):
    session["n"] = session.get("n", 0) + 1
    return session["n"]

def push(session, key, value):
    session[key].append(value)
    return len(session[key])

def pop(session, key):
    session[key].pop()
    return len(session[key])

ON_SESSION = {
    "count": count, "push": push, "pop": pop,
    "set": lambda session, key, value: session.update({key: value}),
    "get": lambda session, key: session.get(key),
    "del": lambda session, key: session.pop(key) and None,
    "keys": list,
    "clear": lambda session: session.clear(),
    "read": lambda session: None,
    "is_empty": lambda session: not session,
    "is_new": lambda session: session.is_new,
    "is_populated": lambda session: session.is_populated,
    "is_changed": lambda session: session.is_changed,
    "max_age": lambda session, seconds: setattr(session, "max_age", seconds),
    "same_site": lambda session, value: setattr(session.cookie, "same_site", value),
    "http_only": lambda session, value: setattr(session.cookie, "http_only", value),
    "id": lambda session: {"id": session.id},
    "regenerate": lambda session: session.regenerate(),
    "destroy": lambda session: session.destroy(),
    "touch": lambda session: session.touch(),
    "save": lambda session: session.save(),
    "reload": lambda session: session.reload(),
}
ON_REQUEST = {
    "nothing": lambda request: None,
    "null": lambda request: setattr(request, "session", None),
    "assign": lambda request, value: setattr(request, "session", value),
    "flash": lambda request, kind, *messages: request.flash(kind, *messages),
    "flashes": lambda request, *kind: request.flashes(*kind),
    "fail": lambda request: 1 / 0,
}

def step(request, name, *args):
    if name in ON_REQUEST:
        return ON_REQUEST[name](request, *args)
    return ON_SESSION[name](request.session, *args)

def run(request):
    return [step(request, *one) for one in json.loads(request.query["steps"])]
"""
CLEARED, NONE = {"cookie": "cleared"}, {"cookie": "none"}
EMPTY = "a session that is emptied ends with its cookie, instead of an empty one going on (row 211)"
QUIET = "a cookie that never came is not taken back (login.md 71)"
READING = "asking for messages begins no session"
LAST = "a session of which the last message was read is empty, and ends as any empty one does"
# Where we differ: the reason, and what each request, by its number, is answered instead.
DIFFERENCES = {
    "cookie: last value deleted": (EMPTY, {1: CLEARED}),
    "cookie: emptied session": (EMPTY, {1: CLEARED, 2: {"results": [True, []]}}),
    "cookie: is populated without the last value": (EMPTY, {1: CLEARED}),
    "cookie: null without a session": (QUIET, {0: NONE}),
    "cookie: null of what was never kept": (QUIET, {0: NONE}),
    "cookie: null twice": (QUIET, {2: NONE}),
    "cookie: empty object assigned over another session": (
        "an empty object replaces what was there, as any other does",
        {1: CLEARED, 2: {"results": [[]]}},
    ),
    "cookie: max age zero": (
        "no seconds are no time, not until the browser closes",
        {0: CLEARED, 1: {"results": [None]}},
    ),
    "cookie: flashes where none are": (READING, {0: NONE}),
    "cookie: flash and null": (READING, {2: NONE}),
    "cookie: empty flash": (
        "no text is a message too; to ask there is flashes()",
        {0: {"results": [1]}, 1: CLEARED | {"results": [[""]]}},
    ),
    "cookie: flash": (LAST, {1: CLEARED}),
    "cookie: flash counts": (LAST, {2: CLEARED}),
    "cookie: flash of several": (LAST, {2: CLEARED}),
    "cookie: flash of two kinds": (LAST, {2: CLEARED}),
    "cookie: all flashes": (LAST, {1: CLEARED}),
    "cookie: flash shown at once": (LAST, {0: NONE}),
    "cookie: no flash of a kind": (LAST, {2: CLEARED}),
    "cookie: all flashes twice": (LAST, {1: CLEARED}),
    "cookie: flash as it was written": (LAST, {1: CLEARED}),
    "cookie: flash that is an object": (LAST, {1: CLEARED}),
    "cookie: flash before an error": (LAST, {1: CLEARED}),
}
# The sessions of express-session are on its server, ours here are in the cookie.
OF_THE_STORE = {
    ("none", "set"): "what changed, or is to be kept, is in the cookie itself",
    ("none", "cleared"): "what is destroyed is destroyed with its cookie",
}


class Browser:
    """Keeps the one cookie, and tells what an answer did to it."""

    def __init__(self, client):
        self.client, self.ids = client, []

    def ask(self, steps):
        response = self.client.get("/", query_string={"steps": json.dumps(steps)})
        results = response.json if response.status_code == 200 else []
        return {"status": response.status_code, "results": [*map(self.numbered, results)]} | cookie(response)

    def numbered(self, result):
        """Ids by the order in which they are seen."""
        if not isinstance(result, dict) or "id" not in result:
            return result
        if result["id"] not in self.ids:
            self.ids.append(result["id"])
        return {"id": self.ids.index(result["id"])}


def cookie(response):
    """What became of the cookie."""
    lines = response.headers.getlist("Set-Cookie")
    if not lines:
        return NONE
    (line,) = lines
    attributes = parse_cookie(line.partition("; ")[2].lower())
    age = attributes.get("max-age")
    if age == "0":
        return CLEARED
    shown = {"max_age": age and int(age), "same_site": attributes.get("samesite")}
    return {"cookie": "set", "http_only": "httponly" in line.lower(), **shown}


def expected(name, index, answer):
    """What Express answered, with what we answer instead."""
    return (answer | DIFFERENCES.get(name, ("", {}))[1].get(index, {})) if name in DIFFERENCES else answer


@pytest.fixture
def browser_of(serve):
    return lambda kind: Browser(serve(SERVICE.format(options=KINDS[kind]), STEPS))


def is_alike(ours, theirs):
    """The same, an age within two seconds."""
    ages = [answer.get("max_age") or 0 for answer in (ours, theirs)]
    rest = [{key: value for key, value in answer.items() if key != "max_age"} for answer in (ours, theirs)]
    return rest[0] == rest[1] and abs(ages[0] - ages[1]) <= 2


def of_one_kind(answer):
    """An answer without the attributes of a cookie that is not set."""
    if answer["cookie"] == "set":
        return answer
    return {key: answer[key] for key in ("status", "results", "cookie")}


@pytest.mark.parametrize("name", TALKS)
def test_conversation_goes_as_with_express(browser_of, name):
    talk = TALKS[name]
    browser = browser_of(talk["kind"])

    for index, request in enumerate(talk["requests"]):
        theirs = {key: value for key, value in request.items() if key != "steps"}
        ours = browser.ask(request["steps"])
        theirs = of_one_kind(expected(name, index, theirs))
        if not talk["kind"].startswith("cookie") and (theirs["cookie"], ours["cookie"]) in OF_THE_STORE:
            ours = of_one_kind(ours | {"cookie": theirs["cookie"]})
        assert is_alike(ours, theirs), f"request {index}: {ours}, with Express {theirs}"


@pytest.mark.parametrize("name", DIFFERENCES)
def test_difference_is_one_and_has_its_reason(name):
    reason, answers = DIFFERENCES[name]

    assert reason
    for index, answer in answers.items():
        recorded = TALKS[name]["requests"][index]
        assert {key: recorded.get(key) for key in answer} != answer


def test_record_is_of_the_packages_that_are_used_today():
    versions = {name: version.partition(".")[0] for name, version in RECORDED["versions"].items()}

    assert versions == {"express": "5", "cookie-session": "2", "express-session": "1", "connect-flash": "0"}
    assert len(TALKS) >= 60
