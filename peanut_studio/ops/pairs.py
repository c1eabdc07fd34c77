"""Independent steps done two at once, with the same outcome as one after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 2
"""Fixed, so that what is done does not depend on the machine. Most of a step is OpenCV and numpy outside the lock."""


def two_at_once(work: Callable[[T], R], items: Iterable[T]) -> Generator[R]:
    """`work` of each item, in order. The next item is begun before an answer is given; closed early, it is given up.

    `items` are drawn in the caller's thread. Raises what `work` raised, at that item's turn.
    """
    left = iter(items)
    begun: deque[Future[R]] = deque()
    try:
        while True:
            while len(begun) < AT_ONCE:
                try:
                    item = next(left)
                except StopIteration:
                    break
                begun.append(_workers().submit(work, item))
            if not begun:
                return
            yield begun.popleft().result()
    finally:
        for future in begun:
            future.cancel()


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pairs")
