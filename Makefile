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

.PHONY: help setup check format format-check lint types contracts test
