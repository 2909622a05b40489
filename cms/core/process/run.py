"""`make run` and `make dev`: the whole site from one command on one machine.

python -m cms.core.process.run [run|dev]      (PORT, FLEDGE_VAR from the environment)
"""

import json
import os
import shlex
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from .health_watch import HealthWatch
from .places import Place, PlaceError, RunLock, claim_port
from .service_log import LogFile, ServiceLog, Terminal
from .supervisor import Service, Supervisor

BASE_DIR = Path(__file__).resolve().parents[3]
QUEUES = "default,media,code,mail"
COMMANDS = {"run": "make run", "dev": "make dev"}
ENVIRONMENTS = {"run": "local", "dev": "dev"}
REFUSED = 1
# A person waits for these; the others start when the site answers, since all of them
# at once would share the cores that make it answer.
AWAITED = ("assets", "web")


def var_dir() -> Path:
    """Return the folder of everything this checkout keeps."""
    return Path(os.environ.get("FLEDGE_VAR") or BASE_DIR / "var").resolve()


def child_environment(mode: str, port: int) -> dict[str, str]:
    """Return what the services get: our own choice of settings, whatever the shell had."""
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env["FLEDGE_ENV"] = ENVIRONMENTS[mode]
    env["FLEDGE_PORT"] = str(port)
    env["PYTHONUNBUFFERED"] = "1"
    # Bundlers and watchers are beside the Python that runs this.
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', '')}"
    return env


def _worker_argv() -> list[str]:
    # Gossip, mingling and heartbeats talk to other workers: here is only one.
    return [
        # In a container the only user is root; what is run here is our own code.
        *(sys.executable, "-W", "ignore:You're running the worker with superuser"),
        *("-m", "celery", "--quiet", "-A", "cms", "worker"),
        *("--pool", "prefork", "--concurrency", "2", "--queues", QUEUES),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        *("--loglevel", "WARNING"),
    ]


def _beat_argv(folder: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "cms", "beat", "--pidfile", ""),
        *("--schedule", str(folder / "beat-schedule"), "--loglevel", "WARNING"),
    ]


def run_services(env: Mapping[str, str], place: Place) -> list[Service]:
    """Return the services as they ship: gunicorn, a worker, the beat."""
    fd = place.socket.fileno()
    web = [
        *(sys.executable, "-m", "gunicorn", "cms.wsgi:application"),
        *("--bind", f"fd://{fd}", "--workers", "2", "--worker-class", "gthread"),
        *("--threads", "4", "--preload", "--timeout", "60", "--graceful-timeout", "2"),
        # Its control socket has one name per user: a second checkout would take it over.
        *("--no-control-socket", "--log-level", "warning"),
    ]
    return [
        Service("web", web, env, pass_fds=(fd,)),
        Service("worker", _worker_argv(), env, grace_seconds=5.0),
        Service("beat", _beat_argv(var_dir()), env, grace_seconds=2.0),
    ]


def dev_services(env: Mapping[str, str], place: Place) -> list[Service]:
    """Return the services for work on the code: all of them start again on changes."""
    watch = [
        *(sys.executable, "-m", "watchfiles", "--filter", "python"),
        *("--verbosity", "warning", "--sigint-timeout", "6"),
    ]
    folders = ["cms", "courses", "learning", "commerce", "search"]
    web = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{place.port}"]
    return [
        Service("assets", ["node", "static/build.mjs", "--watch"], env, grace_seconds=1.0),
        Service("web", web, env, grace_seconds=2.0),
        Service("worker", [*watch, shlex.join(_worker_argv()), *folders], env, grace_seconds=5.0),
        Service("beat", [*watch, shlex.join(_beat_argv(var_dir())), *folders], env),
    ]


def welcome(place: Place, seconds: float) -> str:
    """Return what a person needs to know once the site answers."""
    lines = [
        "",
        f"Fledge is ready after {seconds:.1f} s:  {place.url}",
        f"  Editors     {place.url}admin/",
        f"  Mails       {place.url}dev/outbox",
    ]
    accounts = _accounts()
    if accounts:
        lines.append("  Accounts    (made for this copy only)")
        width = max(len(account["email"]) for account in accounts)
        lines += [
            f"    {account['email']:<{width}}  {account['password']}  {account['role']}"
            for account in accounts
        ]
    lines += [f"  Log         {var_dir() / 'log' / 'fledge.log'}", "  Stop it with Ctrl-C.", ""]
    return "\n".join(lines)


def _accounts() -> list[dict[str, str]]:
    try:
        accounts: list[dict[str, str]] = json.loads((var_dir() / "accounts.json").read_text())
    except (OSError, ValueError):
        return []
    return accounts


def _serve(mode: str, lock: RunLock, place: Place, log: ServiceLog) -> int:
    started_at = time.monotonic()
    env = child_environment(mode, place.port)
    supervisor = Supervisor(
        log,
        cwd=BASE_DIR,
        hold_fds=(lock.fd,),
        # Killing `make` alone must end what it started.
        watch_parent="MAKELEVEL" in os.environ,
    )
    with supervisor:
        prepare = [sys.executable, "manage.py", "prepare_local"]
        code = supervisor.run_once(Service("setup", prepare, env))
        if code:
            log.say("Fledge could not be set up: the reason is in the lines above.")
            return REFUSED
        if mode == "dev":
            place.socket.close()
        services = (dev_services if mode == "dev" else run_services)(env, place)
        supervisor.start(service for service in services if service.name in AWAITED)

        def go_on() -> None:
            log.say(welcome(place, time.monotonic() - started_at))
            supervisor.start_soon(service for service in services if service.name not in AWAITED)

        watch = HealthWatch(place.url, say=log.say, is_up=supervisor.is_up, on_ready=go_on)
        watch.start()
        exit_code = supervisor.serve()
        watch.stop()
        log.say(f"{supervisor.stop_reason} Stopping.")
    log.say("Everything is stopped.")
    return exit_code


def main(arguments: list[str]) -> int:
    """Claim this checkout and a port, then run until told to stop."""
    mode = arguments[0] if arguments else "run"
    try:
        lock = RunLock(var_dir() / "run.lock")
        lock.acquire()
        place = claim_port(os.environ.get("PORT"), command=COMMANDS[mode])
        lock.note(place.url)
        file = LogFile(var_dir() / "log" / "fledge.log")
    except PlaceError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    except OSError as error:
        sys.stderr.write(
            f"{error.filename or var_dir()} cannot be written ({error.strerror}):"
            " make room there, or name another folder by FLEDGE_VAR.\n"
        )
        return REFUSED
    log = ServiceLog(Terminal(), file)
    if place.note:
        log.say(place.note)
    try:
        return _serve(mode, lock, place, log)
    finally:
        log.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
