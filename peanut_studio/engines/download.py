"""Bytes from elsewhere into a partial file, hashed as they pass, taken up again where they stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import urljoin, urlsplit

import requests

OnProgress = Callable[[int, int], None]
"""Called with the bytes there are and the bytes there will be (0 = unknown)."""

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
TRIES = 4
BLOCK = 1 << 18
OWN_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class SourceFailed(Exception):
    """A place did not give the file. The message says why, in a few words after the place's name."""


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_hashed(source: IO[bytes], part: Path, size: int, on_progress: OnProgress) -> str:
    """Write a stream to `part` from its beginning and give its SHA-256."""
    digest = hashlib.sha256()
    with part.open("wb") as target:
        while block := source.read(BLOCK):
            target.write(block)
            digest.update(block)
            on_progress(target.tell(), size)
    return digest.hexdigest()


def download(url: str, part: Path, size: int, on_progress: OnProgress) -> str:
    """Fetch `url` into `part`, going on after the bytes that `part` already holds, and give the file's SHA-256.

    `size` is the file's size in bytes, 0 when unknown. A connection that breaks is taken up again as long as bytes
    still arrive. Raises SourceFailed when the place cannot be reached, answers no, or stops giving; OSError when the
    disk cannot take the bytes.
    """
    place = urlsplit(url).hostname or url
    idle = 0
    while True:
        before = part.stat().st_size if part.exists() else 0
        if size and before > size:
            part.unlink()
            before = 0
        if size and before == size:
            return file_sha256(part)
        try:
            return _receive(url, part, before, size, on_progress)
        except requests.exceptions.SSLError as error:
            raise SourceFailed(f"{place}: its certificate is not trusted here") from error
        except requests.ConnectionError as error:
            reason = "no connection" if _never_connected(error) else "the connection broke off"
        except requests.Timeout:
            reason = "no answer in time"
        except requests.RequestException as error:
            reason = "the connection broke off" if isinstance(error, _BROKEN) else type(error).__name__
        gained = (part.stat().st_size if part.exists() else 0) > before
        idle = 0 if gained else idle + 1
        if reason == "no connection" or idle >= TRIES:
            raise SourceFailed(f"{place}: {reason}")


_BROKEN = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)


def _never_connected(error: requests.ConnectionError) -> bool:
    return "NewConnectionError" in str(error) or "ConnectTimeout" in str(error) or "NameResolution" in str(error)


def _check_safe(url: str) -> None:
    """Raises SourceFailed for an address at which somebody on the way could read along or change what comes."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in OWN_MACHINE:
        raise SourceFailed(f"{parts.hostname or url}: files are fetched by https only")


def _check_redirect(answer: requests.Response, *_: object, **__: object) -> None:
    if answer.is_redirect:
        _check_safe(urljoin(answer.url, answer.headers["Location"]))


def _receive(url: str, part: Path, have: int, size: int, on_progress: OnProgress) -> str:
    """One request for the bytes after the first `have`. Raises what requests raises, and SourceFailed."""
    place = urlsplit(url).hostname or url
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    _check_safe(url)
    timeout, hooks = (CONNECT_SECONDS, READ_SECONDS), {"response": _check_redirect}
    with requests.get(url, headers=headers, stream=True, timeout=timeout, hooks=hooks) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable and have:
            part.unlink()
            return _receive(url, part, 0, size, on_progress)
        if not answer.ok:
            raise SourceFailed(f"{place}: it answered {answer.status_code} {answer.reason}")
        resumed = answer.status_code == requests.codes.partial_content
        if resumed and not answer.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            part.unlink()
            raise SourceFailed(f"{place}: it answered with another part of the file than was asked for")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            raise SourceFailed(f"{place}: it answered with a web page in place of the file")
        digest = hashlib.sha256()
        if resumed:
            with part.open("rb") as file:
                while block := file.read(BLOCK):
                    digest.update(block)
        with part.open("ab" if resumed else "wb") as target:
            for block in answer.iter_content(BLOCK):
                target.write(block)
                digest.update(block)
                on_progress(target.tell(), size)
        return digest.hexdigest()
