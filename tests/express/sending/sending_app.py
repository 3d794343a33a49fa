"""The handlers of the sending group."""

from __future__ import annotations

from pathlib import Path

from gateway.http import download, send_file

FILES = Path(__file__).parent / "files"


def file(request):
    return send_file(FILES / "nine.txt")


def named(request):
    return send_file(request.query["name"], root=FILES)


def denied(request):
    return send_file(request.query["name"], root=FILES, dotfiles="deny")


def allowed(request):
    return send_file(request.query["name"], root=FILES, dotfiles="allow")


def aged(request):
    return send_file("nine.txt", root=FILES, max_age=86400)


def immutable(request):
    return send_file("nine.txt", root=FILES, max_age=3600, immutable=True)


def undated(request):
    return send_file("nine.txt", root=FILES, last_modified=False)


def whole(request):
    return send_file("nine.txt", root=FILES, ranges=False)


def part(request):
    return send_file("nine.txt", root=FILES, start=2, end=4)


def headers(request):
    return send_file("nine.txt", root=FILES, headers={"X-One": "1"})


def typed(request):
    return send_file("nine.txt", root=FILES, type="text/csv")


def status(request):
    return send_file("nine.txt", root=FILES, status=404)


def download_file(request):
    return download(FILES / "data.json")


def download_as(request):
    return download(FILES / "nine.txt", request.query["name"])


def download_named(request):
    return download(request.query["name"], root=FILES)


def download_headers(request):
    return download("nine.txt", "n.txt", root=FILES, headers={"X-One": "1"}, max_age=60)


def download_hidden(request):
    return download(".hidden", root=FILES, dotfiles="allow")
