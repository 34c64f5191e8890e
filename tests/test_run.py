"""run.py on machines where something is missing, and what it remembers between two runs."""

import ast
import os
import signal
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import run
from kam import keeper, launch

ROOT = Path(__file__).parents[1]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """run.py in an empty folder."""
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv/bin/python")
    return tmp_path


def test_an_old_python_can_read_run_py_to_say_that_it_is_too_old():
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 8))


@pytest.mark.parametrize(
    ("version", "free_threaded", "suitable"),
    [
        ((3, 10), 0, False),
        ((3, 11), None, True),
        ((3, 14), 0, True),
        ((3, 14), 1, False),
        ((3, 15), 0, False),
    ],
)
def test_only_a_python_with_wheels_for_the_servers_is_suitable(version, free_threaded, suitable):
    assert run.is_suitable(version, free_threaded) == suitable


def test_an_unsuitable_python_names_the_versions_that_are_not(monkeypatch):
    monkeypatch.setattr(run, "is_suitable", lambda *_: False)
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    with pytest.raises(run.Stop, match=r"needs Python 3\.11 to 3\.14"):
        run.use_suitable_python()


def test_a_taken_port_is_named_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, ROOT / "run.py", "demo", "--port", str(port)], capture_output=True, text=True
        )
    assert done.returncode == 1
    assert done.stderr.strip().startswith(f"run.py: cannot listen on 127.0.0.1, port {port}")
    assert done.stderr.count("...") == 0


def test_an_unknown_host_is_a_sentence():
    with pytest.raises(run.Stop, match="cannot listen on no-such-host.invalid"):
        run.refuse_taken_port("no-such-host.invalid", 8000)


def test_a_number_that_is_no_port_is_a_sentence():
    with pytest.raises(run.Stop, match="99999 is not a port"):
        run.refuse_taken_port("127.0.0.1", 99999)


def test_a_full_disk_is_named_before_anything_is_written(elsewhere, monkeypatch):
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 3_000_000))
    with pytest.raises(run.Stop, match="1500 MB are needed on the disk of .* 3 MB are free"):
        run.make_venv()
    assert list(elsewhere.iterdir()) == []


def test_a_python_without_venv_says_what_to_install(elsewhere, monkeypatch):
    monkeypatch.setattr(run, "succeeds", lambda _: False)
    with pytest.raises(run.Stop, match="python3-venv"):
        run.make_venv()


def test_a_machine_without_pip_says_what_to_install(elsewhere, monkeypatch):
    monkeypatch.setattr(run, "succeeds", lambda _: False)
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    with pytest.raises(run.Stop, match="sudo apt install python3-pip"):
        run.install(["-r", "requirements.txt"])


def test_packages_whose_installation_was_interrupted_are_installed_anew(elsewhere):
    run.make_venv()
    half = elsewhere / ".venv/lib/half-a-package"
    half.touch()
    run.make_venv()
    assert half.exists()
    run.unfinished().touch()
    run.make_venv()
    assert not half.exists()


def test_a_disk_that_fills_up_in_the_middle_ends_in_a_sentence():
    code = "import errno, os, sys; sys.exit(os.strerror(errno.ENOSPC))"
    with pytest.raises(SystemExit, match="no room left on the disk"), run.plain_words():
        run.execute([sys.executable, "-c", code])


def test_the_virtual_environment_needs_no_ensurepip(elsewhere):
    run.make_venv()
    assert run.succeeds([run.PYTHON, "-c", "import ssl"])
    assert not run.succeeds([run.PYTHON, "-c", "import pip"])


def test_musl_is_refused_with_the_two_ways_out(monkeypatch):
    monkeypatch.setattr(run.sysconfig, "get_config_var", lambda _: "cpython-312-x86_64-linux-musl")
    with pytest.raises(run.Stop, match=r"DATABASE_URL.*docker compose"):
        run.refuse_musl()


def test_servers_of_ones_own_and_npm_make_the_local_packages_superfluous(monkeypatch):
    monkeypatch.setattr(run, "system_npm", lambda: ["npm"])
    monkeypatch.setenv("DATABASE_URL", "postgres://")
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert run.needs_local_packages()
    monkeypatch.setenv("REDIS_URL", "redis://")
    assert not run.needs_local_packages()


def test_a_failing_command_says_what_it_said():
    with pytest.raises(run.Stop, match="no such thing"):
        run.execute([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


def test_a_stamp_is_stale_when_a_source_changes_or_what_was_made_vanishes(tmp_path):
    source = tmp_path / "list"
    source.write_text("one")
    run.Stamp(tmp_path / "stamp", source, "3.11").renew()
    assert run.Stamp(tmp_path / "stamp", source, "3.11").is_fresh()
    assert not run.Stamp(tmp_path / "stamp", source, "3.12").is_fresh()
    source.write_text("two")
    assert not run.Stamp(tmp_path / "stamp", source, "3.11").is_fresh()
    assert not run.Stamp(tmp_path / "none", source, "3.11").is_fresh()


def test_the_secret_key_is_written_once_and_for_its_owner_only(elsewhere, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (elsewhere / ".env").write_text("# my settings\nDEBUG='1'")
    (elsewhere / ".env").chmod(0o600)
    monkeypatch.setenv("DEBUG", "0")
    run.write_secret_key()
    run.read_dotenv()
    key = os.environ["SECRET_KEY"]
    assert len(key) > 50
    assert os.environ["DEBUG"] == "0"
    run.write_secret_key()
    assert (elsewhere / ".env").read_text() == f"# my settings\nDEBUG='1'\nSECRET_KEY={key}\n"


def test_words_after_two_dashes_go_to_pytest():
    assert run.parse(["test", "--", "-q", "tests/kam"]).words == ["-q", "tests/kam"]
    assert run.parse(["test", "-n", "2"]).processes == "2"
    assert run.parse(["manage", "migrate", "--plan"]).words == ["migrate", "--plan"]


def test_a_second_set_up_waits_for_the_first(elsewhere):
    code = (
        "import run, sys, pathlib; run.ROOT = pathlib.Path(sys.argv[1])\nwith run.setup_lock(): print('in', flush=True)"
    )
    with run.setup_lock():
        other = subprocess.Popen([sys.executable, "-c", code, elsewhere], cwd=ROOT, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
    assert other.communicate(timeout=5)[0] == b"in\n"


# --- Web, worker and beat: three sleepers stand for them ------------------------------------------------

SUPERVISOR = """
import contextlib, sys
from pathlib import Path
from kam import launch

class Servers:
    home = told = None

    def running(self):
        self.told = self.told or print(*(process.pid for process in processes.values()), flush=True) or True
        return True

launch.LOCAL = Path(sys.argv[1])
launch.WEB = launch.WORKER = launch.BEAT = ["-c", "import time, sys; time.sleep(60)", sys.argv[1]]
launch.catch_signals()
with contextlib.ExitStack() as held:
    processes = launch.start_processes(held, "127.0.0.1:0")
    sys.exit(launch.watch(processes, Servers()))
"""


@pytest.fixture
def supervised(tmp_path):
    """A supervisor and the numbers of its three processes."""
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, tmp_path],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    pids = [int(pid) for pid in supervisor.stdout.readline().split()]
    assert len(pids) == 3
    yield supervisor, pids
    supervisor.kill()
    supervisor.communicate()


def are_gone(pids, seconds):
    return keeper.wait(lambda: not any(keeper.command_of(pid) for pid in pids), seconds)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_three_in_good_order(supervised, number):
    supervisor, pids = supervised
    supervisor.send_signal(number)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(10) == 0
    assert are_gone(pids, 0)


def test_killing_the_supervisor_leaves_no_process(supervised):
    supervisor, pids = supervised
    supervisor.kill()
    assert are_gone(pids, 6)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_when_one_ends_all_end_and_the_failure_is_told(supervised, which):
    supervisor, pids = supervised
    os.kill(pids[which], signal.SIGKILL)
    _, errors = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 1
    assert f"{['web', 'worker', 'beat'][which]} has ended" in errors
    assert are_gone(pids, 0)


def test_a_second_demo_names_the_address_of_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "LOCAL", tmp_path)
    with (
        launch.only_demo("http://127.0.0.1:8000"),
        pytest.raises(run.Stop, match="runs already, at http://127.0.0.1:8000"),
        launch.only_demo("http://127.0.0.1:8001"),
    ):
        pass


def test_with_servers_given_nothing_embedded_starts(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    with launch.embedded("never") as servers:
        assert servers is None
    assert not (launch.LOCAL / "never").exists()


def test_catalogues_are_compiled_when_they_are_newer(tmp_path):
    catalogue = tmp_path / "fr/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Account"\nmsgstr "Compte"\n')
    launch.translations.compile_all(tmp_path)
    compiled = catalogue.with_suffix(".mo")
    assert b"Compte" in compiled.read_bytes()
    catalogue.write_text('msgid "Account"\nmsgstr "Client"\n')
    os.utime(compiled, (0, 0))
    launch.translations.compile_all(tmp_path)
    assert b"Client" in compiled.read_bytes()
