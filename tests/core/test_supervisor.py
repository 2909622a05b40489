"""The supervisor and its lifelines: nothing they started outlives them, however they end."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from cms.core.process.places import PlaceError, RunLock, claim_port
from cms.core.process.run import child_environment
from cms.core.process.service_log import LogFile, ServiceLog, Terminal
from cms.core.process.spawn import LIFELINE, spawn
from cms.core.process.supervisor import describe_exit

BASE = Path(__file__).resolve().parents[2]
SUPERVISED = [sys.executable, "-m", "tests.core.supervised"]
QUIET = ("first  | awake", "second | awake")
DEAF = ("first  | awake", "deaf   | deaf", "deaf   | deaf orphan")
# For what happens in any case, on a machine where everything else happens, too.
WAIT_SECONDS = 30.0
pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")


class Scene:
    """A marker in the environment of everything a test starts, and what still carries it."""

    def __init__(self, folder):
        self.folder = folder
        self.marker = f"FLEDGE_TEST_MARKER={uuid.uuid4().hex}"
        name, _, value = self.marker.partition("=")
        self.env = {**os.environ, name: value}

    def start(self, scene, *options, **kwargs):
        kwargs = {"stdout": subprocess.DEVNULL, "start_new_session": True, **kwargs}
        command = [*SUPERVISED, str(self.folder), scene, *options]
        return subprocess.Popen(command, cwd=BASE, env=self.env, **kwargs)

    def alive(self):
        found = {}
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if self.marker.encode() in environ.read_bytes():
                    command = (environ.parent / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(environ.parent.name)] = command.decode().strip()
            except OSError:
                continue
        return found

    def pids(self, text):
        return [pid for pid, command in self.alive().items() if text in command]

    def log(self):
        path = self.folder / "fledge.log"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line.partition(" ")[2] for line in lines]

    def told(self):
        """Return what the supervisor said itself."""
        return [line for line in self.log() if line.startswith("fledge")]

    def wait_for(self, condition):
        until = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < until, f"log: {self.log()}\nalive: {self.alive()}"
            time.sleep(0.02)

    def wait_for_lines(self, *lines):
        """Wait for all of them: which of two services speaks first is not said."""
        self.wait_for(lambda: set(lines) <= set(self.log()))

    def assert_nothing_left(self):
        self.wait_for(lambda: not self.alive())


@pytest.fixture
def scene(tmp_path):
    scene = Scene(tmp_path)
    yield scene
    for pid in scene.alive():
        os.kill(pid, signal.SIGKILL)


# However the supervisor ends


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_everything_in_order(scene, name):
    process = scene.start("quiet")
    scene.wait_for_lines(*QUIET)
    process.send_signal(signal.Signals[name])
    assert process.wait(timeout=WAIT_SECONDS) == 0
    assert scene.log()[-2:] == [f"fledge | stop: Told to stop by {name}.", "fledge | ended"]
    assert scene.alive() == {}


def test_a_killed_supervisor_leaves_no_process_even_deaf_ones(scene):
    process = scene.start("deaf")
    scene.wait_for_lines(*DEAF)
    assert len(scene.pids("sleep 600")) >= 2
    process.kill()
    assert process.wait(timeout=WAIT_SECONDS) == -signal.SIGKILL
    scene.assert_nothing_left()


def test_a_closed_terminal_stops_everything(scene):
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(BASE)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        os.execve(sys.executable, [*SUPERVISED, str(scene.folder), "deaf"], scene.env)  # noqa: S606
    scene.wait_for_lines(*DEAF)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    # Whichever the kernel shows first.
    reasons = ("Told to stop by SIGHUP.", "The terminal is gone.")
    assert scene.log()[-2].removeprefix("fledge | stop: ") in reasons
    assert scene.log()[-1] == "fledge | ended"
    assert scene.alive() == {}


def test_a_closed_terminal_is_seen_without_a_signal(scene):
    master, slave = pty.openpty()
    process = scene.start("quiet", stdout=slave)
    os.close(slave)
    scene.wait_for_lines(*QUIET)
    os.close(master)
    assert process.wait(timeout=WAIT_SECONDS) == 0
    assert scene.log()[-2:] == ["fledge | stop: The terminal is gone.", "fledge | ended"]
    assert scene.alive() == {}


def test_a_standard_output_that_is_gone_stops_everything(scene):
    process = scene.start("chatty", stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"chatty | line\n"
    process.stdout.close()
    assert process.wait(timeout=WAIT_SECONDS) == 0
    # Lines of the service may come in between, until it has ended.
    assert scene.told() == ["fledge | stop: The terminal is gone.", "fledge | ended"]
    assert scene.alive() == {}


def test_under_nohup_a_hangup_changes_nothing(scene):
    process = scene.start("quiet", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    scene.wait_for_lines(*QUIET)
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.terminate()
    assert process.wait(timeout=WAIT_SECONDS) == 0


def test_the_death_of_make_stops_everything(scene):
    command = [*SUPERVISED, str(scene.folder), "quiet", "watch-parent"]
    code = f"import subprocess; subprocess.run({command!r})"
    make = subprocess.Popen([sys.executable, "-c", code], cwd=BASE, env=scene.env)
    scene.wait_for_lines(*QUIET)
    make.kill()
    make.wait()
    scene.assert_nothing_left()
    assert scene.log()[-2] == "fledge | stop: The process that started this one is gone."


def test_a_second_interrupt_hurries(scene):
    process = scene.start("patient")
    scene.wait_for_lines(*DEAF[1:])
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    started_at = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=WAIT_SECONDS) == 0
    # Its grace is a minute.
    assert time.monotonic() - started_at < 20
    assert scene.alive() == {}


# Services that die


def test_a_killed_service_is_started_again(scene):
    process = scene.start("quiet")
    scene.wait_for_lines(*QUIET)
    alive = scene.alive().items()
    victim = next(pid for pid, command in alive if command.startswith("sh -c echo awake"))
    os.kill(victim, signal.SIGKILL)
    scene.wait_for(lambda: len([line for line in scene.log() if line.endswith("awake")]) == 3)
    told = scene.told()
    assert len(told) == 1
    assert told[0].endswith("ended (killed by SIGKILL); it starts again in 0.05 s.")
    process.terminate()
    assert process.wait(timeout=WAIT_SECONDS) == 0
    assert scene.alive() == {}


def test_a_killed_lifeline_takes_its_service_along_and_both_come_back(scene):
    process = scene.start("quiet")
    scene.wait_for_lines(*QUIET)
    # A shell says that it is awake before it has its two sleepers.
    scene.wait_for(lambda: list(scene.alive().values()).count("sleep 600") == 4)
    before = set(scene.alive())
    victim = scene.pids(str(LIFELINE))[0]
    family = [pid for pid in before if os.getsid(pid) == victim]
    assert len(family) == 4  # the lifeline, a shell and its sleepers
    os.kill(victim, signal.SIGKILL)
    scene.wait_for(lambda: len([line for line in scene.log() if line.endswith("awake")]) == 3)
    scene.wait_for(lambda: not set(family) & set(scene.alive()))
    process.terminate()
    assert process.wait(timeout=WAIT_SECONDS) == 0
    assert scene.alive() == {}


def test_a_service_that_always_fails_stops_everything_with_one_sentence(scene):
    process = scene.start("failing")
    assert process.wait(timeout=WAIT_SECONDS) == 1
    log = scene.log()
    assert log.count("failing| no luck") == 3
    sentence = (
        "failing ended 3 times within 60 seconds (exit code 3), so everything is stopped;"
        f" its last lines are in {scene.folder / 'fledge.log'}."
    )
    assert scene.told()[-2:] == [f"fledge | stop: {sentence}", "fledge | ended"]
    assert scene.alive() == {}


# Lifelines


def _end(spawned):
    try:
        return spawned.popen.wait(timeout=WAIT_SECONDS)
    finally:
        spawned.release()


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 128 + signal.SIGKILL)],
)
def test_a_lifeline_passes_the_exit_code_on(script, code):
    assert _end(spawn(["sh", "-c", script])) == code


def test_a_lifeline_says_that_a_command_is_missing():
    spawned = spawn(["no-such-command-here"], stderr=subprocess.PIPE)
    assert spawned.popen.stderr.read() == b"no-such-command-here: No such file or directory\n"
    assert _end(spawned) == 127


def test_what_a_command_leaves_behind_ends_with_it(scene):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"
    script = f"""setsid {sys.executable} -c '{deaf}' & {sys.executable} -c '{deaf}' & sleep 0.5"""
    assert _end(spawn(["sh", "-c", script], env=scene.env)) == 0
    assert scene.alive() == {}


def test_a_lifeline_forwards_the_signal_it_was_told(scene):
    script = "trap 'exit 5' INT; trap '' TERM; echo ready; while :; do sleep 0.05; done"
    spawned = spawn(["sh", "-c", script], env=scene.env, end_signal="INT", stdout=subprocess.PIPE)
    assert spawned.popen.stdout.readline() == b"ready\n"
    assert spawned.stop(timeout_seconds=WAIT_SECONDS) == 5
    assert scene.alive() == {}


def test_a_released_lifeline_ends_its_command(scene):
    spawned = spawn(["sleep", "600"], env=scene.env)
    scene.wait_for(lambda: scene.pids("sleep 600"))
    spawned.release()
    assert spawned.popen.wait(timeout=WAIT_SECONDS) == 128 + signal.SIGTERM
    assert scene.alive() == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_lifeline_runs_its_command_as_another_user():
    script = "import os; print(os.getuid(), os.getgid(), os.getgroups())"
    spawned = spawn(
        [sys.executable, "-S", "-c", script], stdout=subprocess.PIPE, user=(65534, 65534)
    )
    output = spawned.popen.stdout.read()
    assert _end(spawned) in (0, 126)
    # Root's own Python may lie where nobody else can read it.
    assert output in (b"65534 65534 []\n", b"65534 65534 [65534]\n", b"")


def test_exit_codes_are_said_in_words():
    assert describe_exit(3) == "exit code 3"
    assert describe_exit(128 + signal.SIGTERM) == "killed by SIGTERM"
    assert describe_exit(-signal.SIGKILL) == "killed by SIGKILL"


# Ports and the lock


def _listening():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener, listener.getsockname()[1]


def test_a_taken_port_is_refused_in_one_sentence():
    listener, port = _listening()
    with listener, pytest.raises(PlaceError) as refusal:
        claim_port(str(port), command="make run")
    assert str(refusal.value) == f"Port {port} is taken; choose another one: make run PORT=8001"


def test_without_a_wish_the_next_free_port_is_taken_and_told(monkeypatch):
    listener, port = _listening()
    monkeypatch.setattr("cms.core.process.places.FIRST_PORT", port)
    monkeypatch.setattr("cms.core.process.places.LAST_PORT", port + 19)
    with listener:
        place = claim_port(None, command="make run")
    with place.socket:
        assert port < place.port <= port + 19
        assert place.note == f"Port {port} is taken; using {place.port}."
        assert place.url == f"http://127.0.0.1:{place.port}/"


@pytest.mark.parametrize("wish", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused_in_one_sentence(wish):
    with pytest.raises(PlaceError) as refusal:
        claim_port(wish, command="make run")
    assert str(refusal.value) == f"PORT={wish} is no port: choose a number from 1024 to 65535."


def test_two_checkouts_that_start_at_once_get_two_ports():
    first = claim_port(None, command="make run")
    second = claim_port(None, command="make run")
    with first.socket, second.socket:
        assert first.port != second.port


def test_a_second_run_in_one_checkout_is_told_where_the_first_is(tmp_path):
    lock = RunLock(tmp_path / "run.lock")
    lock.acquire()
    lock.note("http://127.0.0.1:8003/")
    done = subprocess.run(
        [sys.executable, "-m", "cms.core.process.run", "run"],
        cwd=BASE,
        env={**os.environ, "FLEDGE_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=WAIT_SECONDS,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "Fledge already runs here at http://127.0.0.1:8003/; stop it with Ctrl-C there.\n"
    )
    lock.close()


def test_a_run_with_a_taken_port_says_one_sentence(tmp_path):
    listener, port = _listening()
    with listener:
        done = subprocess.run(
            [sys.executable, "-m", "cms.core.process.run", "run"],
            cwd=BASE,
            env={**os.environ, "FLEDGE_VAR": str(tmp_path), "PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
            timeout=WAIT_SECONDS,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} is taken; choose another one: make run PORT=8001\n"


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(tmp_path):
    (tmp_path / "var").write_text("a file, where a folder is needed")
    done = subprocess.run(
        [sys.executable, "-m", "cms.core.process.run", "run"],
        cwd=BASE,
        env={**os.environ, "FLEDGE_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{tmp_path / 'var'} cannot be written (File exists):"
        " make room there, or name another folder by FLEDGE_VAR.\n"
    )


def test_the_lock_waits_for_what_a_killed_run_left(tmp_path, scene):
    path = tmp_path / "run.lock"
    code = (
        "import sys, time; from pathlib import Path\n"
        "from cms.core.process.places import RunLock; from cms.core.process.spawn import spawn\n"
        f"lock = RunLock(Path({str(path)!r})); lock.acquire()\n"
        "deaf = 'trap \"\" TERM; while :; do sleep 0.1; done'\n"
        "spawn(['sh', '-c', deaf], hold_fds=(lock.fd,), grace_seconds=1.0)\n"
        "print('ready', flush=True); time.sleep(600)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code], cwd=BASE, env=scene.env, stdout=subprocess.PIPE
    )
    assert run.stdout.readline() == b"ready\n"
    scene.wait_for(lambda: scene.pids("trap"))
    run.kill()
    run.wait()
    run.stdout.close()
    lock = RunLock(path)
    lock.acquire(leftovers_seconds=WAIT_SECONDS)
    assert scene.alive() == {}
    assert json.loads(path.read_text()) == {"pid": os.getpid(), "url": ""}
    lock.close()


# The log


def test_a_terminal_that_is_held_does_not_hold_the_log(tmp_path):
    read_end, write_end = os.pipe()
    log = ServiceLog(Terminal(write_end), LogFile(tmp_path / "fledge.log"))
    started_at = time.monotonic()
    for number in range(5_000):
        log.write("web", f"line {number} " + "x" * 100)
    assert time.monotonic() - started_at < 5
    log.close()
    assert len((tmp_path / "fledge.log").read_text().splitlines()) == 5_000
    os.close(read_end)
    os.close(write_end)


def test_a_large_log_is_moved_aside_and_three_are_kept(tmp_path):
    log = LogFile(tmp_path / "fledge.log", largest_bytes=100)
    for number in range(12):
        log.write(f"{number:03} " + "x" * 40)
    log.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["fledge.log", "fledge.log.1", "fledge.log.2", "fledge.log.3"]
    assert "011" in (tmp_path / "fledge.log.1").read_text()


def test_prefixes_are_coloured_on_a_terminal_only(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    master, slave = pty.openpty()
    read_end, write_end = os.pipe()
    assert Terminal(slave).coloured is True
    assert Terminal(write_end).coloured is False
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal(slave).coloured is False
    for fd in (master, slave, read_end, write_end):
        os.close(fd)


def test_services_get_our_settings_whatever_the_shell_had(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    monkeypatch.setenv("FLEDGE_ENV", "production")
    env = child_environment("run", 8004)
    assert "DJANGO_SETTINGS_MODULE" not in env
    assert (env["FLEDGE_ENV"], env["FLEDGE_PORT"]) == ("local", "8004")
    assert child_environment("dev", 8004)["FLEDGE_ENV"] == "dev"
