# One place for every command. `make run` starts the dashboard, `make test` and `make check` prove it.

VENV := .venv/bin/python -m
DOCS := $(wildcard README.md docs/*.md)
SOURCES := app.py cli indicators layouts loaders sample
TESTS ?= tests
PORT ?= 8050
# Where Python is told to keep no bytecode, each of the tests' programs would compile all it imports: 2 s a start.
unexport PYTHONDONTWRITEBYTECODE
COMPILE := $(VENV) uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header \
    --generate-hashes

.PHONY: run dev test quick coverage check format docs bench soak requirements audit sbom clean

run: .venv/run.stamp
	.venv/bin/python app.py serve --sample --port $(PORT)

# Starts again within seconds of a change to code, templates, styles, scripts or the council's files.
dev: .venv/tests.stamp
	.venv/bin/watchfiles --sigint-timeout 3 \
	    ".venv/bin/python app.py serve --sample --port $(PORT)" $(SOURCES) data

# `make test COVERAGE=yes` runs every test once, and measures those that `make coverage` does.
test: .venv/tests.stamp $(if $(COVERAGE),coverage)
	tests/setup.sh
	$(VENV) pytest -n auto $(if $(COVERAGE),-m "browser or postgresql") $(TESTS)

# Needs Python alone: no browser, PostgreSQL or LibreOffice, and nothing that takes over 2 seconds.
quick: .venv/tests.stamp
	$(VENV) pytest -n auto -m "not browser and not postgresql and not documents and not slow" $(TESTS)

# Measuring makes the tests nearly twice as slow, so it leaves out what runs the same lines again: the
# browser, and PostgreSQL where SQLite does the same.
coverage: .venv/tests.stamp
	tests/setup.sh
	.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest -n auto -m "not browser and not postgresql" $(TESTS)
	.venv/bin/coverage combine --quiet
	.venv/bin/coverage report

check: .venv/tests.stamp
	$(VENV) ruff format --check
	$(VENV) ruff check --no-cache  # what is first-party depends on files that come and go
	$(VENV) mypy
	$(VENV) djlint --quiet --lint layouts
	.venv/bin/oxlint --deny-warnings layouts benchmarks
	.venv/bin/shellcheck tests/setup.sh .ci/run deploy/build-image.sh
	PYTHONPATH=. .venv/bin/lint-imports --no-logo
	PYTHONPATH=. $(VENV) tests.project.check_structure
	$(if $(DOCS),PYTHONPATH=. $(VENV) cogapp --check --diff $(DOCS))

format: .venv/tests.stamp
	$(VENV) ruff check --fix --exit-zero
	$(VENV) ruff format

docs: .venv/tests.stamp
	$(if $(DOCS),PYTHONPATH=. $(VENV) cogapp -r $(DOCS))
	PYTHONPATH=. $(VENV) layouts.api docs/openapi.json

bench: .venv/tests.stamp
	tests/setup.sh
	for script in benchmarks/*.py; do PYTHONPATH=. .venv/bin/python "$$script" || exit 1; done

# The long trials, which stand in a short form among the tests.
soak: .venv/tests.stamp
	for trial in $(filter-out test_%,$(basename $(notdir $(wildcard tests/soak/*.py)))); do \
	    PYTHONPATH=. $(VENV) tests.soak.$$trial || exit 1; \
	done

# Pins what pyproject.toml asks for, and all that it needs, with the hash of every file.
# What is pinned already stays: delete its line and hashes to move it.
# The tests' list is the first with what the tests add; the auditor's and the installer's stand alone.
requirements: .venv/run.stamp
	$(COMPILE) pyproject.toml -o requirements.txt > /dev/null
	$(COMPILE) pyproject.toml --group test -c requirements.txt -o tests/requirements.txt > /dev/null
	for each in audit installer; do \
	    $(COMPILE) --group $$each -o requirements-$$each.txt > /dev/null || exit 1; \
	done

# Compares every pin with the published advisories; needs the network.
audit: .venv/audit.stamp
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes \
	    -r tests/requirements.txt -r requirements-audit.txt -r requirements-installer.txt

# The bill of materials (CycloneDX) of what runs. The same pins give the same bytes. It is built and
# not committed, because it repeats requirements.txt.
sbom: .venv/audit.stamp
	mkdir -p build
	.venv/audit/bin/cyclonedx-py requirements --output-reproducible --pyproject pyproject.toml \
	    -o build/sbom.json requirements.txt

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are newer than the lists they installed, so a second start runs no installer at all.
# uv installs in a third of pip's time; where it cannot run, pip does the same work.
.venv/run.stamp: requirements.txt
	@python="$(PYTHON)"; \
	for each in $${python:-python3 python3.14 python3.13 python3.12 python3.11}; do \
	    $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && found=$$each && break; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "Python 3.11 or newer is needed and $${python:-python3} is not it." \
	         "Install one, or name it: make PYTHON=/path/to/python3.11 run" >&2; exit 1; \
	fi; \
	test -x .venv/bin/pip || $$found -m venv --clear .venv
	$(call install,requirements.txt)
	@touch $@

.venv/tests.stamp: .venv/run.stamp tests/requirements.txt
	$(call install,tests/requirements.txt)
	@touch $@

.venv/audit.stamp: .venv/run.stamp requirements-audit.txt
	$(VENV) venv .venv/audit
	.venv/audit/bin/pip install --quiet --require-hashes -r requirements-audit.txt
	@touch $@

# Nothing is installed that differs from its pinned hash.
define install
{ $(VENV) pip install --quiet --require-hashes -r requirements-installer.txt && \
  $(VENV) uv pip install --quiet --require-hashes --python .venv/bin/python -r $(1); } \
    || $(VENV) pip install --require-hashes -r $(1)
endef
