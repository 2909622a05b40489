# Every target installs what it needs; `make help` lists them.
# PORT=8001 chooses a port, PYTHON=python3.12 an interpreter, ARGS="..." goes to pytest and scripts.

VENV := $(or $(FLEDGE_VENV),$(CURDIR)/.venv)
BIN := $(VENV)/bin
# The first Python that is new enough; without one, requirements/install.py says what to do.
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(or $(shell for python in $(CANDIDATES); do \
	$$python -c 'import sys; sys.version_info < (3, 11) and sys.exit(1); print(sys.executable)' \
	2>/dev/null && break; done),python3)
# One more than the cores have to do: those of browsers and servers wait much.
WORKERS ?= 3
ARGS ?=
export PORT

.DEFAULT_GOAL := help
.PHONY: help install install-dev services run dev test lint soak shots controls messages lock

help: ## List what can be made
	@sed -n 's/^\([a-z][a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sed 's/\t/            /; s/^\(.\{12\}\) */\1/'

install: ## Install what running needs into this folder
	@command -v $(PYTHON) >/dev/null || { echo "There is no python3 here: install Python 3.11 or newer (Debian: apt install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) requirements/install.py

install-dev:
	@command -v $(PYTHON) >/dev/null || { echo "There is no python3 here: install Python 3.11 or newer (Debian: apt install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) requirements/install.py --dev

services: ## Install PostgreSQL, Redis, Chromium, gettext and ffmpeg for the tests
	@$(PYTHON) requirements/services.py

run: install ## Run the site on this machine and print its address
	@exec $(BIN)/python -m cms.core.process.run run

dev: install-dev ## Run it with the debug page, reload and watched assets
	@exec $(BIN)/python -m cms.core.process.run dev

test: install-dev ## Run every test with small rounds
	@$(PYTHON) requirements/services.py --if-missing
	@# Compiled once and not by each of a hundred processes, whatever the shell has said.
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: install-dev ## Check style, types, layers, templates, migrations and messages
	@$(PYTHON) requirements/services.py --if-missing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py messages --check

soak: install-dev ## Run the long rounds and print counts and seed
	@$(PYTHON) requirements/services.py --if-missing
	@FLEDGE_ROUNDS=soak $(BIN)/python -m pytest -m soak -s -p no:xdist -o timeout=0 $(ARGS)

shots: install-dev ## Write screenshots of every page type
	@$(PYTHON) requirements/services.py --if-missing
	@$(BIN)/python -m tests.shots $(ARGS)

controls: install-dev ## Take each guard away and see its test fail
	@$(PYTHON) requirements/services.py --if-missing
	@$(BIN)/python -m tests.controls $(ARGS)

messages: install-dev ## Collect messages for translators
	@$(BIN)/python manage.py messages

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 \
	--custom-compile-command "make lock"

lock: install-dev ## Write the lock files anew (ARGS=--upgrade takes newer versions)
	$(COMPILE) $(ARGS) -o requirements/base.txt
	$(COMPILE) $(ARGS) --extra build -c requirements/base.txt -o requirements/build.txt
	$(COMPILE) $(ARGS) --all-extras -c requirements/build.txt -o requirements/dev.txt
	PATH="$(BIN):$$PATH" $(BIN)/npm install --package-lock-only
