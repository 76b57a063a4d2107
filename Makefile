# Pressmark's commands. `make` alone lists them. Needs GNU make and Python 3.11 or newer; whatever
# else is needed is installed into .venv and node_modules, once.

# The folder of texts and the folder the site goes to; relative ones are below the current folder.
CORPUS ?= corpus
SITE ?= site
# The labelled data that Pressmark is scored on, and what else the evaluation is asked to do.
DATA ?= ../shared/data
OPTIONS =

# The handbook under docs/ is about Pressmark: it goes with the demo corpus, not with somebody's own.
PRESSMARK_DOCS := $(if $(filter file,$(origin CORPUS)),true,false)

# Recipes take all of these from the environment, so that names with spaces or quotes stay whole.
export CORPUS SITE DATA PRESSMARK_DOCS
# Material prints a notice about MkDocs 2 with every build; the versions are pinned.
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv/bin/python
INSTALL := $(VENV) -m pip install --quiet --no-input
# Node.js, npm and tsc come from the packages that are locked here, whatever the machine has; they
# trust the certificates that the machine trusts.
WITH_NODE := NODE_USE_SYSTEM_CA=1 PATH="$$PWD/.venv/bin:$$PWD/node_modules/.bin:$$PATH"
# Remakes the lock files (`make lock`).
UV := uv==0.13.9

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test lint format scripts tables weights evaluate bench lock clean setup setup-dev browser

help: ## list the commands
	@echo 'make COMMAND, where COMMAND is'
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/  \1	\2/p' Makefile | expand -t 12
	@echo 'Settings: CORPUS=DIR (the texts, $(CORPUS)), SITE=DIR (the site, $(SITE)),'
	@echo '  DATA=DIR (labelled data, $(DATA)), PYTHON=NAME.'
	@echo '  PRESSMARK_THOROUGH=1 has the tests try all that continuous integration tries.'

# ---- Building ----

define absolute
: "$${CORPUS:?names no folder}" "$${SITE:?names no folder}"; \
case "$$CORPUS" in /*) ;; *) CORPUS="$$PWD/$$CORPUS" ;; esac; \
case "$$SITE" in /*) ;; *) SITE="$$PWD/$$SITE" ;; esac; \
export PRESSMARK_CORPUS="$$CORPUS" PRESSMARK_SITE="$$SITE"
endef

site: setup ## build SITE from the texts in CORPUS
	@$(absolute); $(VENV) -m mkdocs build

serve: setup ## build and serve on this machine, again after each change
	@$(absolute); $(VENV) -m mkdocs serve

# ---- Checking ----

# One recipe, so that the tests' summary is the last thing said, with `make -j` too. The tests build
# sites of their own: what is set for a build here must not reach them. A worker that has nothing left
# takes tests from another; what a file's tests share is mostly made once, since they lie together.
# Where a test ends its worker (it lasted too long), none takes its place: the same test would wait
# there again.
test: setup-dev browser ## run every check and test, browser tests included
	@$(MAKE) --no-print-directory lint
	@unset CORPUS SITE DATA PRESSMARK_DOCS MAKEFLAGS MAKELEVEL; $(WITH_NODE) $(VENV) -m pytest \
	  --numprocesses auto --dist worksteal --max-worker-restart 0

lint: setup-dev ## check style and types
	@echo 'ruff'; $(VENV) -m ruff check --quiet
	@$(VENV) -m ruff format --quiet --check --diff
	@echo 'mypy'; $(VENV) -m mypy --no-error-summary
	@echo 'import-linter'; said=$$(.venv/bin/lint-imports --no-cache --no-logo) || { echo "$$said"; exit 1; }
	@echo 'tsc'; $(WITH_NODE) tsc

format: setup-dev ## put the Python files into shape
	@$(VENV) -m ruff check --fix
	@$(VENV) -m ruff format

scripts: setup-dev ## bundle the scripts that pages load
	@$(WITH_NODE) PYTHONPATH=hooks $(VENV) -m tools.make_scripts

evaluate: setup-dev ## score Pressmark on the labelled data in DATA
	@$(WITH_NODE) $(VENV) -m tests.evaluate $(OPTIONS) "$$DATA"

tables: setup-dev ## make the tables of characters and of months
	@PYTHONPATH=hooks $(VENV) -m tools.make_characters
	@PYTHONPATH=hooks $(VENV) -m tools.make_months

weights: setup-dev ## learn from the labelled data in DATA what articles are made of
	@PYTHONPATH=hooks $(VENV) -m tools.weights "$$DATA"

bench: setup-dev browser ## measure speed, memory and size beside others
	@$(WITH_NODE) $(VENV) -m tests.bench $(OPTIONS)

browser: setup-dev
	@$(VENV) -m tests.site.browser

# ---- Setting up ----

# The stamps: what they stand for is done again only when its lock file is newer.
setup: .venv/.ready
setup-dev: .venv/.ready-dev node_modules/.ready

# The first Python that is new enough and complete. PYTHON names another.
define find_python
for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		>/dev/null 2>&1; then break; fi; \
	python=; \
done; \
if [ -z "$$python" ]; then \
	echo 'Pressmark needs Python 3.11 or newer with its venv module, and found none.' >&2; \
	echo 'On Debian and Ubuntu: apt-get install python3-venv' >&2; \
	echo 'Elsewhere: install Python from python.org, or say which: make PYTHON=/path/to/python3' >&2; \
	exit 1; \
fi
endef

# A .venv whose Python has gone from the machine is made anew.
.venv/.ready: requirements.lock pyproject.toml
	@[ -x $(VENV) ] || { $(find_python); echo 'Setting up .venv (once)'; \
		"$$python" -m venv --clear .venv; }
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: requirements-dev.lock .venv/.ready
	@echo 'Setting up the tools for tests (once)'
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.ready: package.json package-lock.json .venv/.ready-dev
	@$(WITH_NODE) npm ci --loglevel=error >/dev/null
	@touch $@

# ---- Keeping house ----

LOCK = .venv/bin/uv --system-certs pip compile --quiet --universal --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command 'make lock' pyproject.toml --group build

lock: setup ## bring the lock files up to date
	@$(INSTALL) '$(UV)'
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(MAKE) --no-print-directory setup-dev
	@$(WITH_NODE) npm update --package-lock-only

clean: ## remove all that was set up, built or cached here
	@rm -rf .venv node_modules site .site.cache build .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf hooks/*.egg-info
