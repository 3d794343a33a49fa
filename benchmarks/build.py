"""How long a configuration of 1,000 routes takes from text to a table, in a process of its own."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Write the seconds and the modules loaded as JSON to the standard output."""
    sys.path.insert(0, str(ROOT))
    from peers.gateway import ENVIRON, routes_text, write
    from scenarios import ROUTES

    from gateway.wsgi import load

    with tempfile.TemporaryDirectory() as folder:
        file = write(Path(folder), "large", routes_text(ROUTES))
        start = time.perf_counter()
        load(file, environ=ENVIRON)
        seconds = time.perf_counter() - start
    unused = sorted({"jinja2", "authlib", "cryptography", "oauthlib", "redis"} & set(sys.modules))
    json.dump({"seconds": seconds, "unused": unused}, sys.stdout)


if __name__ == "__main__":
    main()
