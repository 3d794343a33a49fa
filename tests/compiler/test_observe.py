from __future__ import annotations

import pytest


def test_health_answers_ok_and_is_not_stored(client):
    answer = client("").get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_readiness_of_a_whole_service_is_ok(client):
    answer = client("").get("/readyz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_paths_of_health_and_readiness_are_yours(client):
    browser = client("observe: {health: /alive, readiness: /ready}\n")

    assert [browser.get(path).status_code for path in ("/alive", "/ready", "/healthz", "/readyz")] == [
        200,
        200,
        404,
        404,
    ]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_none_turns_health_and_readiness_off(client, path):
    assert client("observe: {health: none, readiness: none}\n").get(path).status_code == 404


def test_health_runs_no_stack(client):
    layer = "def stop(request, call_next): return 'stopped'\n"
    settings = 'settings: {default_stack: all}\nstacks: {all: ["gate:stop"]}\n'
    browser = client(settings + "routes: [{path: /, respond: {text: a}}]\n", {"gate.py": layer})

    assert browser.get("/").text == "stopped"
    assert browser.get("/healthz").json == {"status": "ok"}


def test_health_answers_whatever_host_is_asked_for(client):
    browser = client("settings: {hosts: [example.org]}\nroutes: [{path: /, respond: {text: a}}]\n")

    assert browser.get("/healthz", base_url="http://10.0.0.7").status_code == 200
    assert browser.get("/", base_url="http://10.0.0.7").status_code == 400


def test_trace_that_cannot_be_called_is_refused(refused):
    text = "observe: {trace: 'hooks:nothing'}\nroutes: []\n"

    said = refused(text, {"hooks.py": "def nothing(): pass\n"})[0]

    assert "2:18 GW063 hooks:nothing is called with (request, stage, seconds)" in said
