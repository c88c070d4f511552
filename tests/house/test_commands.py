"""Each thing that can stand in the way of a make target gets one line that says what to do."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.processes import members, until
from tools import commands, portal, setting_up, shell


def test_old_python_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setattr(sys, "executable", "python3")
    assert portal.main(["demo"]) == 2
    assert capsys.readouterr().err == "The portal needs Python 3.11 or newer; python3 is 3.9.18.\n"


def test_first_file_is_readable_by_an_old_python():
    compile(Path(portal.__file__).read_text(), "portal.py", "exec", _feature_version=6)


def test_unknown_command_is_one_line(capsys):
    assert portal.main(["brew"]) == 2
    assert capsys.readouterr().err.startswith("There is no command brew. These are the commands: demo, test, check,")


def test_every_command_has_a_function_and_a_make_target():
    targets = next(line for line in Path("Makefile").read_text().splitlines() if line.startswith(".PHONY:"))
    assert sorted(targets.split()[1:]) == sorted(portal.COMMANDS)
    assert [name for name in portal.COMMANDS if name != "help" and not callable(getattr(commands, name, None))] == []


def test_taken_port_is_one_line(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(shell.Trouble) as trouble:
            commands.free_port()
    assert str(trouble.value) == f"Port {port} is in use. Choose another one: make demo PORT={port + 1}"


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1"])
def test_impossible_port_is_one_line(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(shell.Trouble) as trouble:
        commands.free_port()
    assert str(trouble.value) == f"PORT={text} is not a port. Write a number from 1 to 65535, like PORT=8000."


def test_impossible_data_folder_is_one_line(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "folder"))
    with pytest.raises(shell.Trouble) as trouble:
        commands.data_folder()
    assert str(trouble.value) == f"The folder DATA_DIR={tmp_path}/file/folder cannot be made: Not a directory."


def test_data_folder_that_cannot_be_written_to_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(commands.os, "access", lambda folder, _mode: Path(folder) != tmp_path)
    with pytest.raises(shell.Trouble) as trouble:
        commands.data_folder()
    assert str(trouble.value) == f"The folder DATA_DIR={tmp_path} cannot be written to. Choose another one with DATA_DIR=…"


def test_packages_that_cannot_be_fetched_are_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(setting_up, "installer", lambda: None)
    monkeypatch.setattr(setting_up, "PYTHON", "false")
    monkeypatch.setattr(setting_up, "BUILD", shell.ROOT / "build")
    with pytest.raises(shell.Trouble) as trouble:
        setting_up.install_list("requirements.lock")
    assert str(trouble.value) == (
        "The packages of requirements.lock could not be installed. Is there a network connection to the package registry? "
        "The whole message is in build/setup.log."
    )


def test_python_without_venv_is_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(setting_up, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(setting_up, "VENV", tmp_path)
    monkeypatch.setattr(setting_up.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(shell.Trouble) as trouble:
        setting_up.make_virtual_environment()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert str(trouble.value) == f"Python's venv module is not complete here: install python{version}-venv, then try again."


def test_what_was_started_stops_with_everything_below_it():
    groups: list[int] = []

    def start_and_be_interrupted() -> None:
        with shell.started("sh", "-c", "sleep 600 & echo started; wait", output=subprocess.PIPE) as process:
            groups.append(process.pid)
            assert process.stdout.readline() == "started\n"
            process.stdout.close()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start_and_be_interrupted()
    until(lambda: members(groups[0]) == [])
