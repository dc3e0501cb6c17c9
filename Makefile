# demo · test · quick · test-browser · check · texts · run · bench · screenshots: each makes .venv and installs what it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test quick test-browser check texts run bench screenshots clean

demo: .venv/.demo
	$(BIN)/signpost demo

test: .venv/.test
	$(BIN)/python -m pytest

# Pure code and services: without a simulated Discord, sockets, processes of their own, the encoder's model, the rules over
# source and docs; and hypothesis tries fewer examples.
SLOW := journeys demo simulated wire commands test_command_line.py test_kill.py test_postgres.py test_privacy.py \
	test_printed_commands.py test_tour.py test_docs.py test_architecture.py test_circles.py jobs/test_timer.py \
	matching/test_encoder.py
quick: .venv/.test
	$(BIN)/python -m pytest --hypothesis-profile=quick $(SLOW:%=--ignore=tests/%)

test-browser: .venv/.browser
	$(BIN)/python -m pytest tests/browser

# Everything but the page's tests, each once.
check: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

texts: .venv/.test
	$(BIN)/python -m tests.texts.extraction

run: .venv/.run
	$(BIN)/signpost run

bench: .venv/.bench
	$(BIN)/python -m bench

screenshots: .venv/.browser
	$(BIN)/python -m tests.browser.screenshots docs

clean:
	rm -rf .venv

# One environment for all; a stamp for each set of packages: the extra of that name in pyproject.toml.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# With the meaning where it can be had. Not all of its packages have a wheel for Intel Macs and for musl, and none is built here.
MEANING := --only-binary onnxruntime,tokenizers
BY_WORDS := The sentence encoder cannot be installed here: questions are matched by their words alone.

.venv/.run: pyproject.toml
	$(PYTHON) -m venv .venv
	@$(INSTALL) $(MEANING) -e '.[semantic]' 2>/dev/null || { $(INSTALL) -e . && echo '$(BY_WORDS)'; }
	touch $@

.venv/.demo: pyproject.toml
	$(PYTHON) -m venv .venv
	@$(INSTALL) $(MEANING) -e '.[demo,semantic]' 2>/dev/null || { $(INSTALL) -e '.[demo]' && echo '$(BY_WORDS)'; }
	touch $@

.venv/.%: pyproject.toml
	$(PYTHON) -m venv .venv
	$(INSTALL) -e '.[$*]'
	touch $@
