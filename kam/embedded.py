"""The embedded PostgreSQL and Valkey, as those who use them see them (kam.keeper owns the processes)."""

import fcntl
import json
import subprocess
import sys
from pathlib import Path

from kam import keeper
from kam.keeper import ServerError


class Servers:
    """A hold on the servers of one folder: they run until `close`, or until this process dies, whichever way.

    Any number of processes may hold the same folder. `durable` is for the demo's data; the servers of the tests
    forget everything in a power cut and are quicker for it.
    """

    def __init__(self, home: Path, *, durable: bool = True):
        self.home = Path(home).resolve()
        self.durable = durable
        self._users = self._keeper = None

    def __enter__(self):
        return self.open()

    def __exit__(self, *exception):
        self.close()

    def open(self, timeout: float = 180) -> "Servers":
        """Start the servers or join those that run. Raises ServerError."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._users = keeper.lock(self.home / "users.lock", fcntl.LOCK_SH)  # waits for a keeper that is just leaving
        try:
            if not keeper.wait(self._is_started, timeout):
                raise ServerError(f"The servers of {self.home} did not start within {timeout:.0f} seconds.")
        except BaseException:
            if self._keeper:
                self._keeper.terminate()  # should somebody else wait for it, he starts another one
            self.close()
            raise
        return self

    def close(self) -> None:
        """Let go; when nobody else holds the folder, return once the servers are gone."""
        self._users.close()
        is_leaving = keeper.wait(lambda: not self.running(), 1)
        if is_leaving and keeper.wait(lambda: not keeper.is_locked(self.home / "keeper.lock"), 40) and self._keeper:
            self._keeper.wait()

    def running(self) -> bool:
        return keeper.is_locked(self.home / "ready.lock")

    def environment(self) -> dict[str, str]:
        """DATABASE_URL and REDIS_URL of the servers."""
        return json.loads((self.home / "environment.json").read_text())

    def _is_started(self) -> bool:
        if self.running():
            return True
        if self._keeper and self._keeper.poll():
            raise ServerError(keeper.tail(self.home / "keeper.log"))
        if not keeper.is_locked(self.home / "keeper.lock") and (not self._keeper or self._keeper.poll() is not None):
            self._keeper = self._start_keeper()
        return False

    def _start_keeper(self) -> subprocess.Popen:
        command = [sys.executable, "-I", keeper.__file__, self.home, "durable" if self.durable else "throwaway"]
        with open(self.home / "keeper.log", "ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
            )
