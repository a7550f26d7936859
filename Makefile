# Every target sets up what it needs. `make run` and `make test` are all that a newcomer has to know.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := run

VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --no-deps

# The first Python on the machine that is new enough.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys, ensurepip; print("$(p)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)))

CATALOGUES := servicedesk/translations/zh_CN/LC_MESSAGES/messages servicedesk/translations/en/LC_MESSAGES/messages

.PHONY: run setup test check bench prove screens messages format lock database front-end clean

run: setup ## serve http://127.0.0.1:8000 with demo data
	@$(BIN)/python .ci/accounts.py
	@exec $(BIN)/python app.py

setup: $(VENV)/runtime.stamp static/vendor/.complete $(CATALOGUES:=.mo) database

test: $(VENV)/dev.stamp static/vendor/.complete $(CATALOGUES:=.mo) ## ARGS="tests/rules -x" narrows it
	@$(BIN)/pytest -n 2 $(ARGS)

check: $(VENV)/dev.stamp $(CATALOGUES:=.mo)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python .ci/catalogues.py check
	$(BIN)/python .ci/migrations.py

bench: TICKETS ?= 100000
bench: DATABASE ?= sqlite
bench: $(VENV)/dev.stamp $(CATALOGUES:=.mo)
	@$(BIN)/python -m tests.bench --tickets $(TICKETS) --database $(DATABASE)

prove: $(VENV)/dev.stamp $(CATALOGUES:=.mo) ## the long proofs; CASES="kills rings" narrows them
	@$(BIN)/python -m tests.prove $(CASES)

screens: $(VENV)/dev.stamp static/vendor/.complete $(CATALOGUES:=.mo)
	@$(BIN)/python -m tests.screens

messages: $(VENV)/dev.stamp ## bring both catalogues up to date with the code; lists what Chinese lacks
	$(BIN)/python .ci/catalogues.py update

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Brings the database up to date; the first time it also fills it.
database: $(VENV)/runtime.stamp $(CATALOGUES:=.mo)
	@.ci/database

front-end:
	@rm -f static/vendor/.complete
	@$(MAKE) --no-print-directory static/vendor/.complete

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer with its venv module (Debian: python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	$(PIP) -r requirements-dev.txt
	@touch $@

# Missing packages are no error here: the script says so, and the next `make` tries again.
static/vendor/.complete: package-lock.json static/icons.txt .ci/front_end.py requirements-node.txt | $(BIN)/python
	@$(BIN)/python .ci/front_end.py

%.mo: %.po .ci/catalogues.py | $(VENV)/runtime.stamp
	@$(BIN)/python .ci/catalogues.py compile $<

# Names come from pyproject.toml and package.json; UPGRADE=--upgrade takes the newest that these allow.
UV := var/lock/bin/uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url $(UPGRADE)
lock: | $(BIN)/python
	@test -x $(UV) || { $(BIN)/python -m venv var/lock && var/lock/bin/python -m pip install --quiet uv; }
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --group node -o requirements-node.txt
	npm install --package-lock-only

clean: ## forget everything that was installed; var/ (the data) stays
	rm -rf $(VENV) node_modules static/vendor $(CATALOGUES:=.mo)
