# Everything that people and CI run. `make run` and `make test` need only make and Python >= 3.11.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test check format browser faults security bench load install lock help

run: .venv/run-installed ## run the whole desk; PORT, DATA_DIR and ADMIN_PASSWORD are read
	@exec $(BIN)/python manage.py up

# One more than there are cores: much of the time is waiting, for a browser or for a desk.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

test: .venv/test-installed ## run all tests, of the long suites a quick part
	@exec $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal \
		--cov --cov-report=term -m "not slow or quick"

check: .venv/test-installed ## format, lint, contracts, types, Django's checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/test-installed ## put the code into shape
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

browser: .venv/test-installed ## only the tests that drive a browser
	@exec $(BIN)/python -m pytest -m browser

faults: .venv/test-installed ## stop, kill and freeze the parts of a whole desk, and check every promise
	@exec $(BIN)/python -m pytest tests/faults tests/helpdesk tests/conversations/test_takeover.py \
		-o log_cli=true -o log_cli_level=WARNING

security: .venv/test-installed ## attack the desk: red team, look-alikes, markup and rights, with the rates
	@exec $(BIN)/python -m pytest tests/security tests/permissions tests/test_permissions.py \
		tests/knowledge/test_rendering.py tests/knowledge/answering/guard

# Quality on what is committed, and with SETS=FOLDER on a folder of labelled sets as well.
QUALITY = asking_back compound followups grounded misanswers likeness triage languages replay
ON_SETS = evaluated fit_gate ablation intents guard cache

bench: .venv/test-installed ## measure the desk's parts beside the raw parts they are made of, and its answers; SETS is read
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.load overhead
	$(foreach part,$(QUALITY),$(BIN)/python -m benchmarks.$(part) &&) true
	$(if $(SETS),$(foreach part,$(ON_SETS),$(BIN)/python -m benchmarks.$(part) $(SETS) &&) true)
	$(if $(SETS),$(MAKE) .venv/llama)
	$(if $(SETS),PYTHONPATH=.venv/llama $(BIN)/python -m benchmarks.scale $(SETS) --llama)
	$(if $(SETS),$(BIN)/python -m benchmarks.gaps $(SETS)/banking77oos/*.jsonl)

# What retrieval is compared with; no part of the desk and none of its tests.
.venv/llama: benchmarks/scale/requirements.lock | .venv/test-installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target $@ -r $<
	@touch $@

load: .venv/test-installed ## put loads on whole desks, one after the other; takes over an hour
	$(BIN)/python -m benchmarks.load dialogues --count 50
	$(BIN)/python -m benchmarks.load dialogues --count 100
	$(BIN)/python -m benchmarks.load overhead
	$(BIN)/python -m benchmarks.load held
	$(BIN)/python -m benchmarks.load restart
	$(BIN)/python -m benchmarks.load step
	$(BIN)/python -m benchmarks.load memory

install: .venv/run-installed ## install what running needs

lock: ## write the locked requirements anew from pyproject.toml
	$(PYTHON) -m uv lock -q
	$(PYTHON) -m uv export -q --no-header --no-annotate --no-emit-project --no-dev \
		--format requirements-txt -o requirements.lock
	$(PYTHON) -m uv export -q --no-header --no-annotate --no-emit-project \
		--format requirements-txt -o requirements-dev.lock

.venv/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed')"
	$(PYTHON) -m venv .venv

.venv/run-installed: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/test-installed: requirements-dev.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m tests.install_browser
	@touch $@ .venv/run-installed

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /  -  /'
