"""Lists, locks and container files agree with each other."""

import re
from pathlib import Path

import pytest
import yaml

from tools.commands import LISTS
from tools.setting_up import DEV_LOCK, RUNTIME_LOCK

NAME = re.compile(r"^([A-Za-z0-9._-]+)")


def names(text: str) -> set[str]:
    return {match[1].lower().replace("_", "-") for line in text.splitlines() if (match := NAME.match(line)) and line[0] != "-"}


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", Path(name).read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("lock", LISTS)
def test_lock_holds_every_package_of_its_list(lock):
    wanted = names(Path(lock.replace(".lock", ".in")).read_text())
    assert sorted(wanted - set(pins(lock))) == []


def test_tests_run_on_the_versions_that_serve():
    runtime, everything = pins(RUNTIME_LOCK), pins(DEV_LOCK)
    assert {name: everything.get(name) for name in runtime} == runtime


def test_every_package_has_a_reason_above_it():
    for lock in LISTS:
        reason = False
        for line in Path(lock.replace(".lock", ".in")).read_text().splitlines():
            reason = line.startswith("#") or (reason and bool(line.strip()))
            assert reason or not NAME.match(line) or line.startswith("-"), f"{lock}: nothing says why {line} is there"


def compose() -> dict:
    return yaml.safe_load(Path("docker-compose.yml").read_text())


def test_python_is_the_same_in_every_place():
    minor = re.search(r'requires-python = ">=(3\.\d+)"', Path("pyproject.toml").read_text())[1]
    places = {
        "Dockerfile": re.search(r"^ARG PYTHON_IMAGE=python:(3\.\d+)-", Path("Dockerfile").read_text(), re.MULTILINE)[1],
        "tools/commands.py": re.search(r'"--python-version", "(3\.\d+)"', Path("tools/commands.py").read_text())[1],
        "tools/portal.py": re.search(r"^OLDEST = \((\d+), (\d+)\)", Path("tools/portal.py").read_text(), re.MULTILINE).expand(
            r"\1.\2"
        ),
        "mypy": re.search(r'^python_version = "(3\.\d+)"', Path("pyproject.toml").read_text(), re.MULTILINE)[1],
        "ruff": re.search(r'^target-version = "py(3)(\d+)"', Path("pyproject.toml").read_text(), re.MULTILINE).expand(r"\1.\2"),
    }
    assert places == dict.fromkeys(places, minor)


def test_every_stage_of_the_image_is_built_on_the_same_one():
    stages = re.findall(r"^FROM (\S+)", Path("Dockerfile").read_text(), flags=re.MULTILINE)
    assert stages == ["${PYTHON_IMAGE}"] * 3


def test_images_are_the_ones_that_the_manual_names():
    manual = Path("docs/operations.md").read_text()
    images = {name: service["image"] for name, service in compose()["services"].items()}
    ours = {name for name in images if name not in {"db", "redis"}}
    assert {name: images[name] for name in ours} == dict.fromkeys(ours, "coproduction-portal")
    assert [image for image in (images["db"], images["redis"]) if f"`{image}`" not in manual] == []


def test_one_schedule_runs():
    services = compose()["services"].items()
    assert [name for name, service in services if "beat" in service.get("command", [])] == ["beat"]


def test_example_environment_names_what_compose_reads():
    read = set(re.findall(r"\$\{([A-Z_]+)", Path("docker-compose.yml").read_text()))
    given = set(re.findall(r"^([A-Z_]+)=", Path(".env.example").read_text(), flags=re.MULTILINE))
    assert given == read


def test_manual_explains_every_setting():
    read = re.findall(r"""environment\.\w+\(\s*"([A-Z_]+)\"""", Path("coproduction/settings.py").read_text())
    read += re.findall(r"""(?:text|flag|words|whole_number)\("([A-Z_]+)\"""", Path("coproduction/environment.py").read_text())
    manual = Path("docs/operations.md").read_text()
    assert sorted(name for name in set(read) if f"`{name}`" not in manual) == []
