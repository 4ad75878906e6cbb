# Everything a developer needs; `make help` lists it. Nothing here asks a question.
PORT ?= 8000
DATA ?=
ARGS ?=
WORKERS ?= auto
PYTHON ?= python3

PY := .venv/bin/python
RUFF := .venv/bin/ruff
MANAGE := $(PY) manage.py
STAMPS := .venv/stamps
CATALOGUES := $(wildcard cms/locale*/*/LC_MESSAGES/*.po)
SCRIPTS := scripts/services scripts/service_tools scripts/check-catalogue scripts/wagtail-catalogue scripts/smoke scripts/serve
SOURCES := manage.py cms search benchmarks tests $(SCRIPTS)
TYPED := manage.py cms search benchmarks $(SCRIPTS)
COMPILE := .venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11

.PHONY: help setup run shell serve test test-all test-production coverage lint lint-python lint-types lint-templates lint-django lint-catalogue format messages bench bench-admin bench-advice bench-board bench-broadcasts bench-citations bench-clauses bench-contest bench-editing bench-import bench-jobs bench-lighthouse bench-pages bench-provisioning bench-publishing bench-search bench-staleness bench-truth bench-ranking attack fuzz fuzz-search lock \
	services-install services-start services-stop services-status clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- setup: each step runs again only when what it is made from has changed --------------------

setup: $(STAMPS)/python $(STAMPS)/assets $(CATALOGUES:.po=.mo) ## Packages, fonts and catalogues; quick when nothing changed

$(STAMPS)/python: requirements.txt requirements-dev.txt scripts/install-python
	@PYTHON=$(PYTHON) sh scripts/install-python
	@mkdir -p $(@D) && touch $@

$(STAMPS)/assets: package-lock.json scripts/vendor-assets scripts/subset-fonts.mjs
	@sh scripts/vendor-assets
	@mkdir -p $(@D) && touch $@

%.mo: %.po | $(STAMPS)/python
	@$(PY) -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@

# --- use ---------------------------------------------------------------------------------------

run: export SITE_PORT = $(PORT)
run: setup ## The product with demo content on PORT; DATA=../shared/data adds the real library and 50 real schools
	@LOG_LEVEL=WARNING $(MANAGE) load_demo --migrate $(if $(DATA),--data "$(DATA)")
	@exec $(MANAGE) runserver 127.0.0.1:$(PORT)

shell: setup ## A Python shell with the models imported, on the database of make run
	@$(MANAGE) shell

serve: setup ## In service for a small office: SQLite, local files, gunicorn and worker on PORT behind a TLS proxy (docs/operations.md)
	@PORT=$(PORT) exec $(PY) scripts/serve

test: setup ## The tests of every day: all but the long ones; ARGS="tests/legal -k numbers" picks others
	@$(PY) -m pytest -n $(WORKERS) --maxschedchunk=1 $(or $(ARGS),-m "not long")

test-all: setup ## All tests that this environment can run, the long walks, the browser's and those on real data too
	@$(PY) -m pytest -n $(WORKERS) --maxschedchunk=1 $(ARGS)

test-production: setup ## What .ci/run tests on PostgreSQL, Redis, Elasticsearch, OpenSearch and S3, started for it
	@scripts/services install production opensearch && SERVICES_BRIEF=1 scripts/services start production opensearch
	@eval "$$(scripts/services env production)" && TEST_REQUIRE=postgresql,redis,elasticsearch,opensearch,s3 $(PY) -m pytest -n $(WORKERS) --maxschedchunk=1 --shape production $(ARGS); \
	code=$$?; scripts/services stop production opensearch; exit $$code

coverage: setup ## The tests with lines and branches counted: what is never reached, and the sum; ARGS as for test
	@.venv/bin/coverage erase
	@$(PY) -m pytest -n $(WORKERS) --maxschedchunk=1 --cov --cov-report=term-missing:skip-covered $(ARGS)

lint: lint-python lint-types lint-templates lint-django lint-catalogue ## Style, types, templates, migrations, system checks, catalogue (make -k lint: all of them)

lint-python: setup
	@$(RUFF) check $(SOURCES)
	@$(RUFF) format --check $(SOURCES)

lint-types: setup
	@.venv/bin/mypy $(TYPED)

# Linted, not reformatted: the formatter would put line breaks into titles and before the doctype.
lint-templates: setup
	@.venv/bin/djlint --quiet --lint cms/templates

lint-django: setup
	@$(MANAGE) check --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run

lint-catalogue: setup
	@$(PY) scripts/check-catalogue
	@$(PY) scripts/wagtail-catalogue --check

format: setup ## Write what `make lint` asks of style
	@$(RUFF) check --fix --exit-zero --quiet $(SOURCES)
	@$(RUFF) format $(SOURCES)

messages: setup ## Bring the catalogue's texts in step with the code and list what lacks a translation
	@$(PY) scripts/check-catalogue --write

bench: bench-pages bench-provisioning bench-publishing bench-editing bench-admin bench-board bench-broadcasts bench-jobs bench-search bench-citations bench-clauses bench-import bench-truth ## All measurements

bench-pages: setup ## Public pages kept, made anew and signed in, beside two hellos; ARGS="--sizes 10,300,3000 --seconds 3 --rounds 3"
	@$(PY) -W ignore -m benchmarks.pages $(ARGS)

bench-staleness: setup ## Changes at random moments, readers through nginx: answers older than a second; ARGS="--seconds 60"
	@$(PY) -W ignore -m benchmarks.pages.staleness $(ARGS)

bench-provisioning: setup ## Milliseconds per new school at 10, 300 and 3,000 schools
	@$(MANAGE) bench_provisioning $(ARGS)

bench-admin: setup ## Statements, time and size of the admin's screens at 10, 100 and 1,000 schools
	@$(MANAGE) bench_admin $(ARGS)

bench-broadcasts: setup ## Sending to 10, 1,000 and 3,000 schools, and a school's home with 0 and 1,000 sent items
	@$(MANAGE) bench_broadcasts $(ARGS)

bench-jobs: setup ## 500 links to a dead host, the office's block on 10, 300 and 3,000 sites, a run's process
	@$(MANAGE) bench_jobs $(ARGS)

bench-publishing: setup ## A publication alone, and eight at once in one process (the small-office shape)
	@$(MANAGE) bench_publishing $(ARGS)

bench-board: setup ## The board, its files and the nightly run at 10, 1,000 and 3,000 schools
	@$(MANAGE) bench_board $(ARGS)

bench-editing: setup ## 200 rounds of typing and pressing on a slow gunicorn, SQLite and PostgreSQL; ARGS="--rounds 20 --slow 1"
	@$(PY) -m tests.editing.bench $(ARGS)
	@url="$(if $(DATABASE_URL),,$$(scripts/services running postgresql))"; [ -z "$$url" ] || \
		DATABASE_URL=$$url $(PY) -m tests.editing.bench $(ARGS)

bench-advice: setup ## Questions over real HTTP: none lost, none doubled; the queue, offers; ARGS="--questions 200 --seconds 60 --rows 10000"
	@url="$(if $(DATABASE_URL),$(DATABASE_URL),$$(scripts/services running postgresql))"; \
		DATABASE_URL=$$url $(PY) -W ignore -m benchmarks.advice $(ARGS)

bench-contest: setup ## Contestants over real HTTP, a worker killed and Redis restarted in the middle: nothing acknowledged is lost; ARGS="--sizes 40 --seconds 20"
	@url="$(if $(DATABASE_URL),$(DATABASE_URL),$$(scripts/services running postgresql))"; \
		DATABASE_URL=$$url $(PY) -m tests.contests.bench $(ARGS)

bench-ranking: setup ## The order of 100,000 attempts and the page of the results; issuing and drawing 1,000 certificates
	@$(MANAGE) bench_ranking $(ARGS)
	@$(MANAGE) bench_certificates

# The server runs already: `make serve`, or nginx in front of it as in docs/operations.md. SITE is a school of the demo content.
bench-lighthouse: setup ## Lighthouse (mobile) of home, section, article, document, search: SITE=http://th-phuong-hong.localhost:8000, RUNS=3
	@[ -d node_modules/lighthouse ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@node scripts/lighthouse.mjs "$(or $(SITE),http://th-phuong-hong.localhost:$(PORT))" $(or $(RUNS),1)

bench-citations: setup ## Citations in text: precision, recall, F1 and speed; LABELS=file.jsonl takes another file of labels
	@$(MANAGE) bench_citations $(if $(LABELS),"$(LABELS)") $(ARGS)

bench-truth: setup ## The real sources in two orders: lost texts, differences, statuses beside those that vbpl.vn states
	@$(MANAGE) bench_truth $(ARGS)

bench-clauses: setup ## Clauses that end or amend other documents, in LEGAL_DATA_DIR: precision of the sure ones, recall; ARGS=--differences
	@$(MANAGE) bench_clauses $(or $(LABELS),$(wildcard tests/legal/modifications/labels/*.jsonl)) $(ARGS)

bench-import: setup ## Files against their truth, in percent; the whole codification, twice: time, memory, counts; ARGS=--hostile: files made to break it
	@$(if $(findstring --hostile,$(ARGS)),:,$(MANAGE) bench_import --documents tests/legal/files/tuned tests/legal/files/unseen)
	@$(MANAGE) bench_import $(ARGS)

# Without ENGINES: the configured database and engine, and what `scripts/services` runs; PostgreSQL in a run of its own.
bench-search: setup ## Search: quality and speed on every engine that runs; SETS="dir dir", ENGINES="database opensearch+http://host:9200"
	@$(MANAGE) bench_search $(if $(SETS),--sets $(SETS)) $(ARGS) \
		--engines $(or $(ENGINES),database $(SEARCH_URL) $$(scripts/services running elasticsearch opensearch))
	@[ -n "$(SETS)$(ARGS)" ] || $(MANAGE) bench_search --short --keep bench-short \
		--engines $(or $(ENGINES),database $(SEARCH_URL) $$(scripts/services running elasticsearch opensearch))
	@url="$(if $(ENGINES)$(DATABASE_URL),,$$(scripts/services running postgresql))"; [ -z "$$url" ] || \
		DATABASE_URL=$$url $(MANAGE) bench_search $(if $(SETS),--sets $(SETS)) $(ARGS) --engines database
	@url="$(if $(ENGINES)$(DATABASE_URL)$(SETS)$(ARGS),,$$(scripts/services running postgresql))"; [ -z "$$url" ] || \
		DATABASE_URL=$$url $(MANAGE) bench_search --short --keep bench-short --engines database

fuzz-search: setup ## 10,000 hostile questions; ARGS="--engine elasticsearch+http://host:9200 --seed 3"
	@$(MANAGE) fuzz_search $(ARGS)

attack: setup ## Every turn of the attack on the wall between schools (about half an hour)
	@$(PY) -m pytest -n $(WORKERS) --maxschedchunk=1 --timeout 0 --whole tests/tenancy/isolation $(ARGS)

fuzz: setup ## 10,000 forged requests to the admin and as many to the public side; ARGS="--fuzz-seed 3"
	@$(PY) -m pytest -n $(WORKERS) --timeout 0 tests/fuzz --fuzz 10000 --show-capture=no $(ARGS)

lock: setup ## Compile requirements.in and requirements-dev.in to pinned and hashed files
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt

services-install: ## Programs of the production shape, without containers (see docs/operations.md)
	@scripts/services install
services-start: ## Start PostgreSQL, Redis, Elasticsearch and S3
	@scripts/services start production
services-stop: ## Stop whatever scripts/services started
	@scripts/services stop
services-status: ## Which services run, and where
	@scripts/services status

clean: ## Remove what setup and tests made; data under var/ and .services/ stay
	@rm -rf .venv node_modules cms/static/vendor .coverage* .pytest_cache .ruff_cache .mypy_cache $(CATALOGUES:.po=.mo)
