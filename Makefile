# Everything by name; `make help` lists it. Paths are relative, so that the folder may have spaces in its name.

.DEFAULT_GOAL := help
.PHONY: help run test lint format lock clean installed installed-dev machine

VENV := .venv
PYTHON := $(VENV)/bin/python
# Tests of one file stay in one process: those that start and kill a whole product wait for one another.
SIDE_BY_SIDE := -n 2 --dist loadfile
DEBIAN_POSTGRES := /usr/lib/postgresql/15/bin

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
	    printf '  %-14s %s\n' "$$name" "$$what"; done

run: installed ## Set everything up and start Walkback here
	@exec $(PYTHON) manage.py up --with-parent

test: installed-dev machine ## Run every check and every test, as the integration does
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m tests.servers manage.py makemigrations --check --dry-run
	SITE_URL=https://walkback.example ALLOWED_HOSTS=walkback.example \
	    $(PYTHON) -m tests.servers manage.py check --deploy --fail-level WARNING
	$(PYTHON) -m pytest $(SIDE_BY_SIDE)
	WALKBACK_TEST_POSTGRES=$(DEBIAN_POSTGRES) $(PYTHON) -m pytest $(SIDE_BY_SIDE) -m "django_db and not browser and not whole_product"

lint: installed-dev ## Check style only
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

format: installed-dev ## Bring the code into shape
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

lock: installed-dev ## Pin and hash what requirements*.in ask for
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	for name in requirements requirements-dev requirements-models; do \
	    $(VENV)/lock/bin/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes \
	        --no-emit-index-url --no-header --output-file $$name.txt $$name.in || exit 1; done

clean: ## Remove what was made here, except the data in var/
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

installed:
	@sh .ci/install requirements.txt

installed-dev:
	@sh .ci/install requirements-dev.txt requirements.txt

machine:
	@sh .ci/machine $(DEBIAN_POSTGRES)
