"""Loads the settings again and again, each time in a fresh fork with its own environment.

    python -m tests.core.settings_probe      (one JSON object of the environment a line)

What costs time is importing Celery and Django; that is done once, and what is tested, reading
the settings, happens in each fork from nothing.
"""

import json
import os
import sys
import tempfile

import celery  # noqa: F401  imported so that the forks need not
import csp.constants  # noqa: F401
import dj_database_url  # noqa: F401
import dj_email_url  # noqa: F401
import environs  # noqa: F401
import structlog  # noqa: F401
from django.conf import settings  # noqa: F401


def load(environment: dict[str, str], expression: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    from cms.settings import load_settings

    load_settings()
    from django.conf import settings as s

    print(repr(eval(expression, {"s": s})))  # noqa: S307  the test's own words


def answer(request: dict) -> dict:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        pid = os.fork()
        if pid == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = 0
            try:
                load(request["environment"], request["expression"])
            except SystemExit as error:
                if isinstance(error.code, str):
                    sys.stderr.write(error.code + "\n")
                code = error.code if isinstance(error.code, int) else 1
            except BaseException:
                import traceback

                traceback.print_exc()
                code = 70
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(pid, 0)
        out.seek(0)
        err.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": out.read(),
            "err": err.read(),
        }


def main() -> None:
    for line in sys.stdin:
        sys.__stdout__.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.__stdout__.flush()


if __name__ == "__main__":
    main()
