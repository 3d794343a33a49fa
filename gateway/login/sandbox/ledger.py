"""What may happen only once at the sandbox, in a SQLite file that all workers share."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """The things that happened, each kept until it would be refused for its age anyway."""

    file: Path

    def first(self, thing: str, lifetime: float) -> bool:
        """Whether this happens for the first time within `lifetime` seconds."""
        now = time.time()
        with self._alone() as database:
            database.execute("DELETE FROM used WHERE until < ?", (now,))
            cursor = database.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (thing, now + lifetime))
            return cursor.rowcount == 1

    def happened(self, thing: str) -> bool:
        """Whether this happened, as far as it is still kept."""
        with self._alone() as database:
            query = "SELECT 1 FROM used WHERE thing = ? AND until >= ?"
            return database.execute(query, (thing, time.time())).fetchone() is not None

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """The table, while no other worker uses it; raise OperationalError after waiting for 5 seconds."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.file, timeout=WAIT, isolation_level=None)
        with closing(database), database:
            # Asked for at once: SQLite waits for a lock when a transaction begins, but not always within one.
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "CREATE TABLE IF NOT EXISTS used (thing TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID"
            )
            yield database
