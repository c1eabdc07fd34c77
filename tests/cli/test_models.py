from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from peanut_studio.cli import doctor, models
from peanut_studio.engines import weights
from peanut_studio.engines.catalogue import Catalogue, WeightInfo
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.model.errors import InputError, WeightsError

CONTENT = b"weights"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for weights, two small files in the catalogue, no network."""
    files = tuple(
        WeightInfo(
            name=name,
            title="a net",
            size=len(CONTENT),
            sha256=hashlib.sha256(CONTENT).hexdigest(),
            licence="MIT",
            licence_url="https://example.org/licence",
            page="https://example.org/page",
            note="Ask first." if name == "a.bin" else "",
        )
        for name in ("a.bin", "b.bin")
    )
    engine = EngineInfo("first", "flow", "First", "m:C", "MIT", "https://example.org", weights=("a.bin",))
    small = Catalogue((engine,), files)
    for module in (models, weights):
        monkeypatch.setattr(module, "known", lambda: small)
    monkeypatch.setattr(models, "SMALL", ("a.bin",))
    monkeypatch.setattr(doctor, "SMALL", ("a.bin",))
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(models.app, list(arguments))


def test_list_shows_size_licence_state_and_users(store: Path) -> None:
    (store / "b.bin").write_bytes(CONTENT)
    answer = run("list")
    assert answer.exit_code == 0
    lines = {line.split()[1]: line for line in answer.stdout.splitlines() if ".bin" in line and "MB" in line}
    assert "MIT" in lines["a.bin"]
    assert "not fetched" in lines["a.bin"]
    assert "flow/first" in lines["a.bin"]
    assert "here" in lines["b.bin"]
    assert "a.bin: Ask first. https://example.org/licence" in answer.stdout
    assert f"Kept in {store}" in answer.stdout


def test_no_name_is_broken_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    listed = run("list").stdout
    assert not [weight.name for weight in weights.known().weights if f" {weight.name} " not in listed]


def test_where_prints_nothing_but_the_place(store: Path) -> None:
    assert run("where").stdout == f"{store}\n"
    assert run("where", "b.bin").stdout == f"{store / 'b.bin'}\n"
    assert isinstance(run("where", "c.bin").exception, InputError)


def test_verify_tells_right_from_wrong(store: Path) -> None:
    assert "no weights" in run("verify").stdout
    (store / "a.bin").write_bytes(CONTENT)
    answer = run("verify")
    assert answer.exit_code == 0
    assert answer.stdout == "a.bin: as published\n"
    (store / "b.bin").write_bytes(b"WEIGHTS")
    answer = run("verify")
    assert "a.bin: as published" in answer.stdout
    assert isinstance(answer.exception, WeightsError)
    assert "b.bin is not the published file" in str(answer.exception)
    assert run("verify", "first").exception is None


def test_fetch_goes_on_after_a_failure_and_tells_of_all(store: Path) -> None:
    answer = run("fetch", "b.bin", "first")
    assert isinstance(answer.exception, WeightsError)
    assert "b.bin (0.0 MB) could not be fetched" in answer.stderr
    assert "a.bin (0.0 MB) could not be fetched" in str(answer.exception)
    (store / "a.bin").write_bytes(CONTENT)
    answer = run("fetch")
    assert answer.exit_code == 0
    assert answer.stdout == f"a.bin: {store / 'a.bin'}\n"
    assert isinstance(run("fetch", "--all").exception, WeightsError)


def test_an_unknown_name_is_one_sentence(store: Path) -> None:
    answer = run("fetch", "other")
    assert isinstance(answer.exception, InputError)
    assert str(answer.exception) == (
        "There are no weights and no engine 'other'; 'peanut-studio models list' shows all."
    )


def examined(subject: str) -> doctor.Finding:
    (found,) = (finding for finding in doctor.examine() if finding.subject == subject)
    return found


def test_the_doctor_judges_weights(store: Path) -> None:
    assert examined("Weights a.bin").level == "warn"
    assert examined("Weights a.bin").advice == "peanut-studio models fetch a.bin"
    assert examined("Weights b.bin").level == "ok"
    (store / "b.bin").write_bytes(b"wrong")
    assert examined("Weights b.bin").level == "fail"
    (store / "a.bin").write_bytes(CONTENT)
    assert examined("Weights a.bin").level == "ok"
    assert examined("Network").level == "warn"


def test_the_doctor_ends_with_1_only_when_something_fails(store: Path) -> None:
    app = typer.Typer()
    app.command()(doctor.doctor)
    answer = CliRunner().invoke(app)
    assert answer.exit_code == 0, answer.stdout
    for subject in ("Python", "torch", "FFmpeg", "Device cpu", "Memory", "Disk for weights", "Display"):
        assert f"{subject}: " in answer.stdout
    assert "warn  Weights a.bin: not fetched yet, 0.0 MB -> peanut-studio models fetch a.bin" in answer.stdout
    (store / "b.bin").write_bytes(b"wrong")
    answer = CliRunner().invoke(app)
    assert answer.exit_code == 1
    assert "fail  Weights b.bin: not the published file -> peanut-studio models fetch b.bin" in answer.stdout


def test_a_package_that_is_missing_or_broken_is_seen(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken_module.py").write_text("raise ImportError('libGL.so.1: cannot open shared object file')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(doctor, "NEEDED", {"surely-not-installed": "x", "numpy": "broken_module"})
    assert examined("surely-not-installed").level == "fail"
    assert examined("surely-not-installed").advice == "pip install surely-not-installed"
    assert examined("numpy").level == "fail"
    assert "libGL.so.1" in examined("numpy").found


def test_encoders_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "NEEDED_ENCODERS", ("libx264", "no_such_encoder"))
    assert examined("FFmpeg").level == "fail"
    assert "lacks no_such_encoder" in examined("FFmpeg").found


def test_little_memory_and_disk_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.memory, "free_ram", lambda: 10**9)
    usage = doctor.shutil.disk_usage("/")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _folder: usage._replace(free=10**6))
    assert examined("Memory").level == "warn"
    assert examined("Disk for work").level == "warn"
