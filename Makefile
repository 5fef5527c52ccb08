# make check   set up .venv and run the main job on the bundled data
# make test    set up .venv and run every check: style, types, layers, tests, examples
# make test-all   the same with the tests that take long
# make bench   measure the cold start of check on each executor, of gate and of diff
# make bench-html   measure the HTML report: size, time to write, time to use and filters in Chromium
# make bench-import   import England's published files, where PUBLISHED names their folder
# make bench-criteria   score the reading of eligibility text, where GOLD names the folder of annotated trials
# make bench-trials   import 10,000 and 100,000 made-up records of trials: memory and speed
# make trial-extractions   write into the bundled trials what is read from their texts; SHARED names the registry files
# make screenshots  write the pictures of the report that the README shows, in Chromium
# make tables  write the pages of docs/ that hold measured tables
PYTHON ?= $(shell for p in python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

check: $(VENV)/.installed
	$(BIN)/trialign check

test: lint types layers unit examples wheel

$(VENV)/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "trialign needs Python 3.11 or 3.12; set PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

lint: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed
	$(BIN)/mypy

layers: $(VENV)/.installed
	$(BIN)/lint-imports

unit: $(VENV)/.installed
	$(BIN)/pytest -n auto --dist loadfile -rs -m "not slow"

# With the tests that take long, which tests/conftest.py names.
test-all: lint types layers examples wheel
	$(BIN)/pytest -n auto --dist loadfile -rs

examples: $(VENV)/.installed
	$(BIN)/trialign rules test

# The wheel, installed in an environment of its own, must work from another folder.
wheel: $(VENV)/.installed
	rm -rf build/wheel
	$(BIN)/python -m build --wheel --outdir build/wheel . >/dev/null
	$(BIN)/python -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet build/wheel/*.whl
	cd / && $(CURDIR)/build/wheel/venv/bin/trialign validate

bench: $(VENV)/.installed
	$(BIN)/python tests/bench/cold_start.py $(BENCH)

# In Chromium; BENCH=--quick leaves out the 20,000 findings.
bench-html: $(VENV)/.installed
	$(BIN)/python -m tests.bench.html_report $(BENCH)

# Against England's published files, which are not part of the project: PUBLISHED names their folder.
PUBLISHED ?= ../shared/data/england
bench-import: $(VENV)/.installed
	$(BIN)/python tests/bench/imports.py $(PUBLISHED) $(BENCH)

# Against annotations of other people, which are not part of the project: GOLD names their folder.
GOLD ?= ../shared/data/gold
bench-criteria: $(VENV)/.installed
	$(BIN)/python -m tests.bench.criteria $(GOLD) $(BENCH)

bench-trials: $(VENV)/.installed
	$(BIN)/python tests/bench/trials.py $(TRIALS)

# From registry files, which are not part of the project: SHARED names their folder.
SHARED ?= ../shared/data/trials
trial-extractions: $(VENV)/.installed
	$(BIN)/python tests/bench/trial_extractions.py $(SHARED)

screenshots: $(VENV)/.installed
	$(BIN)/python -m tests.browser.screenshots docs

# The pages of docs/ that hold measured tables.
tables: $(VENV)/.installed
	$(BIN)/python tests/bench/doc_tables.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
