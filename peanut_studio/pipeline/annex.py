"""Jobs done in a process of their own, beside a window that goes on answering and outlives what happens there.

Networks, their libraries and their importing hold Python's lock for tens of milliseconds again and again; in another
process that holds nobody up, and one that dies for want of memory takes nothing along. The two sides take turns, so
that pausing and stopping mean there what they mean here: a step is begun when the one before was taken.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from peanut_studio.model.errors import StudioError
from peanut_studio.model.progress import Job, Progress, rest
from peanut_studio.pipeline import housekeeping
from peanut_studio.pipeline.messages import Post, sendable

if TYPE_CHECKING:
    from peanut_studio.pipeline.edit import Tools

T = TypeVar("T")
Works: TypeAlias = Callable[..., Generator[Progress, None, T]]
"""Called with arguments and, last of all, `Tools`; of a module's own level, so that it is known by its name."""

BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from peanut_studio.pipeline.annex_room import serve; serve()"
PATIENCE = 10.0
"""Seconds that a process has for ending by itself."""


class AnnexLost(StudioError):
    """The process that did the work is gone."""


class Annex:
    """A process that does one job at a time; begun when it is first needed, and again after it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._post: Post | None = None
        self._taken, self._beginning = threading.Lock(), threading.Lock()
        self._ended = False

    @property
    def number(self) -> int | None:
        """The number that the system gave the process, None where there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def begin(self) -> None:
        """Have the process there before it is needed."""
        with self._beginning:
            if self._ended:
                raise AnnexLost("The window is being closed.")
            if self.number is None:
                self._bury()
                self._process = _started()
                assert self._process.stdin is not None
                assert self._process.stdout is not None
                self._post = Post(self._process.stdout, self._process.stdin)

    def bring(self, tools: Tools) -> None:
        """Have imported there what tracks, before it is needed; goes on at once, and says nothing of what is wrong."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            self.begin()
            assert self._post is not None
            self._post.send("bring", (tools.choices, tools.weights.root))
        except (OSError, AnnexLost):
            return
        finally:
            self._taken.release()

    def run(self, works: Works[T], arguments: tuple[object, ...], tools: Tools) -> Job[T]:
        """What `works(*arguments, tools)` is here, done there. Tracks that were given come back as the same objects.

        What `tools` are told they are told here. Raises what is raised there, and AnnexLost when the process dies.
        """
        with self._taken:
            self.begin()
            post = self._post
            assert post is not None
            asked = {
                "may_fetch": getattr(tools.weights, "may_fetch", lambda _weight: True),
                "announce": tools.weights.announce,
                "on_progress": tools.weights.on_progress,
                "on_tracks": tools.on_tracks,
                "on_stopped": tools.on_stopped,
                "on_tracked": tools.on_tracked,
                "rest": rest,
            }
            task = (works, arguments, tools.choices, tools.weights.root, housekeeping.taken())
            in_step = True
            try:
                post.send("run", task, remembered=True)
                while True:
                    kind, value = post.receive()
                    if kind == "asked":
                        _answer(post, asked, value)
                    elif kind == "step":
                        try:
                            yield value
                        except GeneratorExit:
                            with suppress(EOFError, OSError):
                                _close(post, asked)
                                in_step = False
                            raise
                        post.send("next", None)
                    else:
                        break
                in_step = False
            except (EOFError, OSError) as error:
                raise AnnexLost(self._last_words()) from error
            finally:
                if in_step:
                    # It is gone, or waits for something that will not come.
                    with self._beginning:
                        self._bury(at_once=True)
            if kind == "raised":
                raise value
            result: T = value
            return result

    def stop(self) -> None:
        """End the process for good; what it does is given up. From any thread."""
        self._ended, process = True, self._process
        if process is None:
            return
        if self._taken.acquire(blocking=False):
            try:
                with self._beginning:
                    self._bury()
            finally:
                self._taken.release()
        else:
            # Somebody waits for it in another thread, and will be told that it is gone.
            process.kill()

    def give_up(self) -> None:
        """End the process in the middle of what it does; there is another one for the next job. From any thread."""
        process = self._process
        if process is not None:
            process.kill()

    def _bury(self, at_once: bool = False) -> None:
        process, self._process, self._post = self._process, None, None
        if process is None:
            return
        if at_once:
            process.kill()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _last_words(self) -> str:
        process = self._process
        code = None
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                code = process.wait(PATIENCE)
        why = f" (signal {-code})" if code is not None and code < 0 else "" if code is None else f" (code {code})"
        return (
            f"The engines' own process ended{why}, perhaps for want of memory; nothing that you made is lost, "
            "and the same work goes on from what was done."
        )


def done_by(annex: Annex | None, works: Works[T], arguments: tuple[object, ...], tools: Tools) -> Job[T]:
    """`works(*arguments, tools)`, in a process of its own where there is one."""
    return works(*arguments, tools) if annex is None else annex.run(works, arguments, tools)


def _answer(post: Post, asked: dict[str, Callable[..., object]], question: tuple[str, tuple[Any, ...]]) -> None:
    """Do what the other side asks for, and say what came of it; what was raised is raised there."""
    name, arguments = question
    try:
        answer = asked[name](*arguments)
    except Exception as error:
        post.send("raise", sendable(error))
    else:
        post.send("answer", answer)


def _close(post: Post, asked: dict[str, Callable[..., object]]) -> None:
    """Have the job there closed, and hear what it still has to say."""
    post.send("close", None)
    while True:
        kind, value = post.receive()
        if kind != "asked":
            return
        _answer(post, asked | {"rest": lambda: None}, value)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", BEGIN, *(str(Path(place).absolute()) for place in sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if sys.stderr is not None else subprocess.DEVNULL,
        creationflags=sum(getattr(subprocess, name, 0) for name in ("CREATE_NO_WINDOW", "BELOW_NORMAL_PRIORITY_CLASS")),
    )
