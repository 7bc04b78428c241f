# One door for each act, the same for people and for continuous integration.
# Needs python3 (3.11 or newer, with venv), bash and git; everything else comes by pip into .venv.
SHELL := bash
PYTHON ?= python3
ARGS ?=
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
# Compiled once, for the many Python processes that a rehearsal and the tests start, and away from the sources: whoever
# forbids Python to write __pycache__ folders gets none.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/pycache
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help rehearse prove-permissions prove-wiring rehearse-faults embedded-aws test fuzz check format generate bench lock audit clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

rehearse: $(STAMP) ## One blue/green release on an embedded AWS (ARGS=--keep leaves the page open)
	@$(RUN) -m rehearsal $(ARGS)

rehearse-faults: $(STAMP) ## Releases that go wrong, under load: who notices, how soon, what users see (ARGS="8 10" for some)
	@$(RUN) -m rehearsal.faults $(ARGS)

prove-permissions: $(STAMP) ## Takes every permission away once and looks who misses it; writes docs/security.md's table
	@$(RUN) -m rehearsal.prove_permissions $(ARGS)

prove-wiring: $(STAMP) ## Breaks one wire at a time and looks whether the rehearsal notices (MUTATIONS=FILE of JSON lines)
	@$(RUN) -m rehearsal.wiring $(MUTATIONS)

embedded-aws: $(STAMP) ## An AWS that costs nothing, for the pulumi command; prints the environment to export
	@$(RUN) -m rehearsal.engine.serve

test: $(STAMP) ## All tests (ARGS="tests/application -k browser" for some of them)
	@$(RUN) -m pytest -n 4 --dist loadfile --no-loadscope-reorder -rs $(ARGS)

fuzz: $(STAMP) ## Settings and files that nobody would write, many and new ones each time (FUZZ=50 times as many as test)
	@FUZZ=$${FUZZ:-50} $(RUN) -m pytest -n 2 tests/fuzz $(ARGS)

check: $(STAMP) ## Lint, format and types
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

format: $(STAMP) ## Put the code into the format that check asks for
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

generate: $(STAMP) ## Write what is derived from the settings: Pulumi.yaml's config, the READMEs' tables, the schema
	@$(RUN) -m tools.pulumi_config
	@$(RUN) -m tools.settings_table
	@$(RUN) -m tools.settings_page
	@$(RUN) -m tools.idle_cost
	@$(RUN) -m tools.schema
	@$(RUN) -m tools.parts_table
	@$(RUN) -m tools.policy_table

bench: $(STAMP) ## Seconds and memory of preview, up and the whole rehearsal; the load that a release carries
	@$(RUN) -m bench $(ARGS)

lock: $(STAMP) ## Renew requirements.lock: the newest versions that requirements-dev.txt allows, each with its hashes
	@$(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-package blue-green-ecs-pipeline --custom-compile-command "make lock" \
	  --output-file requirements.lock requirements-dev.txt

audit: $(STAMP) ## Look up requirements.lock among known vulnerabilities; fails where it cannot look (needs the internet)
	@$(VENV)/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

clean: ## Remove the virtual environment and the tools' caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis components/build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# From the lock, each file checked by its hash; then the component, editable and without its dependencies, which the lock
# has: only their requirements make an installation stale.
$(STAMP): requirements.lock components/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is older than 3.11; name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "installing into $(VENV), once, about a minute"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable components
	@touch $@
