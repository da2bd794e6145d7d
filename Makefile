# Everything runs in ./.venv, made from the lock files in requirements/ with plain pip. Needs Python >= 3.11 and make.
# A step that has nothing to do asks the network for nothing.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PACKAGES := $(wildcard src tests benchmarks tools)
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
  --no-emit-index-url --no-emit-find-links --constraint requirements/bounds.in
READER = $(shell find src/rasd -name '*.py' -o -path 'src/rasd/data/*' -type f)
CANDIDATES := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python

.DEFAULT_GOAL := all
.PHONY: all help demo desk assets test corpus gold unread bench lint docs lock compiled clean

all: test lint ## test and lint (the default)

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

demo: $(VENV)/run.stamp ## read the example articles: a table here, demo/records.jsonl and demo/report.html
	@$(BIN)/rasd read demo/articles --format table
	@$(BIN)/rasd read demo/articles --format jsonl --output demo/records.jsonl
	@$(BIN)/rasd read demo/articles --format html --output demo/report.html
	@echo
	@echo "Records, one JSON object a document:  demo/records.jsonl"
	@echo "Report, every value beside its words: demo/report.html"
	@echo "Open the report in any browser:       $(BIN)/python -m webbrowser -t \"file://$(CURDIR)/demo/report.html\""

desk: $(VENV)/dev.stamp ## open the desk for one person, on http://127.0.0.1:8787/
	@$(BIN)/python tools/desk_assets.py || echo "The desk goes on without its map and fonts."
	@$(BIN)/rasd desk --local

assets: $(VENV)/dev.stamp ## the desk's front-end libraries, fonts and base map (the network is asked once)
	@$(BIN)/python tools/desk_assets.py

test: $(VENV)/dev.stamp ## the whole test suite
	@$(BIN)/python tools/desk_assets.py || echo "SKIPPED: tests that need the desk's assets"
	$(BIN)/pytest

corpus: $(VENV)/dev.stamp ## the examples beside the words: run this after a change of data
	$(BIN)/pytest tests/test_corpus.py

gold: $(VENV)/dev.stamp ## score the sets in RASD_CORPUS against the frozen runs; UPDATE=1 [WHY=reason] freezes anew
	@if [ -z "$$RASD_CORPUS" ] || [ ! -f "$$RASD_CORPUS/dev.gold.jsonl" ]; then \
	  echo "SKIPPED: RASD_CORPUS names no folder with dev.gold.jsonl. Run: make gold RASD_CORPUS=<folder>"; exit 0; \
	fi; \
	score() { \
	  echo "$$1 against benchmarks/gold/$$2"; file="$$RASD_CORPUS/$$1"; run="benchmarks/gold/$$2"; shift 2; \
	  $(BIN)/rasd evaluate "$$file" --core --frozen "$$run" "$$@" $(if $(UPDATE),--update $(if $(WHY),--why "$(WHY)")) || failed=1; \
	}; \
	score seed.gold.jsonl seed.tsv; \
	score dev.gold.jsonl dev.tsv --by theatre --intervals; \
	if [ -f "$$RASD_CORPUS/gsr-dev.jsonl" ]; then score gsr-dev.jsonl sentences.tsv; fi; \
	if [ -f "$$RASD_CORPUS/link-dev.jsonl" ]; then \
	  echo "link-dev.jsonl: which reports tell one incident"; \
	  $(BIN)/rasd evaluate "$$RASD_CORPUS/link-dev.jsonl" --core --incidents "$$RASD_CORPUS/link-dev.incidents.jsonl"; \
	fi; \
	exit $${failed:-0}

unread: $(VENV)/run.stamp ## what the reader misses: share and outlines of unread clauses in DOCS (a file or folder)
	@docs="$(DOCS)"; \
	if [ -z "$$docs" ] && [ -n "$$RASD_CORPUS" ]; then docs="$$RASD_CORPUS/unlabelled.jsonl"; fi; \
	if [ -n "$$docs" ] && [ -e "$$docs" ]; then \
	  $(BIN)/rasd unread "$$docs" --by theatre; \
	else \
	  echo "SKIPPED: no documents. Run: make unread DOCS=<file or folder>, or RASD_CORPUS=<folder with unlabelled.jsonl>"; \
	fi

bench: $(VENV)/dev.stamp ## speed and memory (pytest-benchmark)
	$(BIN)/pytest benchmarks --benchmark-columns=min,median,max,rounds --benchmark-sort=name

lint: $(VENV)/dev.stamp ## ruff, mypy --strict, import law, bandit, data lint, generated docs in step
	$(BIN)/ruff check $(PACKAGES)
	$(BIN)/ruff format --check $(PACKAGES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive src
	$(BIN)/rasd data lint
	$(BIN)/python tools/docs_build.py --check

docs: $(VENV)/dev.stamp ## write the generated pages of docs/ anew
	$(BIN)/python tools/docs_build.py

lock: $(VENV)/dev.stamp ## pin the newest versions within pyproject.toml (needs the network)
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet $(LOCK) pyproject.toml requirements/build.in --extra postgres --extra evidence --extra tables --extra charts --extra desk --extra archive --output-file requirements/run.txt
	$(BIN)/uv pip compile --quiet $(LOCK) pyproject.toml requirements/build.in --extra postgres --extra evidence --extra tables --extra charts --extra desk --extra archive --extra scale --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt

compiled: .compiled/stamp ## a second environment, .compiled, whose reader is compiled to machine code (needs a C compiler); the wheel lies in dist/

clean: ## remove .venv, caches and the demo's results
	rm -rf $(VENV) .compiled .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache build dist
	rm -rf src/rasd/desk/vendor tools/npm/node_modules
	rm -f demo/records.jsonl demo/report.html
	find $(PACKAGES) -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment -------------------------------------------------------------------------------------------

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing Rasd into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing the tools of development into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

# The wheel is built of a copy: what is compiled beside the source would go on being imported after the source changed.
.compiled/stamp: $(READER) pyproject.toml requirements/run.txt $(VENV)/dev.stamp
	@if ! command -v cc >/dev/null || ! test -f "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h"; then \
	  echo "Compiling needs a C compiler and the headers of Python. On Debian and Ubuntu: apt-get install gcc python3-dev" >&2; exit 1; \
	fi
	@echo "Compiling the reader: about ten minutes on two cores ..."
	@$(BIN)/python tools/compiled_build.py .compiled dist
	@touch $@

$(BIN)/python:
	@for candidate in $(CANDIDATES); do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Rasd needs Python 3.11 or newer, and none of these is one: $(CANDIDATES)." >&2; \
	  echo "Install one, or name it: make PYTHON=<path of python> $(MAKECMDGOALS)" >&2; exit 1; \
	fi; \
	if ! $$found -m venv $(VENV); then \
	  rm -rf $(VENV); \
	  echo "$$found cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi
