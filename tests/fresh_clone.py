"""What a newcomer meets: a fresh clone, an empty home, and two commands. Prints the times.

    python -m tests.fresh_clone [--user NAME] [--suite] [--keep]

Clones HEAD into an empty folder, runs `make run`, looks at the site, stops it as
Ctrl-C does, starts it again with the network cut, and closes the terminal under a
third start. With --suite also `make test` and `.ci/run`. As root it can play another
user. Nothing of the caller's environment is kept but PATH, certificates and pip's
configuration, and a Node or ffmpeg of the machine is hidden by stand-ins that tell.
"""

import argparse
import contextlib
import fcntl
import os
import pty
import pwd
import re
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
KEPT = re.compile(
    r"^(PATH|LANG|PIP_\w+|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|\w+_CA_BUNDLE|\w*proxy)$", re.I
)
HIDDEN = ("node", "nodejs", "npm", "npx", "ffmpeg", "ffprobe")
READY = re.compile(rb"Fledge is ready after [\d.]+ s:\s+(http://\S+/)")
FIRST_START_SECONDS = 900
SECOND_START_SECONDS = 10
STOP_SECONDS = 15
SUITE_SECONDS = 3600


class Failed(SystemExit):
    """A promise that was not kept."""


class Clone:
    """The fresh clone, the person who has it, and the environment of their shell."""

    def __init__(self, folder, user):
        self.folder = folder
        self.path = folder / "fledge"
        self.user = pwd.getpwnam(user) if user else None
        self.marker = f"FLEDGE_FRESH_CLONE={secrets.token_hex(8)}"
        self.calls = folder / "hidden-calls"
        hidden = folder / "hidden"
        home = folder / "home"
        for path in (hidden, home):
            path.mkdir()
        self.calls.touch()
        self.calls.chmod(0o666)
        for name in HIDDEN:
            script = hidden / name
            script.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.calls}\nexit 127\n')
            script.chmod(0o755)
        self.env = {name: value for name, value in os.environ.items() if KEPT.match(name)}
        self.env["PATH"] = os.pathsep.join([str(hidden), *self._reachable_path()])
        self.env["HOME"] = str(home)
        name, _, value = self.marker.partition("=")
        self.env[name] = value

    def _reachable_path(self):
        folders = self.env.get("PATH", os.defpath).split(os.pathsep)
        if self.user is None or os.geteuid() != 0:
            return folders
        # Another user cannot enter root's folders, as a version manager's often are.
        return [folder for folder in folders if not folder.startswith("/root")]

    def make_it(self):
        _run(["git", "clone", "--quiet", str(BASE), str(self.path)])
        if self.user:
            _run(["chown", "-R", f"{self.user.pw_uid}:{self.user.pw_gid}", str(self.folder)])
            self.folder.chmod(0o755)

    def popen(self, command, **kwargs):
        if self.user and os.geteuid() == 0:
            kwargs |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return subprocess.Popen(command, cwd=self.path, env=self.env, **kwargs)

    def left(self):
        """Return the commands that still carry our marker."""
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if self.marker.encode() in environ.read_bytes():
                    command = (environ.parent / "cmdline").read_bytes().replace(b"\0", b" ")
                    # A process that has just ended shows no command any more.
                    found += [command.decode(errors="replace").strip()] if command else []
        return found


class Start:
    """One `make run` in a terminal of its own."""

    def __init__(self, clone, port):
        self.clone = clone
        self.began_at = time.monotonic()
        self.output = b""
        master, slave = pty.openpty()
        self.terminal = master
        self.process = clone.popen(
            ["make", "run", *([f"PORT={port}"] if port else [])],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # Makes it the controlling terminal: closing it hangs up, Ctrl-C interrupts.
            preexec_fn=lambda: fcntl.ioctl(0, _TIOCSCTTY, 0),
        )
        os.close(slave)
        os.set_blocking(master, False)

    def wait_until_ready(self, seconds):
        """Return (address, seconds it took)."""
        while not (found := READY.search(self.output)):
            self._read()
            took = time.monotonic() - self.began_at
            if self.process.poll() is not None or took > seconds:
                self.process.kill()
                raise Failed(f"Not ready after {took:.1f} s:\n{self.output.decode()[-4000:]}")
            time.sleep(0.02)
        return found.group(1).decode(), time.monotonic() - self.began_at

    def _read(self):
        with contextlib.suppress(BlockingIOError, OSError):
            self.output += os.read(self.terminal, 65_536)

    def press_ctrl_c(self):
        """Stop it as a person does; return the seconds it took."""
        began_at = time.monotonic()
        os.write(self.terminal, b"\x03")
        while self.process.poll() is None and time.monotonic() - began_at < STOP_SECONDS:
            self._read()
            time.sleep(0.02)
        return self._assert_nothing_left(began_at)

    def close_terminal(self):
        """Close the window; return the seconds until nothing was left."""
        began_at = time.monotonic()
        os.close(self.terminal)
        return self._assert_nothing_left(began_at)

    def _assert_nothing_left(self, began_at):
        while (left := self.clone.left()) and time.monotonic() - began_at < STOP_SECONDS:
            self.process.poll()
            time.sleep(0.02)
        if left:
            raise Failed(f"Still there after {STOP_SECONDS} s:\n" + "\n".join(left))
        return time.monotonic() - began_at


_TIOCSCTTY = 0x540E
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1


def _run(command):
    subprocess.run(command, check=True)


def _say(text, seconds=None):
    dots = "" if seconds is None else f"{'.' * (48 - len(text))} {seconds:7.1f} s"
    print(f"{text} {dots}".rstrip(), flush=True)


def _look_at(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    pages = {
        "": b"Fledge",
        "accounts/login/": b'type="password"',
        "dev/outbox/": b"<h1",
        "admin/login/": b'type="password"',
    }
    for path, expected in pages.items():
        with opener.open(address + path, timeout=20) as answer:
            body = answer.read()
            if answer.status != 200 or expected not in body:
                raise Failed(f"{address}{path} answered {answer.status} without {expected!r}")
            _say(f"  {answer.url} answers {answer.status}, {len(body)} bytes")


def _cut_network():
    """Move this process, and what it starts, to where there is only loopback."""
    if os.geteuid() == 0:
        flags = os.CLONE_NEWNET if hasattr(os, "CLONE_NEWNET") else 0x40000000
        _unshare(flags)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))
    with contextlib.suppress(OSError), socket.create_connection(("192.0.2.1", 80), timeout=1):
        raise Failed("The network is not cut.")


def _unshare(flags):
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags):
        raise Failed(f"The network cannot be cut: {os.strerror(ctypes.get_errno())}")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _without_network(clone):
    """Start a second time in a child that has no network; return (ready, stopped) seconds."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        try:
            _cut_network()
            start = Start(clone, None)
            address, ready = start.wait_until_ready(60)
            _look_at(address)
            stopped = start.press_ctrl_c()
            os.write(write_end, f"{ready} {stopped}".encode())
        except SystemExit as error:
            print(error, flush=True)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise Failed("The start without network failed.")
    return tuple(float(word) for word in answer.split())


def _suite(clone, command):
    began_at = time.monotonic()
    with clone.popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        output = process.communicate(timeout=SUITE_SECONDS)[0].decode(errors="replace")
    _say(" ".join(command), time.monotonic() - began_at)
    tail = [line for line in output.splitlines() if line.strip()][-3:]
    _say("\n".join(f"  {line}" for line in tail))
    if process.returncode:
        (clone.folder / "failed-output").write_text(output)
        raise Failed(f"{' '.join(command)} failed:\n{output[-6000:]}")


def _play(clone, options):
    began_at = time.monotonic()
    clone.make_it()
    _say("git clone", time.monotonic() - began_at)

    start = Start(clone, _free_port())
    address, seconds = start.wait_until_ready(FIRST_START_SECONDS)
    _say("make run, first start, until ready", seconds)
    _look_at(address)
    _say("Ctrl-C, until no process is left", start.press_ctrl_c())

    ready, stopped = _without_network(clone)
    _say("make run, second start, network cut, until ready", ready)
    _say("Ctrl-C, until no process is left", stopped)
    if ready >= SECOND_START_SECONDS:
        raise Failed(f"The second start took {ready:.1f} s, not under {SECOND_START_SECONDS} s.")

    start = Start(clone, _free_port())
    _say("make run, third start, until ready", start.wait_until_ready(60)[1])
    _say("Terminal closed, until no process is left", start.close_terminal())

    called = clone.calls.read_text().splitlines()
    _say(f"Calls of the machine's {', '.join(HIDDEN)}: {', '.join(called) or 'none'}")
    if called:
        raise Failed("A program of the machine was used that a newcomer may not have.")
    if options.suite:
        _suite(clone, ["make", "test"])
        _suite(clone, [".ci/run"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--user", help="play this user (as root), for instance nobody")
    parser.add_argument("--suite", action="store_true", help="also make test and .ci/run")
    parser.add_argument("--keep", action="store_true", help="keep the folder")
    options = parser.parse_args()
    if options.user and os.geteuid() != 0:
        parser.error("only root can play another user")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    folder = Path(tempfile.mkdtemp(prefix="fledge-fresh-"))
    clone = Clone(folder, options.user)
    who = options.user or pwd.getpwuid(os.geteuid()).pw_name
    load = os.getloadavg()[0]
    _say(f"Fresh clone of {commit} as {who}, empty home and caches")
    _say(f"{os.cpu_count()} cores, load {load:.1f} before the start")
    try:
        _play(clone, options)
    finally:
        if options.keep:
            _say(f"Kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    _say("Every promise was kept.")


if __name__ == "__main__":
    main()
