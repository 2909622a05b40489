#!/bin/sh
# What a container runs, and what can be run without one:
#
#   entrypoint.sh web|worker|beat        a process of the site
#   entrypoint.sh manage <command> ...   manage.py, such as: manage migrate
#   entrypoint.sh health web|worker|beat whether that process does its work
#
# Settings come from the environment (docs/running-in-production.md).
set -eu

app=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
prefix=$(dirname -- "$app")
venv=${FLEDGE_VENV:-$prefix/venv}
export FLEDGE_ENV="${FLEDGE_ENV:-production}"
export FLEDGE_VAR="${FLEDGE_VAR:-$prefix/var}"
export PYTHONUNBUFFERED=1
# FLEDGE_ENV alone names the settings.
unset DJANGO_SETTINGS_MODULE
beat_schedule=${TMPDIR:-/tmp}/fledge-beat-schedule
cd "$app"

if [ "$(id -u)" -eq 0 ]; then
	echo "entrypoint.sh: not as root; name an unprivileged user." >&2
	exit 1
fi

case "${1:-}" in
web)
	# A worker process starts anew after some thousand requests: a slow leak never matters.
	exec "$venv/bin/python" -m gunicorn cms.wsgi:application \
		--bind "${FLEDGE_BIND:-0.0.0.0:8000}" \
		--workers "${FLEDGE_WEB_WORKERS:-2}" --worker-class gthread \
		--threads "${FLEDGE_WEB_THREADS:-4}" \
		--timeout 60 --graceful-timeout 25 --keep-alive 5 \
		--max-requests 5000 --max-requests-jitter 500 \
		--no-control-socket --log-level info
	;;
worker)
	exec "$venv/bin/python" -m celery -A cms worker \
		--queues "${FLEDGE_WORKER_QUEUES:-default,media,code,mail}" \
		--concurrency "${FLEDGE_WORKER_PROCESSES:-2}" --loglevel INFO
	;;
beat)
	exec "$venv/bin/python" -m celery -A cms beat \
		--schedule "$beat_schedule" --pidfile "" --loglevel INFO
	;;
manage)
	shift
	exec "$venv/bin/python" manage.py "$@"
	;;
health)
	exec "$venv/bin/python" docker/health.py "${2:-web}" "$beat_schedule"
	;;
*)
	echo "Usage: entrypoint.sh web|worker|beat, manage <command>, or health <process>" >&2
	exit 2
	;;
esac
