"""What the verbs of run.py do once the packages are there: `python -m kam.launch VERB …`, started by run.py."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg2

from kam import keeper, translations
from kam.embedded import Servers
from kam.keeper import ServerError
from run import ROOM_WARM, ROOT, SIGNALS, Stamp, Stop, catch_signals, execute, plain_words, refuse_full_disk, step

LOCAL = Path(os.environ.get("BOUSSOLE_LOCAL", ROOT / ".local")).resolve()
MANAGE = [sys.executable, "manage.py"]
BIN = Path(sys.executable).parent
APPS = ("kam", "accounts", "plans", "projects", "agenda")
WEB = ["-m", "gunicorn", "kam.wsgi", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
WORKER = ["-m", "celery", "-A", "kam", "worker", "-l", "info", "-c", "2", "--without-gossip", "--without-mingle"]
BEAT = ["-m", "celery", "-A", "kam", "beat", "-l", "info", "--pidfile="]
SHARED = ["--maxprocesses", "4", "--dist", "worksteal"]  # whoever has nothing left to do takes from the other
CHECKS = {
    "ruff": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "import contracts": [sys.executable, BIN / "lint-imports", "--no-cache"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "templates": [BIN / "djade", "--check", "--target-version", "5.2", *ROOT.glob("templates/**/*.html")],
}


def main() -> int:
    catch_signals()
    verb, *words = sys.argv[1:]
    with plain_words():
        return {"demo": demo, "test": test, "manage": manage, "check": check}[verb](*words)


# --- The four verbs ---------------------------------------------------------------------------------------


def demo(host: str, port: str) -> int:
    """Run web, worker and beat on the demo's data until one of them ends or a person ends it."""
    everywhere = host in ("0.0.0.0", "::")
    name = f"[{host}]" if ":" in host else host
    address = f"http://{'127.0.0.1' if everywhere else name}:{port}"
    os.environ.setdefault("SITE_URL", address)
    os.environ.setdefault("ALLOWED_HOSTS", "*" if everywhere else f"{name},localhost,127.0.0.1")
    with only_demo(address), embedded("dev") as servers:
        prepare_data()
        with contextlib.ExitStack() as held:
            processes = start_processes(held, f"{name}:{port}")
            with step("Web, worker and beat"):
                wait_for_page(f"{address}/healthz", processes)
            say_welcome(address)
            return watch(processes, servers)


def test(processes: str, *words: str) -> int:
    """The checks and every test; with words, only pytest with those words."""
    with one_at_a_time(), embedded("test", durable=False) as servers:
        failed = 0 if words else run_checks()
        translations.compile_all(ROOT / "locale")
        if servers:
            os.environ["TEST_TEMPLATE"] = template_database(servers.environment()["DATABASE_URL"])
        return foreground([sys.executable, "-m", "pytest", *(words or [*SHARED, "-n", processes])]) or failed


def manage(*words: str) -> int:
    translations.compile_all(ROOT / "locale")
    with embedded("dev"):
        return foreground([*MANAGE, *words])


def check() -> int:
    with embedded("test", durable=False):
        return run_checks()


# --- Parts ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def embedded(name: str, *, durable: bool = True):
    """DATABASE_URL and REDIS_URL for everything below; with both given, nothing embedded starts (and None comes)."""
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield None
        return
    LOCAL.mkdir(parents=True, exist_ok=True)
    refuse_full_disk(LOCAL, ROOM_WARM)
    servers = Servers(LOCAL / name, durable=durable)
    with step(f"PostgreSQL and Valkey in {servers.home}"):
        try:
            servers.open()
        except ServerError as error:
            raise Stop(str(error)) from error
    with contextlib.closing(servers):
        for variable in [each for each in os.environ if each.startswith("PG")]:
            del os.environ[variable]  # PGPORT and its like speak of another server
        os.environ.update(servers.environment())
        yield servers


@contextlib.contextmanager
def only_demo(address: str):
    """Two schedulers on the same data would run each job twice."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    path = LOCAL / "demo.lock"
    try:
        lock = keeper.lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Stop(f"the demo runs already, at {path.read_text()}") from None
    with lock:
        path.write_text(address)
        yield


@contextlib.contextmanager
def one_at_a_time():
    """Every test run uses the same database name."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    with open(LOCAL / "test.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step("Waiting for another test run"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def template_database(url: str) -> str:
    """The name of a migrated database for the tests to copy; made anew when a migration or a package has changed."""
    migrations = sorted(path for app in APPS for path in (ROOT / app).rglob("migrations/*.py"))
    name = f"template_{Stamp(ROOT, ROOT / 'requirements.txt', *migrations).now[:12]}"
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            with step("Database for the tests"):
                cursor.execute("DROP DATABASE IF EXISTS unfinished")
                cursor.execute("CREATE DATABASE unfinished")
                unfinished = url.replace(f"/{keeper.DATABASE}?", "/unfinished?")
                execute([*MANAGE, "migrate", "--no-input"], env={**os.environ, "DATABASE_URL": unfinished})
                cursor.execute(f"ALTER DATABASE unfinished RENAME TO {name}")
    return name


def prepare_data() -> None:
    translations.compile_all(ROOT / "locale")
    with static_files():
        with step("Database tables"):
            execute([*MANAGE, "migrate", "--no-input"])
        with step("Demo data"):
            execute([*MANAGE, "seed_demo"])


@contextlib.contextmanager
def static_files():
    """Collect and compress them beside other work; the slowest part of a first start."""
    own = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    names = " ".join(str(path.relative_to(ROOT)) for path in own)
    code = [
        ROOT / "kam/settings.py",
        ROOT / "kam/staticfiles.py",
        ROOT / "package-lock.json",
        ROOT / "requirements.txt",
    ]
    stamp = Stamp(ROOT / "staticfiles" / ".stamp", names, *own, *code)
    if stamp.is_fresh():
        yield
        return
    log = LOCAL / "collectstatic.log"
    with keeper.running(keeper.start([*MANAGE, "collectstatic", "--no-input"], log), signal.SIGTERM) as collecting:
        yield
        with step("Static files"):
            if collecting.wait():
                raise Stop(f"collecting the static files failed:\n{keeper.tail(log)}")
    stamp.renew()


def start_processes(held: contextlib.ExitStack, bind: str) -> dict[str, subprocess.Popen]:
    """Web, worker and beat; they are stopped in the opposite order, within these seconds."""
    os.environ.setdefault("WEB_CONCURRENCY", "2")
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []
    commands = {
        "web": (8, {}, [*WEB, "--bind", bind, "--graceful-timeout", "4", *shared_memory]),
        "worker": (12, {"REMAP_SIGTERM": "SIGQUIT"}, WORKER),
        "beat": (5, {}, BEAT),
    }
    return {
        name: held.enter_context(running(name, [sys.executable, *words], {**os.environ, **environment}, seconds))
        for name, (seconds, environment, words) in commands.items()
    }


def running(name: str, command: list[str], environment: dict, seconds: int):
    process = keeper.start(command, log_of(name), last_words=signal.SIGTERM, cwd=ROOT, env=environment)
    return keeper.running(process, signal.SIGTERM, seconds)


def log_of(name: str) -> Path:
    return LOCAL / f"{name}.log"


def wait_for_page(address: str, processes: dict[str, subprocess.Popen]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def has_answered() -> bool:
        refuse_ended(processes)
        with contextlib.suppress(OSError):
            return opener.open(address, timeout=5).status == 200
        return False

    if not keeper.wait(has_answered, 60):
        raise Stop(f"{address} does not answer. The end of {log_of('web')}:\n{keeper.tail(log_of('web'))}")


def refuse_ended(processes: dict[str, subprocess.Popen]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise Stop(f"{name} has ended. The end of {log_of(name)}:\n{keeper.tail(log_of(name))}")


def say_welcome(address: str) -> None:
    print(f"\n{execute([*MANAGE, 'seed_demo', '--sign-ins']).rstrip()}\n")
    print(f"Boussole runs at {address}\nLogs are in {LOCAL}. Ctrl-C stops everything.", flush=True)


def watch(processes: dict[str, subprocess.Popen], servers: Servers | None) -> int:
    """Until a process or a server ends (1) or a signal asks us to stop (0)."""
    try:
        while servers is None or servers.running():
            refuse_ended(processes)
            time.sleep(0.2)
        raise Stop(f"PostgreSQL or Valkey has ended; see the logs in {servers.home}.")
    except SystemExit:
        print("\nStopping ...", flush=True)
        return 0


def run_checks() -> int:
    """Run every check, and say what each that fails has to say."""
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    return int(bool(failed))


def passes(name: str, command: list) -> bool:
    try:
        with step(f"Check: {name}"):
            execute(command)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return False
    return True


def foreground(command: list) -> int:
    """Run a command that owns the terminal, where Ctrl-C reaches it directly; other signals are passed on."""
    process = subprocess.Popen(command)

    def pass_on(number, _frame):
        if not (number == signal.SIGINT and sys.stdin.isatty()):
            process.send_signal(number)

    for each in SIGNALS:
        signal.signal(each, pass_on)
    code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
