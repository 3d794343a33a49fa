"""What may happen only once at the sandbox, in a SQLite file that all workers share."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """The nonces and tokens that were used, each kept until it would be refused for its age anyway."""

    file: Path

    def first(self, thing: str, lifetime: float) -> bool:
        """Whether this happens for the first time within `lifetime` seconds."""
        now = time.time()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=WAIT)) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS used (thing TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID"
            )
            database.execute("DELETE FROM used WHERE until < ?", (now,))
            cursor = database.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (thing, now + lifetime))
            return cursor.rowcount == 1
