# Everything a checkout can do. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV = $(or $(shell command -v uv),$(VENV)/tools/bin/uv)

.PHONY: help demo install test lint bench peers golden gallery lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

demo: $(VENV)/demo.installed ## Try Drumbeat on this machine: a Slack page, real charts, no accounts
	@$(BIN)/drumbeat demo $(ARGS)

install: $(VENV)/demo.installed ## Make .venv with the drumbeat command in it

test: $(VENV)/test.installed ## Run the tests (ARGS="-k query" to choose)
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

lint: $(VENV)/test.installed ## Check types, style and the direction of imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/test.installed ## Measure speed and memory (ARGS="drawing" to choose; fails on nothing)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

peers: $(VENV)/test.installed ## Install what bench compares with into out/peers (Node ones need npm)
	@PYTHON=$(PYTHON) tests/benchmarks/peers/install

golden: $(VENV)/test.installed ## Draw the golden images anew (then look at every one)
	@$(BIN)/python -m tests.charts.golden_images

gallery: $(VENV)/test.installed ## Draw every form over many cases into out/gallery.png
	@$(BIN)/python -m tests.charts.gallery

lock: $(VENV)/demo.installed ## Choose versions anew and write the lock files (those of peers need npm)
	@for set in demo test; do \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-header --no-emit-index-url --group build $$( [ $$set = test ] && echo --extra test ) \
	    --output-file .ci/lock/$$set.txt pyproject.toml || exit 1; done
	@echo uv | $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-header --no-emit-index-url --output-file .ci/lock/tools.txt -
	@tests/benchmarks/peers/lock

clean: ## Remove what the other commands made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov dist out

# The environment is made when it is missing and brought up to date when its lock file is newer.
$(VENV)/%.installed: .ci/lock/%.txt pyproject.toml
	@PYTHON=$(PYTHON) .ci/install $*
	@touch $@
