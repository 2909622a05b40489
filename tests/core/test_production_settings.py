"""Production names every missing or unsafe setting before anything starts."""

import json
import os
import subprocess
import sys

import pytest

from tests.servers.guarded import REPOSITORY

SAFE = {
    "FLEDGE_ENV": "production",
    "FLEDGE_SECRET_KEY": "kq8Zt0Vd1sX9bL3nM5pR7wY2cF4gH6jA8eU0iO1aS3dG5fJ7kL",
    "FLEDGE_ALLOWED_HOSTS": "learn.example.org",
    "FLEDGE_BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "postgresql://fledge@127.0.0.1/fledge",
    "REDIS_URL": "redis://127.0.0.1/0",
    "FLEDGE_MEDIA_ROOT": "/srv/fledge/media",
    "FLEDGE_MAIL_FROM": "Fledge <courses@example.org>",
    "FLEDGE_MAIL_PROVIDER": "smtp",
    "FLEDGE_SMTP_URL": "submission://user:secret@mail.example.org:587",
}


def environment(**changes):
    env = {"PATH": os.environ["PATH"]} | SAFE | changes
    return {name: value for name, value in env.items() if value is not None}


def run(*arguments, **changes):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def probe():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.settings_probe"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask(expression="None", **changes):
        request = {"environment": environment(**changes), "expression": expression}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield ask
    process.stdin.close()
    process.wait(timeout=60)
    process.stdout.close()


@pytest.fixture
def problems(probe):
    """Give the lines that name what is wrong; loading the settings is all that happens."""

    def ask(**changes):
        done = probe(**changes)
        if done["code"] == 0:
            return []
        first, *lines = done["err"].splitlines()
        assert first == "Fledge cannot start with these settings:", done["err"]
        assert all(line.startswith("  - ") for line in lines), done["err"]
        assert done["code"] == 3
        return [line.removeprefix("  - ") for line in lines]

    return ask


def test_safe_settings_pass_also_djangos_own_deployment_checks(problems):
    assert problems() == []
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (3 silenced).\n",
    ), done.stderr


def test_every_missing_setting_is_named_at_once(problems):
    lines = problems(
        **{name: None for name in SAFE if name not in {"FLEDGE_ENV", "FLEDGE_SMTP_URL"}}
    )
    assert [line.split(":")[0] for line in lines] == [
        "DATABASE_URL",
        "FLEDGE_ALLOWED_HOSTS",
        "FLEDGE_BASE_URL",
        "FLEDGE_MAIL_FROM",
        "FLEDGE_MAIL_PROVIDER",
        "FLEDGE_SECRET_KEY",
        "REDIS_URL",
        "FLEDGE_S3_PRIVATE_BUCKET",
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FLEDGE_SECRET_KEY", "short", "50 or more random characters"),
        ("FLEDGE_SECRET_KEY", "a" * 60, "50 or more random characters"),
        ("FLEDGE_ALLOWED_HOSTS", "*", "a star would trust"),
        ("FLEDGE_ALLOWED_HOSTS", "other.example.org", "missing from FLEDGE_ALLOWED_HOSTS"),
        ("FLEDGE_ALLOWED_HOSTS", "", "not set"),
        ("FLEDGE_SECRET_KEY", "", "not set"),
        ("FLEDGE_BASE_URL", "http://learn.example.org", "starting with https://"),
        ("FLEDGE_BASE_URL", "learn.example.org", "starting with https://"),
        ("DATABASE_URL", "sqlite:///fledge.sqlite3", "production needs PostgreSQL"),
        ("DATABASE_URL", "postgresql://127.0.0.1", "names no database"),
        ("REDIS_URL", "memcached://127.0.0.1", "give redis://"),
        ("FLEDGE_BROKER_URL", "filesystem://", "redis://, rediss://, amqp://"),
        ("FLEDGE_MEDIA_ROOT", "media", "full path"),
        ("FLEDGE_MEDIA_ROOT", None, "FLEDGE_S3_PRIVATE_BUCKET: name the buckets"),
        ("FLEDGE_MAIL_FROM", "Fledge", "sender's address"),
        ("FLEDGE_MAIL_PROVIDER", "pigeon", "one of smtp, amazon_ses"),
        ("FLEDGE_MAIL_PROVIDER", "postmark", "ANYMAIL_POSTMARK_SERVER_TOKEN"),
        ("FLEDGE_SMTP_URL", "console://", "files and consoles lose mail"),
        ("FLEDGE_TRUSTED_PROXIES", "-1", "0 or more"),
        ("FLEDGE_TRUSTED_PROXIES", "some", "Not a valid integer"),
        ("FLEDGE_DEBUG", "1", "never shows the debug page"),
        ("FLEDGE_LANGUAGE_CODE", "de", "one of en, fr, sw, ar"),
        ("FLEDGE_TIME_ZONE", "Moon/Base", "time zone"),
        ("FLEDGE_CURRENCY", "XYZ", "a code of ISO 4217"),
    ],
)
def test_an_unsafe_value_is_named_with_its_reason(problems, name, value, words):
    lines = problems(**{name: value})
    assert len(lines) == 1, lines
    assert words in lines[0]


def test_all_problems_come_together(problems):
    lines = problems(FLEDGE_SECRET_KEY="short", DATABASE_URL=None, FLEDGE_ALLOWED_HOSTS="*")
    assert [line.split(":")[0] for line in lines] == [
        "DATABASE_URL",
        "FLEDGE_SECRET_KEY",
        "FLEDGE_ALLOWED_HOSTS",
    ]


def test_no_value_is_repeated_in_the_list():
    done = run("manage.py", "check", FLEDGE_SECRET_KEY="hunter2-hunter2")
    assert done.returncode == 3
    assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("manage.py", "migrate"), ("-m", "celery", "-A", "cms", "worker"), ("-c", "import cms.wsgi")],
)
def test_nothing_starts_with_settings_missing(arguments):
    done = run(*arguments, FLEDGE_SECRET_KEY=None, REDIS_URL=None)
    assert done.returncode != 0
    assert "FLEDGE_SECRET_KEY: Environment variable not set." in done.stderr
    assert "REDIS_URL: Environment variable not set." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistyped_environment_is_refused(probe):
    assert probe(FLEDGE_ENV="produktion") == {
        "code": 1,
        "out": "",
        "err": "FLEDGE_ENV is 'produktion'; it must be one of: local, dev, test, production.\n",
    }


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("s.DEBUG", False),
        ("s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT", True),
        ("s.SECURE_HSTS_SECONDS", 31_536_000),
        ("getattr(s, 'SECURE_PROXY_SSL_HEADER', None)", None),
        ("s.DEV_PAGES_ENABLED or s.DEMO_ALLOWED", False),
        ("s.SESSION_ENGINE", "django.contrib.sessions.backends.cached_db"),
        ("s.PASSWORD_HASHERS[0]", "django.contrib.auth.hashers.Argon2PasswordHasher"),
        ("(s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS)", ("mail.example.org", 587, True)),
    ],
)
def test_what_production_stands_on(probe, expression, value):
    assert probe(expression) == {"code": 0, "out": f"{value!r}\n", "err": ""}


def test_a_forwarded_scheme_counts_behind_a_declared_proxy_only(probe):
    done = probe("s.SECURE_PROXY_SSL_HEADER", FLEDGE_TRUSTED_PROXIES="1")
    assert done["out"] == "('HTTP_X_FORWARDED_PROTO', 'https')\n"


def test_a_mail_provider_is_anymails(probe):
    done = probe(
        "(s.EMAIL_BACKEND, s.ANYMAIL['POSTMARK_SERVER_TOKEN'])",
        FLEDGE_MAIL_PROVIDER="postmark",
        ANYMAIL_POSTMARK_SERVER_TOKEN="token",
    )
    assert done["out"] == "('anymail.backends.postmark.EmailBackend', 'token')\n"
