# The commands of the portal. Each one installs what it needs into .venv/ first; nothing else has to be on the machine
# but make and Python 3.11 or newer with its venv module. The work is done by tools/portal.py.

# The first of these that is new enough; when none is, the script says so in one line.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; exit; fi; \
	done; echo python3)
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check crawl bench format lock assets words packages

# "exec" puts the script in the place of the shell, so that a signal sent to make reaches it.
PORTAL = @exec $(PYTHON) -m tools.portal $@ $(ARGS)

help:
	$(PORTAL)

demo:
	$(PORTAL)

test:
	$(PORTAL)

check:
	$(PORTAL)

crawl:
	$(PORTAL)

bench:
	$(PORTAL)

format:
	$(PORTAL)

lock:
	$(PORTAL)

assets:
	$(PORTAL)

words:
	$(PORTAL)

packages:
	$(PORTAL)
