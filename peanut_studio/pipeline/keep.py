"""Fills kept window by window, so that what was stopped goes on, and a correction fills again only what it concerns."""

from __future__ import annotations

import hashlib
import inspect
import json
import time
from collections.abc import Callable, Container, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from peanut_studio.engines import registry
from peanut_studio.engines.contract import IMPLIED, READ_AGAIN, Arrays, Memory
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frame, Frames, Masks
from peanut_studio.model.progress import Job, Progress
from peanut_studio.pipeline.choice import Choices, Made, Workshop
from peanut_studio.pipeline.identity import hash_of, identity, weights_hashes
from peanut_studio.pipeline.watched import Watched
from peanut_studio.store.mask_cache import cache_key
from peanut_studio.store.result_cache import ResultCache

KEY_VERSION = "fills 3"
"""Raised when fills kept by an earlier version of the program should not be used any more."""
WORTH_LEAVING = 10
"""Windows that have to be there, one after another, for an engine at work to be left and set up again after them."""
MOST_AT_ONCE = 256
"""Frames that an engine which cannot go on in the middle may be given for what it makes of them to be kept."""
LONG = 0.5
"""Seconds of work that are worth waiting for the disk to have them for certain."""
FILL, STATE, USES = "fill ", "state ", "uses"
ALL = "0" * 40
"""Stands for the inputs of what is not about any."""

Pixels = npt.NDArray[Any]


class KeptInpainter:
    """An inpainter that keeps what it makes and takes what is kept, as an `Inpainter`; the outcome is the same.

    Windows begin at fixed frames of what it is given, wherever the work was stopped. What it is kept under is a hash of
    all that a window is made of: the frames and masks in its reach, what the engine remembers there, the engine's
    code, weights and settings. `windows` counts what was asked for, `made` what of it was computed; `found` and `kept`
    are frames that had been made before, and that are made now and will not be lost.
    """

    def __init__(self, made: Made, choices: Choices, weights: WeightStore, cache: ResultCache) -> None:
        self._engine, self._info, self._cache = made.engine, made.info, cache
        self._choices, self._weights = choices, weights
        self._settings = _settings(made, choices, weights)
        self._smaller = 0
        self.windows = self.made = self.found = self.kept = 0

    def fits(self, size: tuple[int, int], count: int) -> bool:
        """Whether the engine, if it can tell, expects to have memory enough."""
        fits = getattr(self._engine, "fits", None)
        return fits is None or bool(fits(size, count))

    def keeps(self, count: int) -> bool:
        """Whether what is made of so many frames, given together, is kept."""
        return hasattr(self._engine, "inpaint_from") or count <= MOST_AT_ONCE

    def smaller(self) -> bool:
        """Make the engine do with less memory; False where it cannot."""
        smaller = getattr(self._engine, "smaller", None)
        done = smaller is not None and bool(smaller())
        # What it makes from now on is something else, but the same every time.
        self._smaller += done
        return done

    def retreat(self) -> bool:
        """Go on on the processor; False where that is done already."""
        if registry.place(self._info, self._choices.device) == "cpu":
            return False
        self._choices = replace(self._choices, device="cpu")
        self._engine = None  # before another one takes memory
        made = Workshop(self._choices, self._weights).inpainter()
        self._engine, self._smaller = made.engine, 0
        self._settings = _settings(made, self._choices, self._weights)
        return True

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        """As `Inpainter` has it."""
        watched, asked = Watched(frames, masks), wanted or Span(0, len(frames))
        if hasattr(self._engine, "inpaint_from"):
            return self._in_windows(watched, asked)
        if not self.keeps(len(frames)):
            return self._engine.inpaint(frames, masks, wanted)  # type: ignore[no-any-return]
        return self._at_once(watched, asked)

    # --- engines that make one window of what they are given

    def _at_once(self, watched: Watched, asked: Span) -> Iterator[Frame]:
        work = self._work("at once", len(watched), asked, watched.size)
        everything = range(len(watched))
        self.windows += 1
        if len(watched) == 1 or self._cache.knows(work):
            found = self._cache.load(work, watched.digest(everything))
            if found is not None and _is_whole(found, watched, asked):
                self.found += len(asked)
                self.kept += len(asked)
                yield from _painted(found, watched, asked)
                return
        self.made += 1
        began, fills = time.monotonic(), {}
        for index, picture in enumerate(self._engine.inpaint(watched, watched.masks, asked), start=asked.start):
            fills[f"{FILL}{index}"] = picture[watched.masks[index]]
            if index == asked.stop - 1:
                took_long = time.monotonic() - began > LONG
                self.kept += len(asked) * self._cache.save(work, watched.digest(everything), fills, took_long)
            yield picture

    # --- engines that go through all of it and can go on in the middle

    def _in_windows(self, watched: Watched, asked: Span) -> Iterator[Frame]:
        first, state = asked.start, _State({})
        while first < asked.stop:
            window = self._window(first, asked.stop)
            there = self._find(watched, window, state)
            if there is None:
                first, state = yield from self._make(watched, Span(first, asked.stop), state)
                continue
            found, state = there
            self.windows += 1
            self.found += len(window)
            self.kept += len(window)
            yield from _painted(found, watched, window)
            first = window.stop
            self._forget(watched, first, asked.stop)

    def _make(self, watched: Watched, asked: Span, state: _State) -> Generator[Frame, None, tuple[int, _State]]:
        """Fill what is asked, until enough of what follows is there, or to the end; gives where that was."""
        fills: dict[str, Pixels] = {}
        begins, before = asked.start, state

        def keep(index: int, arrays: Callable[[], Arrays], used: Container[str] | None = None) -> None:
            nonlocal begins, before
            after = _State(arrays())
            self._save(watched, Span(begins, index), before, fills, after, used)
            fills.clear()
            begins, before = index, after
            if index == asked.stop:
                return
            self._forget(watched, index, asked.stop)
            if self._goes_on(watched, Span(index, asked.stop), after):
                raise _Enough

        filled = self._engine.inpaint_from(watched, watched.masks, asked, Memory(state.arrays, keep))
        try:
            for index, picture in enumerate(filled, start=asked.start):
                fills[f"{FILL}{index}"] = picture[watched.masks[index]]
                if index == asked.stop - 1:
                    # It may tell what it made use of.
                    next(filled, None)
                    if begins < asked.stop:
                        self._save(watched, Span(begins, asked.stop), before, fills, _State({}))
                yield picture
        except _Enough:
            return begins, before
        return asked.stop, _State({})

    def _goes_on(self, watched: Watched, asked: Span, state: _State) -> bool:
        """Whether enough windows of what is asked are there, from the first one on."""
        first = asked.start
        for _ in range(WORTH_LEAVING):
            there = self._find(watched, self._window(first, asked.stop), state, hold=False)
            if there is None:
                return False
            first, state = self._window(first, asked.stop).stop, there[1]
            if first == asked.stop:
                return True
        return True

    def _find(self, watched: Watched, window: Span, state: _State, hold: bool = True) -> tuple[Arrays, _State] | None:
        """What is kept of a window and remembered after it: made with the same memory, as far as that was used."""
        for used in self._uses(watched, window, state):
            work = self._work_on(watched, window, state, used)
            if not self._cache.knows(work):
                continue
            found = self._cache.load(work, watched.digest(self._reach(watched, window, state, used), hold))
            if found is not None and _is_whole(found, watched, window):
                return found, self._state_after(window, state, found)
        return None

    def _save(
        self,
        watched: Watched,
        window: Span,
        before: _State,
        fills: dict[str, Pixels],
        after: _State,
        used: Container[str] | None = None,
    ) -> None:
        parts = before.parts if used is None else tuple(part for part in before.parts if part in used)
        inputs = watched.digest(self._reach(watched, window, before, parts))
        arrays = {**fills, **{f"{STATE}{name}": array for name, array in after.arrays.items()}}
        self.windows += 1
        self.made += 1
        self.kept += len(window) * self._cache.save(self._work_on(watched, window, before, parts), inputs, arrays)
        if self._is_frugal and parts not in self._uses(watched, window, before):
            told = [*self._uses(watched, window, before), parts]
            listed = {USES: np.frombuffer(json.dumps(told).encode(), np.uint8)}
            self._cache.save(self._uses_of(watched, window, before), ALL, listed, durable=False)

    @property
    def _is_frugal(self) -> bool:
        return hasattr(self._engine, "carried_on")

    def _uses(self, watched: Watched, window: Span, state: _State) -> list[tuple[str, ...]]:
        """Which parts of what is remembered may have been used: those that once were, with the same rest."""
        if not self._is_frugal:
            return [state.parts]
        listed = self._cache.load(self._uses_of(watched, window, state), ALL)
        try:
            told = [tuple(map(str, parts)) for parts in json.loads(listed[USES].tobytes())] if listed else []
        except (KeyError, ValueError, TypeError):
            # Somebody has made it up.
            return []
        return [parts for parts in told if set(parts) <= set(state.parts)]

    def _uses_of(self, watched: Watched, window: Span, state: _State) -> str:
        return self._work("uses", window, watched.size, state.name(()))

    def _state_after(self, window: Span, before: _State, found: Arrays) -> _State:
        arrays = {name.removeprefix(STATE): array for name, array in found.items() if name.startswith(STATE)}
        if self._is_frugal and before.arrays and arrays:
            arrays = self._engine.carried_on(window.start, before.arrays, arrays)
        return _State(arrays)

    def _forget(self, watched: Watched, first: int, stop: int) -> None:
        """Nothing before `first` is filled any more."""
        if first < stop:
            watched.forget(self._engine.looks_at(self._window(first, stop)).start)

    def _window(self, first: int, stop: int) -> Span:
        every: int = self._engine.every
        return Span(first, min(stop, (first // every + 1) * every))

    def _reach(self, watched: Watched, window: Span, state: _State, used: tuple[str, ...]) -> Sequence[int]:
        near = self._engine.looks_at(window)
        again = state.read_again(used) if state.arrays else range(window.start)
        return sorted({*again, *range(near.start, min(len(watched), near.stop))})

    def _work_on(self, watched: Watched, window: Span, state: _State, used: tuple[str, ...]) -> str:
        return self._work("window", window, watched.size, state.name(used))

    def _work(self, *told: object) -> str:
        return cache_key(self._settings, str(self._smaller), *map(str, told))


def telling(job: Job[None], keeping: KeptInpainter, notes: list[str]) -> Job[None]:
    """The same job, whose progress tells how many frames had been made before, and how many will not be lost.

    What comes into `notes` meanwhile is told, too, and taken out.
    """
    try:
        while True:
            try:
                progress = next(job)
            except StopIteration:
                return
            while notes:
                yield Progress("", 0, 0, note=notes.pop(0))
            yield replace(progress, kept=keeping.kept, found=keeping.found)
    finally:
        job.close()


class _Enough(Exception):
    """The rest of the work is there."""


class _State:
    """What an engine remembers, its parts, and a name for it, or for what of it was used."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._digests: dict[str, bytes] = {}
        for part in {name.rpartition("/")[0] for name in arrays}:
            total = hashlib.sha256()
            for name, array in sorted(arrays.items()):
                if name.rpartition("/")[0] == part:
                    total.update(f"{name} {array.dtype.str} {array.shape}\0".encode())
                    total.update(np.ascontiguousarray(array).data)
            self._digests[part] = total.digest()
        self.parts = tuple(sorted(part for part in self._digests if part not in ("", IMPLIED)))

    def name(self, used: tuple[str, ...]) -> str:
        """Tells apart what is remembered, as far as it is in no part or in one of those."""
        told = [f"{part} {self._digests[part].hex()}" for part in ("", *used) if part in self._digests]
        return "\0".join(told)

    def read_again(self, used: tuple[str, ...]) -> Sequence[int]:
        """The frames that are read again."""
        names = [READ_AGAIN, *(f"{part}/{READ_AGAIN}" for part in used)]
        return [index for name in names if name in self.arrays for index in self.arrays[name].tolist()]


def _is_whole(found: Arrays, watched: Watched, window: Span) -> bool:
    """Whether what was kept is what the masks ask for. It is, or somebody has made it up."""
    fills = [found.get(f"{FILL}{index}") for index in range(window.start, window.stop)]
    areas = [watched.masks.area(index) for index in range(window.start, window.stop)]
    return all(pixels is not None and pixels.shape == (area, 3) for pixels, area in zip(fills, areas, strict=True))


def _painted(found: Arrays, watched: Watched, window: Span) -> Iterator[Frame]:
    for index in range(window.start, window.stop):
        picture = watched[index].copy()
        picture[watched.masks[index]] = found[f"{FILL}{index}"]
        yield picture


def _settings(made: Made, choices: Choices, weights: WeightStore) -> str:
    """All that decides what an engine makes of frames and masks."""
    info = made.info
    flow = registry.info("flow", choices.flow) if choices.flow else None
    parts = [KEY_VERSION, *identity(info, weights), hash_of(inspect.getsourcefile(type(made.engine)))]
    parts += [registry.place(info, choices.device), flow.id if flow else ""]
    return "\0".join([*parts, *(weights_hashes(flow, weights) if flow else ())])
