# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out
STATE ?= .state
PORT ?= 8000
COUNT ?= 10000
DEFECTS ?= 0.3
SEED ?= 1
FORMATS ?= html,docx,pdf,txt

.PHONY: help setup run test test-postgres test-long lint types imports docs build lock messages bench bench-platform bench-corpus bench-curve peers confusion clean

help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(VENV)/.run ## Install Gongkai, and a free Chinese font where apt may
	@sh scripts/fonts.sh

run: setup ## Serve a demonstration county on PORT until Ctrl+C; REPORTS=folder audits reports instead, into out/
ifdef REPORTS
	@test -e "$(REPORTS)" || { echo "gongkai: no such file or folder: $(REPORTS)" >&2; exit 2; }
	@mkdir -p $(OUT) && rm -rf $(OUT)/docx
	@$(BIN)/gongkai audit "$(REPORTS)" -o $(OUT)/findings.html -o $(OUT)/findings.xlsx || true
	@$(BIN)/gongkai convert "$(REPORTS)" --to docx -o $(OUT)/docx || true
	@echo "→ $(OUT)/findings.html  $(OUT)/findings.xlsx  $(OUT)/docx/"
else
	@exec $(BIN)/gongkai demo --home $(STATE) --port $(PORT)
endif

test: $(VENV)/.dev lint types imports build ## Everything that .ci/run checks
	$(BIN)/python -m pytest -q -n 3
	$(MAKE) test-postgres

test-postgres: $(VENV)/.dev ## The tests that use a database once more, on a PostgreSQL made for them
	bash scripts/with_postgres.sh $(BIN)/python -m pytest -q -n 3

test-long: $(VENV)/.dev ## The full counts of the long tests
	GONGKAI_LONG=1 $(BIN)/python -m pytest -q -n 2 -m long

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests scripts benchmarks

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	$(BIN)/python -m pytest -q tests/docs

build: $(VENV)/.dev
	$(BIN)/python -m build --no-isolation -o dist . > /dev/null

bench: $(VENV)/.dev ## Print the measurements of docs/benchmarks.md
	$(BIN)/python benchmarks/run.py

bench-platform: $(VENV)/.dev ## Measure the platform, on SQLite and on PostgreSQL
	$(BIN)/python benchmarks/platform_rooms.py
	bash scripts/with_postgres.sh $(BIN)/python benchmarks/platform_rooms.py figures combine

bench-corpus: $(VENV)/.dev peers ## Measure the store against DuckDB and the corpus against peers
	$(BIN)/python benchmarks/store.py; store=$$?; $(BIN)/python benchmarks/corpus.py && exit $$store

bench-curve: $(VENV)/.dev ## Measure time and memory of the corpus from 1,000 to 100,000 reports (an hour)
	$(BIN)/python benchmarks/corpus.py --curve 1000 10000 100000

peers: .venv-peers/.peers ## Install what the benchmarks measure against, in an environment of its own

.venv-peers/.peers: requirements/peers.txt
	$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/peers.txt
	@touch $@

confusion: setup ## Print what is found of the faults of COUNT synthetic reports (DEFECTS, SEED, FORMATS, WORKERS=--workers N)
	@sh scripts/confusion.sh "$(BIN)/gongkai" "$(COUNT)" "$(DEFECTS)" "$(SEED)" "$(FORMATS)" $(WORKERS)

messages: $(VENV)/.dev ## Update and compile the catalogues; lists what has no English
	$(BIN)/python scripts/messages.py

lock: | $(VENV)/bin/python ## Pin every dependency by hash
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q pyproject.toml requirements/build.in --extra analytics --extra cluster --extra platform --extra postgres --extra redis --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml requirements/build.in --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements/dev.txt
	$(BIN)/uv pip compile -q requirements/peers.in --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements/peers.txt
	$(BIN)/uv pip compile -q requirements/ldap.in -c requirements/dev.txt --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements/ldap.txt

clean: ## Remove what was made
	rm -rf $(OUT) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing Gongkai …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@ $(VENV)/.run
