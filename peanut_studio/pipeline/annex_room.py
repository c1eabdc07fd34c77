"""The other side of `annex`: what happens in the process that does the jobs."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peanut_studio.model.progress import rest_by
from peanut_studio.pipeline.messages import Post, PostClosed, sendable

if TYPE_CHECKING:
    from peanut_studio.pipeline.choice import Choices

LESS_URGENT = 10
"""How much the window comes first where both want the processor."""

REST_EVERY = 0.03
"""Seconds between two questions whether the job may go on, in the middle of a step."""

LOOK_EVERY = 0.5
"""Seconds between two looks whether the window is still there."""


def serve() -> None:
    """Do jobs until nobody asks for any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":
        os.nice(LESS_URGENT)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What libraries print must not come between the messages.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    post = Post(incoming, outgoing)
    try:
        while True:
            kind, task = post.receive()
            if kind == "bring":
                _bring(*task)
            else:
                _do(post, task)
    except (PostClosed, BrokenPipeError):
        # Quickly: libraries have nothing to tidy up that the system does not.
        os._exit(0)


def _end_with(window: int) -> None:
    """Wait for the end of the process that began this one, then end it, even in the middle of a long step.

    A step that asks whether it may go on finds out by itself; a network at work for a minute would not. Windows tells
    nobody that the process with that number is gone: there the end of the step has to be waited for.
    """
    while os.getppid() == window:
        time.sleep(LOOK_EVERY)
    os._exit(0)


def _bring(choices: Choices, root: Path) -> None:
    from peanut_studio.engines.weights import WeightStore
    from peanut_studio.pipeline.preview import bring_segmenter

    # What is wrong will be wrong again when it is needed, and is said then.
    with suppress(Exception):
        bring_segmenter(choices, WeightStore(root))


def _do(post: Post, task: tuple[Any, ...]) -> None:
    from peanut_studio.engines.plugins.blame import blamed
    from peanut_studio.pipeline import housekeeping
    from peanut_studio.pipeline.edit import Tools
    from peanut_studio.pipeline.models import AskingStore

    works, arguments, choices, root, room = task
    if room is not None and room != housekeeping.taken():
        housekeeping.take(room)
    store = AskingStore(
        _asking(post, "may_fetch"),
        announce=_asking(post, "announce"),
        on_progress=_asking(post, "on_progress"),
        root=root,
    )
    on_tracks, on_stopped, on_tracked = (_asking(post, name) for name in ("on_tracks", "on_stopped", "on_tracked"))
    tools = Tools(choices, store, on_tracks, on_stopped, on_tracked)
    rest_by(_Resting(_asking(post, "rest")))
    try:
        post.send("returned", _driven(post, works(*arguments, tools)))
    except (PostClosed, BrokenPipeError):
        raise
    except BaseException as error:
        post.send("raised", sendable(blamed(error)))


def _driven(post: Post, job: Any) -> object:
    """Step by step, each when it is asked for; None where the job was closed."""
    try:
        while True:
            try:
                progress = next(job)
            except StopIteration as finished:
                return finished.value
            post.send("step", progress)
            kind, _ = post.receive()
            if kind == "close":
                return None
    finally:
        job.close()


def _asking(post: Post, name: str) -> Callable[..., Any]:
    """A function that is carried out on the other side."""

    def ask(*arguments: object) -> Any:
        post.send("asked", (name, arguments))
        kind, value = post.receive()
        if kind == "raise":
            raise value
        return value

    return ask


class _Resting:
    """Asks whether to go on, but not more often than makes sense."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask, self._asked_at = ask, 0.0

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._asked_at > REST_EVERY:
            self._ask()
            self._asked_at = time.monotonic()
