"""The language server that editors run for YAML, spoken to as an editor does: LSP by its stdio."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

HERE = Path(__file__).parent
SERVER = HERE / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE = 300  # seconds, after which a server that says nothing is ended
QUIET = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
ABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
    "workspace": {"configuration": True},
}


@dataclass
class Editor:
    """An editor with one window, in which one file after the other is opened."""

    process: subprocess.Popen[bytes]
    settings: Mapping[str, Any]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _reports: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def ask(self, method: str, **params: Any) -> Any:
        """What the server answers; what it asks meanwhile is answered."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while (said := self._read()).get("id") != number or "method" in said:
            self._take(said)
        return said.get("result")

    def tell(self, method: str, **params: Any) -> None:
        """A message that is not answered."""
        self._send({"method": method, "params": params})

    def open(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Open a file and return what the server says is wrong with it."""
        uri = file.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        while uri not in self._reports:
            self._take(self._read())
        return self._reports.pop(uri)

    def _take(self, said: Mapping[str, Any]) -> None:
        """Answer a question of the server, or keep its report."""
        if said.get("method") == "workspace/configuration":
            wanted = [self.settings.get(item["section"]) for item in said["params"]["items"]]
            self._send({"id": said["id"], "result": wanted})
        elif "id" in said and "method" in said:
            self._send({"id": said["id"], "result": None})
        elif said.get("method") == "textDocument/publishDiagnostics":
            self._reports[said["params"]["uri"]] = said["params"]["diagnostics"]

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        length = 0
        while (line := self.process.stdout.readline()) not in {b"\r\n", b""}:
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            raise EOFError("the language server has ended")
        return json.loads(self.process.stdout.read(length))


@contextmanager
def editor(settings: Mapping[str, Any], folder: Path = HERE) -> Iterator[Editor]:
    """An editor while its server runs, in a folder; settings are those of the section `yaml`."""
    with subprocess.Popen(
        ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        window = Editor(process, {"yaml": {**QUIET, **settings}})
        end = Timer(PATIENCE, process.kill)
        end.start()
        try:
            window.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=ABILITIES)
            window.tell("initialized")
            yield window
        finally:
            end.cancel()
            process.kill()
