# Commands for people who work on Duologue. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.venv:
	python3 -m venv .venv
	.venv/bin/pip install --quiet --upgrade pip
	.venv/bin/pip install --quiet --editable . --group dev

setup: .venv ## make .venv with all that is needed

check: format-check lint types contracts test ## what every commit passes

format: ## write the code in its one format
	$(BIN)ruff format .
	$(BIN)ruff check --fix .

format-check:
	$(BIN)ruff format --check .

lint:
	$(BIN)ruff check .

types: ## mypy and pyright, both strict
	$(BIN)mypy
	$(BIN)pyright

contracts: ## who may import whom
	$(BIN)lint-imports

test: ## all tests
	$(BIN)python -m pytest -n 2 -q

texts: ## take new texts into the catalogues, and compile them
	mkdir -p build
	$(BIN)pybabel -q extract -F babel.cfg --add-location=file -o build/client.pot client/duologue_client protocol/duologue_protocol
	$(BIN)pybabel -q extract -F babel.cfg --add-location=file -o build/server.pot server/duologue_server
	for part in client server; do \
		$(BIN)pybabel -q update -D duologue -i build/$$part.pot -d $$part/duologue_$$part/locale -w 100 \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date && \
		$(BIN)pybabel -q compile -D duologue -d $$part/duologue_$$part/locale || exit 1; \
	done

pages: ## write the pages that are made from the code, and the pictures
	$(BIN)python docs/make_file_overview.py
	$(BIN)python docs/make_protocol_tables.py
	$(BIN)python docs/make_pictures.py
	$(BIN)python docs/make_performance_pictures.py

bench: ## the short set of benchmarks
	$(BIN)python -m benchmarks all --quick

.PHONY: help texts pages bench setup check format format-check lint types contracts test
