# `make help` says what there is. Settings are environment variables: docs/reference/settings.md.
.DEFAULT_GOAL := help
# Files of tests run side by side, each process with a database of its own. In their own order: left to itself the plug-in
# puts the files with few tests last, and those are the slow ones.
SPREAD := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
.PHONY: help run seed test check fix rows words pictures lock ready ready-to-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s%s\n", $$1, $$2 }' Makefile

ready:
	@sh requirements/install.sh run

ready-to-test:
	@sh requirements/install.sh test

run: export ASSAY_DEMO ?= 1
run: ready ## start everything with a demo; Ctrl-C stops it
	@exec .venv/bin/assay run

seed: export ASSAY_DEMO ?= 1
seed: ready ## fill an empty installation with the demo's people
	@.venv/bin/assay migrate && exec .venv/bin/assay seed

test: ready-to-test ## set up all it needs, a browser too, and run every test
	@.venv/bin/assay models fetch
	@sh requirements/browser.sh
	@.venv/bin/python -m pytest $(SPREAD) --cov --cov-report= --durations=10

check: ready-to-test ## everything the server runs; stops at nothing, prints all failures
	@.ci/check

fix: ready-to-test ## format, and write the generated pages
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format
	@ASSAY_HOME=$$(mktemp -d) .venv/bin/python docs/generate.py

rows: ready-to-test ## requirement rows without a test
	@.venv/bin/python docs/rows.py

words: ready ## bring the catalogs of translated words up to date
	@ASSAY_HOME=$$(mktemp -d) .venv/bin/python docs/words.py

pictures: ready-to-test ## take the pictures of docs/way.md again
	@PICTURES_DIR=docs/pictures/way .venv/bin/python -m pytest -q -n 0 tests/journeys/test_whole_way_in_browser.py \
	    tests/journeys/test_every_page_is_accessible.py

lock: ready ## renew the locked versions, with digests
	@.venv/bin/pip install --quiet --disable-pip-version-check uv
	@for set in build run test; do \
	    .venv/bin/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-config \
	        --custom-compile-command "make lock" requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done
