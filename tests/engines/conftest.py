"""A web server that can misbehave, and a catalogue whose homes are on it."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from peanut_studio.engines.catalogue import Catalogue, WeightInfo
from peanut_studio.engines.weights import WeightStore

CONTENT = bytes(range(256)) * 4096
"""One megabyte."""


@dataclass
class Site:
    """What the server has, how it behaves, and what it was asked."""

    address: str = ""
    content: bytes = CONTENT
    ranges: bool = True
    break_after: list[int] = field(default_factory=list)
    """For each of the next answers, the bytes after which the connection breaks."""
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """A local server: /file answers, /moved redirects there, /astray to a place without https, /page gives HTML."""
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.asked.append((self.path, wanted))
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/file")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if self.path == "/astray":
                self.send_response(302)
                self.send_header("Location", "http://example.org/file")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            if self.path == "/page":
                self._give(200, b"<html>no</html>", "text/html; charset=utf-8")
                return
            if self.path != "/file":
                self.send_error(404)
                return
            match = re.fullmatch(r"bytes=(\d+)-", wanted or "")
            if match is None or not state.ranges:
                self._give(200, state.content)
            elif int(match[1]) >= len(state.content):
                self.send_error(416)
            else:
                start = int(match[1])
                extra = {"Content-Range": f"bytes {start}-{len(state.content) - 1}/{len(state.content)}"}
                self._give(206, state.content[start:], extra=extra)

        def _give(
            self, status: int, body: bytes, kind: str = "application/octet-stream", extra: dict[str, str] | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (extra or {}).items():
                self.send_header(name, value)
            self.end_headers()
            if state.break_after:
                body = body[: state.break_after.pop(0)]
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


MakeStore = Callable[..., WeightStore]


@pytest.fixture
def make_store(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> MakeStore:
    """Make a store of one file, net.bin, with the given homes on the server; `said` gathers its announcements."""
    monkeypatch.delenv("PEANUT_STUDIO_OFFLINE", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def make(
        *paths: str, said: list[str] | None = None, sha256: str | None = None, size: int = len(CONTENT),
        exact_size: bool = True,
    ) -> WeightStore:  # fmt: skip
        weight = WeightInfo(
            name="net.bin",
            title="a net",
            size=size,
            sha256=sha256 if sha256 is not None else hashlib.sha256(CONTENT).hexdigest(),
            licence="MIT",
            licence_url="https://example.org/licence",
            page="https://example.org/net",
            homes=tuple(path if "://" in path else site.address + path for path in paths),
            exact_size=exact_size,
        )
        messages = said if said is not None else []
        return WeightStore(tmp_path / "weights", catalogue=Catalogue(weights=(weight,)), announce=messages.append)

    return make
