# Two commands need nothing but Python 3.11+:  make run  and  make test.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
CELL   ?= examples/yao2017.yaml

.PHONY: run test test-all checks untold sweep lint bench docs build clean

# uv is faster where it is there; plain venv and pip always do.
$(VENV)/.base: pyproject.toml
	@echo "setting up $(VENV)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e .; \
	 else $(BIN)/python -m pip install -q --disable-pip-version-check -e .; fi
	@touch $@

$(VENV)/.dev: pyproject.toml
	@echo "setting up $(VENV) for development"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e '.[dev,pybamm]'; \
	 else $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev,pybamm]'; fi
	@touch $@ $(VENV)/.base

run: $(VENV)/.base
	$(BIN)/brimstone run $(CELL) --out out

test: $(VENV)/.dev
	PYBAMM_DISABLE_TELEMETRY=true $(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(VENV)/.dev
	PYBAMM_DISABLE_TELEMETRY=true $(BIN)/python -m pytest -n 2 -m "not sweep" --hypothesis-profile=default

# Rows of the checklist, all of them, and with what must turn each of them red.
checks: $(VENV)/.dev
	PYBAMM_DISABLE_TELEMETRY=true $(BIN)/python -m pytest -q -n 2 -m "not sweep and not untold" tests/verify

# What green rows read and nobody told of, broken at once: it moves none of them.
untold: $(VENV)/.dev
	PYBAMM_DISABLE_TELEMETRY=true $(BIN)/python -m pytest -q -n 2 -m untold tests/verify/test_sweep.py

# Every number that a green row reads, broken both ways: what moves it turns it red, or is told.
sweep: $(VENV)/.dev
	PYBAMM_DISABLE_TELEMETRY=true $(BIN)/python -m pytest -q -n 2 -m sweep tests/verify/test_sweep.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/.docs: pyproject.toml $(VENV)/.base
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -e '.[docs]'; \
	 else $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[docs]'; fi
	@touch $@

# The pages, and the code in them: blocks of Python in README and docs, examples in docstrings.
docs: $(VENV)/.dev $(VENV)/.docs
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	$(BIN)/python -m pytest -q -rs README.md docs
	$(BIN)/python -m pytest -q --doctest-modules src
	@echo "docs/_build/html/index.html"

# Wheel and sdist; a wheel in an empty environment is tried by a slow test.
build: $(VENV)/.dev
	$(BIN)/python -m build --quiet --outdir dist

bench: $(VENV)/.dev
	PYBAMM_DISABLE_TELEMETRY=true $(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) out build dist docs/_build .pytest_cache .mypy_cache .ruff_cache
