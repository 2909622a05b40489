#!/bin/sh
# Build what the image holds: docker/build.sh <prefix>
#
#   <prefix>/app    the code, with compiled messages and bundled assets
#   <prefix>/venv   what running needs, by requirements/base.txt
#   <prefix>/var    collected static files; only read while running
#   <prefix>/media  empty; a volume for uploads
#
# Needs Python 3.11 or newer (PYTHON names another) and no Docker. What building alone
# needs (Node, the message compiler) stays in a folder that is removed at the end.
set -eu

if [ "$#" -ne 1 ]; then
	echo "Usage: docker/build.sh <prefix>" >&2
	exit 2
fi
if [ -e "$1" ] && [ -n "$(ls -A "$1")" ]; then
	echo "docker/build.sh: $1 is not empty: name an empty or a new folder." >&2
	exit 1
fi
umask 022
# What the shell was set to is not what the image gets.
unset DJANGO_SETTINGS_MODULE FLEDGE_ENV FLEDGE_BASE_URL PYTHONPATH PYTHONHOME
mkdir -p "$1"
prefix=$(CDPATH='' cd -- "$1" && pwd)
source=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
python=${PYTHON:-python3}
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT
trap 'exit 1' HUP INT TERM

echo "Copying the code"
mkdir -p "$prefix/app" "$prefix/media" "$prefix/var"
tar -C "$source" -cf - --exclude=__pycache__ --exclude='*.mo' --exclude=static/dist \
	cms courses learning commerce search templates static locale requirements docker \
	manage.py pyproject.toml package.json package-lock.json .npmrc |
	tar -C "$prefix/app" -xf - --no-same-owner
cd "$prefix/app"

echo "Building assets and messages"
FLEDGE_VENV="$aside/venv" FLEDGE_VAR="$aside/var" "$python" requirements/install.py

echo "Installing what running needs"
"$python" -m venv "$prefix/venv"
"$prefix/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
	--require-hashes -r requirements/base.txt

echo "Collecting static files"
# Local settings find the same files as production ones, and need no secret.
FLEDGE_ENV=local FLEDGE_VAR="$aside/var" "$prefix/venv/bin/python" manage.py \
	collectstatic --no-input --verbosity 0
mv "$aside/var/static" "$prefix/var/static"

# What only building needed. The sources of the bundles are no use to a server either.
rm -rf "$prefix/app/node_modules" "$prefix/app/var"
"$prefix/venv/bin/python" -m compileall -q "$prefix/app" "$prefix/venv/lib"
echo "Built into $prefix"
