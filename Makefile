# A checkout needs make and Python 3.11 or newer; everything else is put into .venv.

PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

MODULES := $(addsuffix /node_modules,tests/browser tests/express tests/login/peers tests/login/sandbox tests/schemas)
HAVE_STORES := { command -v redis-server && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1

.DEFAULT_GOAL := help
.PHONY: help run test mutate lint check bench bench-check docs record-express browser stores express providers clients editors pictures clean

help:
	@echo "make run     serve the example on http://127.0.0.1:$(PORT)/"
	@echo "make test    run all tests"
	@echo "make mutate  break every accepted file in many places, and see that gateway check tells each mistake"
	@echo "make lint    run every static check"
	@echo "make check   check gateway.yaml"
	@echo "make bench   compare with other frameworks in one run"
	@echo "make bench-check  of these, gateway check with many routes alone"
	@echo "make docs    write docs/reference and schemas/gateway.json anew"
	@echo "make record-express  ask Express 5 anew what tests/express compares with (needs Node)"
	@echo "make clean   remove .venv and what the tools left"

run: $(VENV)/runtime
	@echo "The example service is starting on http://127.0.0.1:$(PORT)/"
	@echo "Open it in a browser and choose \"Sign in with Twitter\": without Twitter keys you meet made-up people."
	@echo "Stop with Ctrl+C. Edit gateway.yaml and start again to see a change."
	@PORT=$(PORT) PUBLIC_URL=$${PUBLIC_URL:-http://127.0.0.1:$(PORT)} exec $(BIN)/gunicorn gateway:app

test: $(VENV)/development browser stores express providers clients editors pictures
	@$(BIN)/python -m pytest --cov=gateway --cov-report=term-missing:skip-covered $$($(HAVE_STORES) || echo --cov-fail-under=0)

mutate: $(VENV)/development
	@MUTANTS=500 $(BIN)/python -m pytest -q --no-cov tests/test_mutations.py

lint: $(VENV)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict gateway handlers
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/interrogate --quiet gateway
	$(BIN)/vulture
	$(BIN)/codespell
	$(BIN)/yamllint --strict .
	$(BIN)/check-jsonschema --schemafile schemas/gateway.json gateway.yaml

check: $(VENV)/runtime
	@$(BIN)/python -m gateway check

bench: $(VENV)/development
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/logins.py
	@$(BIN)/python benchmarks/checking.py

bench-check: $(VENV)/development
	@$(BIN)/python benchmarks/checking.py

docs: $(VENV)/development
	@$(BIN)/python -m gateway schema --write

record-express: $(VENV)/development express
	@$(BIN)/python -m tests.express.record

browser:
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
	     && echo "Installing chromium for the browser tests" \
	     && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	|| echo "No chromium here: the browser tests will say so. Install it with: apt-get install chromium"

stores:
	@$(HAVE_STORES) \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 \
	     && echo "Installing Redis and PostgreSQL for the tests of session stores" \
	     && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server postgresql >/dev/null; } \
	|| echo "No Redis or no PostgreSQL here: the tests of their stores are left out, and no coverage is asked for. Install them with: apt-get install redis-server postgresql"

# $(call npm,FOLDER,WHAT,WITHOUT): install a folder's package-lock.json, or say what happens without.
npm = command -v npm >/dev/null 2>&1 \
	|| { echo "No npm here: $(3)"; exit 0; }; \
	cmp -s $(1)/package-lock.json $(1)/node_modules/.installed \
	|| { echo "Installing $(2)" \
	     && npm ci --prefix $(1) --no-audit --no-fund --loglevel=error >/dev/null 2>&1 \
	     && cp $(1)/package-lock.json $(1)/node_modules/.installed; } \
	|| echo "npm cannot install $(2): $(3)"

# What Express answers is in the repository; it is asked again where npm can install it.
express:
	@$(call npm,tests/express,Express for the tests that compare with it,its answers are taken as recorded)

# An OpenID provider at which we log in, and clients that log in at the sandbox.
providers:
	@$(call npm,tests/login/peers,an OpenID provider for the tests that log in there,those tests are left out)

clients:
	@$(call npm,tests/login/sandbox,passport-twitter and openid-client,the tests in which they log in are left out)

# What reads schemas/gateway.json in an editor, and another validator.
editors:
	@$(call npm,tests/schemas,yaml-language-server and ajv for the tests of the schema,those tests are left out)

# What draws the flowcharts of `gateway graph`.
pictures:
	@$(call npm,tests/browser,Mermaid for the tests of pictures,those tests are left out)

clean:
	rm -rf $(MODULES) $(VENV) dist build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# Stamp files: a second run installs nothing.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { echo "Python 3.11 or newer is needed and '$(PYTHON)' is not it; try: make PYTHON=python3.12 run"; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) \
	|| { rm -rf $(VENV); echo "This Python has no working venv module; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the gateway needs (requirements.txt)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@echo "Installing what tests and checks need (requirements-dev.txt)"
	@$(PIP) -r requirements-dev.txt
	@touch $@
