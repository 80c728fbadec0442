# Everything that people and CI run. `make run` and `make test` need only make and Python >= 3.11.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test check format browser faults bench load install lock help

run: .venv/run-installed ## run the whole desk; PORT, DATA_DIR and ADMIN_PASSWORD are read
	@exec $(BIN)/python manage.py up

test: .venv/test-installed ## run all tests, of the long suites a quick part
	@exec $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal \
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
	@exec $(BIN)/python -m pytest tests/faults tests/helpdesk -o log_cli=true -o log_cli_level=WARNING

bench: .venv/test-installed ## measure the desk's parts beside the raw parts they are made of
	@exec $(BIN)/python -m benchmarks.bench

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
