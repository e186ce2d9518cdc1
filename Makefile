# What one does with a checkout: setup, demo, check, test. Everything lives in .venv/ and var/.
# Knows no system package by name; tools/ does.

PORT ?= 8000
DATA ?= var
PYTEST_ARGS ?=
BIN := .venv/bin
# A stamp per lock: make compares dates, so the second call does nothing.
RUNS := .venv/.ready-to-run
TESTS := .venv/.ready-to-test

# Where an environment forbids it, every process a test starts would compile the house again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo check format test texts lock clean

help:
	@echo "make setup             the environment in .venv, with everything for working on Plenary"
	@echo "make demo [PORT=8000]  sample events with sign-in links, served on this machine"
	@echo "make check             format, lint, types, import contracts"
	@echo "make test              all tests (PYTEST_ARGS='-k agenda' for some)"
	@echo "make performance       figures beside their limits (ONLY=posting for some)"
	@echo "make format            format and mend what the linter can mend"
	@echo "make texts             new texts of pages and refusals into the .po files"
	@echo "make lock              new versions of the libraries into requirements/"

setup: $(TESTS)

demo: $(RUNS)
	@$(BIN)/plenary demo --port $(PORT) --data $(DATA)

check: $(TESTS)
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Some files are not formatted: run make format."; exit 1; }
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > .venv/contracts.txt || { cat .venv/contracts.txt; exit 1; }
	@grep '^Contracts:' .venv/contracts.txt

format: $(TESTS)
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

test: $(TESTS)
	@sh tools/programs.sh
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 $(PYTEST_ARGS)

texts: $(TESTS)
	@sh tools/texts.sh

performance: $(TESTS)
	@$(BIN)/python -m performance $(if $(ONLY),--only $(ONLY))

lock:
	@sh tools/lock.sh

clean:
	rm -rf .venv var build dist

$(RUNS): requirements/run.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements/run.lock
	@touch $(RUNS)

$(TESTS): requirements/test.lock requirements/run.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements/test.lock
	@touch $(RUNS) $(TESTS)
