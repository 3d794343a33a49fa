from __future__ import annotations

GOOD = "version: 1\nroutes: [{path: /, respond: {text: WORD}}]\n"
BAD = "version: 1\nrotues: []\n"


def test_file_that_is_missing_is_2(run):
    assert run("serve") == (
        2,
        "",
        "gateway serve: gateway.yaml is not a file; `gateway init` writes one\n",
    )


def test_port_that_is_no_number_is_2(run, folder, monkeypatch):
    monkeypatch.setenv("PORT", "http")
    status, _, err = run("serve")

    assert status == 2
    assert "argument --port: invalid int value: 'http'" in err


def test_service_is_served_until_it_is_interrupted(serve, folder):
    (folder / "gateway.yaml").write_text(GOOD)
    site = serve("--no-reload")

    assert site.eventually("/", "WORD"), site.log()
    assert site.stop() == 0
    assert "Traceback" not in site.log()


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
