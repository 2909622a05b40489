"""A supervisor to be stopped and killed by tests: `python supervised.py <folder> <scene>`.

Its services carry the environment of the test, so that a test can find whatever is
left of them.
"""

import sys
import threading
from pathlib import Path

from cms.core.process.service_log import LogFile, ServiceLog, Terminal
from cms.core.process.supervisor import RestartPolicy, Service, Supervisor

SLEEPER = ["sh", "-c", "echo awake; sleep 600 & sleep 600"]
# Deaf to TERM, and with a child in a session of its own that is deaf as well.
DEAF = [
    sys.executable,
    "-c",
    """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print("deaf orphan", flush=True)
        time.sleep(600)
    os._exit(0)
print("deaf", flush=True)
time.sleep(600)
""",
]
FAILING = ["sh", "-c", "echo no luck; exit 3"]
CHATTY = ["sh", "-c", "while :; do echo line; sleep 0.05; done"]

SCENES = {
    "quiet": [Service("first", SLEEPER), Service("second", SLEEPER)],
    "deaf": [Service("first", SLEEPER), Service("deaf", DEAF, grace_seconds=0.5)],
    "patient": [Service("deaf", DEAF, grace_seconds=60.0)],
    "failing": [Service("first", SLEEPER), Service("failing", FAILING)],
    "chatty": [Service("chatty", CHATTY)],
}


def main(folder: Path, scene: str, *options: str) -> int:
    log = ServiceLog(Terminal(), LogFile(folder / "fledge.log"))
    policy = RestartPolicy(first_delay_seconds=0.05, longest_delay_seconds=0.1, deaths=3)
    supervisor = Supervisor(log, policy=policy, watch_parent="watch-parent" in options)
    with supervisor:
        first, *others = SCENES[scene]
        supervisor.start([first])
        # As a run does when the site answers: from another thread.
        threading.Thread(target=supervisor.start_soon, args=[others]).start()
        code = supervisor.serve()
        log.say(f"stop: {supervisor.stop_reason}")
    log.say("ended")
    log.close()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
