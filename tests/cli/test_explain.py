from __future__ import annotations


def test_explain_tells_of_a_request(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nroutes: [{path: /, respond: {}}]\n")

    assert run("explain", "get", "/")[1].startswith("GET /\n  GET / (gateway.yaml:2)\n      answers\n")
