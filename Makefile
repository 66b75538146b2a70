# Each target sets up what it needs. Another Python: make PYTHON=python3.12 demo
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Without compiled files each of our programs, and each worker of the tests, would compile everything again.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
PAGE := sandbox/page
CRASH := tests/e2e/test_kills.py tests/e2e/test_kills_of_warnings.py tests/e2e/test_races.py tests/lies tests/simulation tests/soak tests/crash
JUDGES := tests/clients
PERSONAS := tests/personas tests/browser/test_looks.py
SHORT := tests/personas/test_newcomers.py
WALKS := tests/browser/test_two_people.py tests/browser/test_keyboard.py tests/browser/test_life_of_bookings.py tests/browser/test_trouble.py tests/browser/test_first_use.py tests/browser/test_week.py tests/sandbox/page
# Over HTTP what has tests of its own further in; and what make crash plays with more examples.
LONG := $(addprefix tests/e2e/test_, outlook_trouble.py many_calendars.py two_chats.py lost_connections.py answers.py people_and_offers.py series.py slack_platform.py sync_preference.py life.py team_calendar.py why_reasons.py types.py approval.py) \
	tests/judges/test_slack_hostile.py tests/judges/test_teams_hostile.py
SLACK_TYPES := tests/judges/slack_types
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
# The first Python of 3.11 to 3.13 that can be found.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: help demo smoke test long crash personas figures soak clients oracle check bench pictures texts experience pins clean page judges .venv

help: ## This list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r n t; do printf 'make %-10s %s\n' "$$n" "$$t"; done

demo: .venv page ## Try it: bot, local Microsoft 365 and Slack, and a page to click
	@$(BIN)/clearhour demo

smoke: .venv ## The main job over HTTP, each step printed: today and on three days that surprised programs before
	@$(BIN)/python -m tests.smoke
	@$(BIN)/python -m tests.smoke --clock friday-night clock-change last-day

test: check page judges ## Everything: checks and all tests but those of make long, make crash, make personas and make clients
	@$(BIN)/python -m pytest -n 3 $(addprefix --ignore=,$(CRASH) $(JUDGES) $(PERSONAS) $(WALKS) $(LONG))

crash: .venv judges ## The slow proofs: kill -9, lost notifications, races for one hour (KILLS=1000 ROUNDS=50 for all of them), a month of fifty people, lying bots that smoke must catch, 100 hostile screens of each kind
	@CLEARHOUR_KILLS=$${KILLS:-60} CLEARHOUR_CROWD=200 CLEARHOUR_ROUNDS=$${ROUNDS:-1} $(BIN)/python -m pytest -n 3 $(CRASH)
	@CLEARHOUR_SCREENS=$${SCREENS:-100} $(BIN)/python -m pytest -n 2 tests/judges/test_slack_hostile.py tests/judges/test_teams_hostile.py

figures: .venv ## What docs/proofs.md publishes: KILLS=1000 ROUNDS=50 make figures is the whole, and takes a quarter of an hour
	@CLEARHOUR_KILLS=$${KILLS:-200} CLEARHOUR_CROWD=200 CLEARHOUR_ROUNDS=$${ROUNDS:-5} $(BIN)/python -m pytest -n 0 -q -s --timeout 0 tests/crash
	@$(BIN)/python -m bench acknowledging

long: .venv judges ## The long plays over HTTP that make test has no time for, with every fault of Outlook
	@CLEARHOUR_FAULTS=$${FAULTS:-all} $(BIN)/python -m pytest -n 3 $(LONG)

personas: .venv page ## In a browser: eleven people reach their goal in Slack and in Teams, axe judges the page, all of the page's own tests (CLEARHOUR_PERSONAS=short: one of them in one chat)
	@$(BIN)/python -m pytest -n 2 $(if $(filter short,$(CLEARHOUR_PERSONAS)),$(SHORT),$(PERSONAS) $(WALKS))

clients: .venv .venv-clients/.installed $(JUDGES)/js/node_modules/.installed ## Microsoft's own clients (and O365) judge the sandbox, step by step
	@PATH="$$PATH:$(CURDIR)/$(BIN)" .venv-clients/bin/python -m pytest -v --no-header -W ignore $(JUDGES)

soak: .venv judges ## For long: 10,000 notifications with kill -9 every 500, 4,000 histories (HISTORIES=200000 runs for a night), 5,000 hostile screens of each kind
	@CLEARHOUR_NOTIFICATIONS=10000 CLEARHOUR_HISTORIES=$${HISTORIES:-4000} $(BIN)/python -m pytest -n 2 --timeout 0 -s tests/soak \
		tests/unit/sync/test_histories.py tests/unit/sync/test_warned_histories.py
	@CLEARHOUR_SCREENS=$${SCREENS:-5000} CLEARHOUR_CRAWL=1 $(BIN)/python -m pytest -n 2 --timeout 0 tests/judges

oracle: .venv ## Random requests against the minute-by-minute oracle; CASES=20000 of them take a quarter of an hour
	@CLEARHOUR_ORACLE_CASES=$${CASES:-20000} $(BIN)/python -m pytest tests/unit/availability/test_oracle.py -k as_many --timeout 0 -p no:randomly

check: .venv ## Formatting, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted. Fix: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv ## The benchmarks, side by side with what you would pick instead
	@$(BIN)/python -m bench

pictures: .venv page ## Take the pictures in docs/images again, and the gallery of every card
	@$(BIN)/python -m tests.pictures

experience: .venv judges ## Write docs/experience.md again: every command and screen, in both chats
	@$(BIN)/python -m tests.judges.experience

texts: .venv ## Bring the translations up to date with the sentences, and say what is missing (docs/texts.md)
	@$(BIN)/python -m core.dialogue.catalogue

pins: .venv ## Choose newest versions for requirements/*.txt, with hashes
	@rm -rf .venv/pins && $(PYTHON) -m venv .venv/pins && .venv/pins/bin/python -m pip install --quiet --disable-pip-version-check uv
	@for f in base dev node clients; do (cd requirements && ../.venv/pins/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links $$f.in -o $$f.txt) || exit 1; done

clean: ## Remove what the targets made (.venv, caches, npm packages)
	@rm -rf .venv .venv-clients $(PAGE)/node_modules $(JUDGES)/js/node_modules $(SLACK_TYPES)/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info build dist
	@find . -name __pycache__ -prune -exec rm -rf {} +

.venv: .venv/.installed
.venv/.installed: requirements/dev.txt
	@[ -n "$(PYTHON)" ] || { echo "Clearhour needs Python 3.11, 3.12 or 3.13 and finds none. Fix: install one, or make PYTHON=/path/to/python3.12 ..."; exit 1; }
	@echo "Installing into .venv (about a minute) ..."
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

.venv-clients/.installed: requirements/clients.txt | .venv
	@echo "Installing Microsoft's clients into .venv-clients (about a minute) ..."
	@$(PYTHON) -m venv .venv-clients
	@.venv-clients/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/clients.txt
	@touch $@

page: $(PAGE)/node_modules/.installed
judges: $(SLACK_TYPES)/node_modules/schema.json
# Slack's TypeScript types as a JSON schema, which judges every message of ours.
$(SLACK_TYPES)/node_modules/schema.json: $(SLACK_TYPES)/types.ts $(SLACK_TYPES)/node_modules/.installed
	@cd $(SLACK_TYPES) && PATH="$$PATH:$(CURDIR)/$(BIN)" node node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js \
		--path types.ts --type '*' --no-type-check -o node_modules/schema.json
%/node_modules/.installed: %/package-lock.json | .venv
	@command -v npm >/dev/null || [ -x $(BIN)/npm ] || { echo "npm is missing: taking Node from a wheel ..."; $(PIP) --require-hashes -r requirements/node.txt; }
	@echo "Installing the packages of $* ..."
	@cd $* && PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@
