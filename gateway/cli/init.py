"""`gateway init`: write a small project that runs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from gateway.cli.schema import text as schema

_FILES = {
    "gateway.yaml": """\
# yaml-language-server: $schema=gateway.schema.json
version: 1

stacks:
  web: [request_id, access_log, security_headers]

settings:
  default_stack: web

routes:
  - {path: /, view: index.html, data: handlers.home:index}
  - {path: /hello/:name, handler: handlers.home:hello}
""",
    "handlers/__init__.py": '"""What gateway.yaml calls."""\n',
    "handlers/home.py": '''\
"""The first pages."""

from gateway.http import Request


def index(request: Request) -> dict[str, str]:
    """The values of views/index.html."""
    return {"visitor": request.remote_addr or "somebody"}


def hello(request: Request, name: str) -> dict[str, str]:
    """A greeting as JSON."""
    return {"hello": name}
''',
    "views/index.html": """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>It runs</title>
<h1>It runs</h1>
<p>Hello, {{ visitor }}. Edit <code>gateway.yaml</code> and reload,
or try <a href="/hello/world">/hello/world</a>.</p>
</html>
""",
    ".gitignore": ".gateway/\n__pycache__/\n",
}


def add_options(options: ArgumentParser) -> None:
    """DIRECTORY."""
    options.add_argument(
        "directory", nargs="?", type=Path, default=Path(), metavar="DIRECTORY", help="default: this folder"
    )


def run(options: Namespace) -> int:
    """Write the files, overwriting none; 2 if one is there already."""
    files = {**_FILES, "gateway.schema.json": schema()}
    taken = [name for name in files if (options.directory / name).exists()]
    if taken:
        sys.stderr.write(f"gateway init: {', '.join(taken)} is there already; nothing was written\n")
        return 2
    for name, text in files.items():
        path = options.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path}")
    print(f"\nnow run: {f'cd {options.directory} && ' if options.directory != Path() else ''}gateway serve")
    return 0
