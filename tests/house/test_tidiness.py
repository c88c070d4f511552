"""The repository holds no address of a package registry and no path of a machine."""

import json

import pytest

from tools import tidy


def test_repository_is_tidy():
    assert tidy.problems() == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url somewhere",
        "--extra-index-url somewhere",
        "--find-links wheels",
        "-i somewhere",
        "thing @ https" + "://example/thing.whl",
    ],
)
def test_lock_refuses_address_and_index_option(line):
    found = list(tidy.lock_problems("requirements.lock", f"thing==1.0 \\\n    --hash=sha256:00\n{line}\n"))
    assert found == [f"requirements.lock:3: an address or index option: {line}"]


def test_lock_accepts_versions_hashes_and_markers():
    text = "thing==1.0 ; python_full_version < '3.12' \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
    assert list(tidy.lock_problems("requirements.lock", text)) == []


def test_package_lock_refuses_resolved():
    packages = {"": {}, "node_modules/a": {"version": "1"}, "node_modules/b": {"version": "1", "resolved": "somewhere"}}
    found = list(tidy.package_lock_problems(json.dumps({"packages": packages})))
    assert found == ["package-lock.json: node_modules/b says where it came from (resolved); npm must omit that"]


def test_text_refuses_registry_host_and_machine_path():
    host = tidy.REGISTRY_HOSTS[0]
    text = f"fine\nfrom {host}\nin /checkout/of/mine/file\nin /home" + "/somebody/file\n"
    assert list(tidy.text_problems("a.txt", text, "/checkout/of/mine/")) == [
        f"a.txt:2: names the package registry {host}",
        "a.txt:3: names a path of one machine",
        "a.txt:4: names a path of one machine",
    ]
