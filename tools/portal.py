"""The commands behind the Makefile: ``python3 -m tools.portal COMMAND``.

Runs on the machine's own Python with the standard library only, makes ``.venv/`` and hands over to it. Everything
newer than the version check is imported inside functions, so that an old Python gets one clear line and no traceback.
"""

import os
import sys

OLDEST = (3, 11)

COMMANDS = {
    "demo": "install, make the database, load the record and the demonstration year, serve on localhost:PORT",
    "test": "install, then the tests on the embedded defaults (SQLite, files as queue); ARGS go to pytest",
    "check": "the whole gate: format, lint, types, imports, migrations, deployment, tests on PostgreSQL and Redis",
    "crawl": "every page as every role in every width through the accessibility and HTML checkers, slow",
    "bench": "the portal's pages against a bare Django view, as a table and as JSON",
    "format": "put Python into its standard form",
    "lock": "work out the lock files from requirements*.in",
    "assets": "install what the styles need and build them into build/static",
    "words": "list the fixed words of the answering pages, and bring their translations up to date; ARGS=so begins a language",
    "packages": "install only what the portal runs on (for the container image)",
    "help": "this list",
}


def main(arguments):
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        return complain("The portal needs Python 3.11 or newer; %s is %s." % (sys.executable or "python3", found))
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command not in COMMANDS:
        return complain("There is no command %s. These are the commands: %s." % (command, ", ".join(COMMANDS)))
    if command == "help":
        print("\n".join("make %-8s %s" % line for line in COMMANDS.items()))
        return 0
    from tools import commands
    from tools.shell import Trouble, stop_on_signals

    stop_on_signals()
    try:
        return getattr(commands, command)(rest)
    except Trouble as trouble:
        return complain(str(trouble))
    except KeyboardInterrupt:
        return 130


def complain(line):
    sys.stdout.flush()
    sys.stderr.write(line + "\n")
    return 2


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sys.exit(main(sys.argv[1:]))
