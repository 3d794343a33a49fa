from __future__ import annotations

import signal
import socket
import threading
import time
import urllib.error
import urllib.request

import pytest

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
GOOD = "version: 1\nroutes: [{path: /, respond: {text: WORD}}]\n"
BAD = "version: 1\nrotues: []\n"


def test_file_that_is_missing_is_2(run):
    assert run("serve") == (
        2,
        "",
        "gateway serve: gateway.yaml is not a file; `gateway init` writes one\n",
    )


@pytest.mark.parametrize("port", ["http", "0", "99999", "-1"])
def test_what_is_no_port_is_2(run, folder, monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    status, _, err = run("serve")

    assert status == 2
    assert f"{port!r} is no port; it must be a whole number from 1 to 65535" in err


def test_service_is_served_until_it_is_interrupted(serve, folder):
    (folder / "gateway.yaml").write_text(GOOD)
    site = serve("--no-reload")

    assert site.eventually("/", "WORD"), site.log()
    assert site.stop() == 0
    assert "Traceback" not in site.log()


def answer_of(url: str) -> str:
    """What a server in another thread answers within ten seconds."""
    for _ in range(100):
        try:
            with DIRECT.open(url, timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()
        except OSError:
            time.sleep(0.1)
    return ""


@pytest.mark.parametrize(("text", "expected"), [(GOOD, "WORD"), (BAD, "gateway.yaml has problems")])
def test_service_ends_quietly_within_its_process(run, folder, text, expected):
    (folder / "gateway.yaml").write_text(text)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    answers: list[str] = []

    def visit() -> None:
        answers.append(answer_of(f"http://127.0.0.1:{port}/"))
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    visitor = threading.Thread(target=visit)
    visitor.start()
    status, _, _ = run("serve", "--no-reload", "--port", str(port))
    visitor.join(10)

    assert status == 0
    assert expected in answers[0]


def test_broken_file_is_shown_in_the_browser_until_it_is_mended(serve, folder):
    (folder / "gateway.yaml").write_text(BAD)
    site = serve()

    assert site.eventually("/anything", "unknown key &#34;rotues&#34;"), site.log()
    assert site.get("/")[0] == 500
    assert site.log().count('unknown key "rotues"') == 1
    (folder / "gateway.yaml").write_text(GOOD)
    assert site.eventually("/", "WORD"), site.log()
    assert site.stop() == 0


def test_change_of_a_served_file_is_seen(serve, folder):
    (folder / "gateway.yaml").write_text("version: 1\ninclude: [parts/*.yaml]\n")
    (folder / "parts").mkdir()
    (folder / "parts" / "a.yaml").write_text(GOOD.partition("\n")[2].replace("WORD", "first"))
    site = serve()

    assert site.eventually("/", "first"), site.log()
    (folder / "parts" / "a.yaml").write_text(GOOD.partition("\n")[2].replace("WORD", "second"))
    assert site.eventually("/", "second"), site.log()


@pytest.mark.parametrize(
    ("route", "name", "content"),
    [
        ("view: late.html", "views/late.html", "made later"),
        ("handler: late:made", "late.py", "def made(request):\n    return 'made later'\n"),
    ],
)
def test_file_that_was_missing_is_found_once_it_is_there(serve, folder, route, name, content):
    (folder / "gateway.yaml").write_text(f"version: 1\nroutes: [{{path: /, {route}}}]\n")
    (folder / "views").mkdir()
    site = serve()

    assert site.eventually("/", "gateway.yaml has problems"), site.log()
    (folder / name).write_text(content)
    assert site.eventually("/", "made later"), site.log()
    assert site.log().count("error[GW06") == 1


def test_ending_who_watches_ends_who_serves(serve, folder):
    (folder / "gateway.yaml").write_text(GOOD)
    site = serve()
    assert site.eventually("/", "WORD"), site.log()

    site.process.terminate()

    assert site.process.wait(10) == 0
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.1", site.port), 1):
        pass
