"""What the repository must not hold: addresses in lock files, hosts of package registries, paths of a machine."""

import json
import re
import subprocess
from collections.abc import Iterator

from tools.shell import ROOT

# Written in pieces, so that this file does not hold what it looks for.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "npmjs", "com"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("docker", "io"),
        ("proxy", "golang", "org"),
    )
)
# What make and Python leave behind, for a copy without git, which would know from .gitignore.
MADE_HERE = frozenset({".git", ".venv", "build", "node_modules", "var", "__pycache__", ".pytest_cache", ".hypothesis"})
LOCK_ADDRESS = re.compile(r"://|^\s*-(?:-index|-extra|-find|-trusted|i\b|f\b)")
# Somebody's home folder; the folder of this checkout is looked for as well.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z][\w-]*/|(?<![\w.])/root[/]")


def tracked_files() -> list[str]:
    """The files git knows or would take; every file below the top where there is no git."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return sorted(str(path) for path in files if not MADE_HERE.intersection(path.parts))
    return sorted({name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()})


def lock_problems(name: str, text: str) -> Iterator[str]:
    """Addresses and index options in a lock file of Python packages."""
    for number, line in enumerate(text.splitlines(), start=1):
        if LOCK_ADDRESS.search(line):
            yield f"{name}:{number}: an address or index option: {line.strip()[:80]}"


def package_lock_problems(text: str) -> Iterator[str]:
    """Download addresses in package-lock.json."""
    for package, entry in json.loads(text).get("packages", {}).items():
        if "resolved" in entry:
            yield f"package-lock.json: {package} says where it came from (resolved); npm must omit that"


def text_problems(name: str, text: str, checkout: str) -> Iterator[str]:
    """Registry hosts and machine paths in any text file."""
    for number, line in enumerate(text.splitlines(), start=1):
        for host in REGISTRY_HOSTS:
            if host in line:
                yield f"{name}:{number}: names the package registry {host}"
        if checkout in line or MACHINE_PATH.search(line):
            yield f"{name}:{number}: names a path of one machine"


def problems() -> list[str]:
    """Everything that is not tidy, as file, line and what is wrong."""
    found: list[str] = []
    for name in tracked_files():
        content = (ROOT / name).read_bytes()
        if b"\0" in content[:8000]:
            continue
        text = content.decode("utf-8", errors="replace")
        if name.startswith("requirements") and name.endswith(".lock"):
            found += lock_problems(name, text)
        if name == "package-lock.json":
            found += package_lock_problems(text)
        found += text_problems(name, text, f"{ROOT}/")
    return found
