"""Footage as somebody looks at it: exact and full when standing still, small and quick while moving."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import cv2
import numpy as np

from peanut_studio.media.planes import Planes
from peanut_studio.media.proxy import ProxyReader, small_planes
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.media.source import Source
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import Frame
from peanut_studio.pipeline.live import LiveResult

FULL_BYTES = 96 << 20
PASSED_BYTES = 192 << 20
"""What is kept of the small pictures of frames that had to be decoded on the way to another: a long group of them."""


class Viewing:
    """A clip's full pictures, and small ones of it without proxies. Not for two threads at once."""

    def __init__(self, path: Path) -> None:
        self.reader: ClipReader = open_clip(path, cache_bytes=FULL_BYTES)
        try:
            self.reader[0]
        except BaseException:
            self.reader.close()
            raise
        self.clip = self.reader.clip
        self._shape = ProxyReader.of(path, self.reader.source)
        self._passed: OrderedDict[int, Planes] = OrderedDict()

    def full(self, frame: int) -> Frame:
        """A frame as it is."""
        return self.reader[frame]

    def small(self, frame: int) -> Frame:
        """A frame made small. Whatever is decoded on the way to it is kept, so that going back is free."""
        if frame not in self._passed:
            source = self.reader.source
            for number in range(source.decodes_from(frame), frame + 1):
                if number not in self._passed:
                    self._keep(number, small_planes(source.planes(number), self.clip.colour))
        self._passed.move_to_end(frame)
        return self._shape.shown(self._passed[frame])

    def close(self) -> None:
        """Let go of the file."""
        self._passed.clear()
        self.reader.close()

    def _keep(self, number: int, small: Planes) -> None:
        self._passed[number] = small
        room = max(1, PASSED_BYTES // sum(samples.nbytes for samples in small.arrays))
        while len(self._passed) > room:
            self._passed.popitem(last=False)


class Glance:
    """What can be shown within milliseconds: a clip's proxies and those of its result. Not for two threads at once."""

    def __init__(self) -> None:
        self._source: ProxyReader | None = None
        self._result: ProxyReader | None = None
        self._live: LiveResult | None = None

    def set_source(self, proxies: ProxyReader | None) -> None:
        """Another clip; no result."""
        self.set_result(None)
        if self._source is not None:
            self._source.close()
        self._source = proxies

    def set_result(self, live: LiveResult | None) -> None:
        """What is being made, or was made, of the clip."""
        if live is self._live:
            return
        if self._result is not None:
            self._result.close()
        self._live = live
        self._result = live.reader() if live is not None else None

    def source(self, frame: int) -> Frame | None:
        """The clip's frame made small, None where there is no proxy of it yet."""
        return _read(self._source, frame)

    def result(self, frame: int) -> Frame | None:
        """The result's picture of the clip's frame, None where it is not known: not made, or not made small."""
        if self._live is None or self._result is None or frame not in self._live.span:
            return None
        number = frame - self._live.span.start
        if number in self._live.unchanged:
            return self.source(frame)
        waiting = self._live.waiting.get(number)
        return self._result.shown(waiting) if waiting is not None else _read(self._result, number)

    def is_unchanged(self, frame: int) -> bool:
        """Whether the result's picture of this frame is the clip's own."""
        return self._live is not None and frame - self._live.span.start in self._live.unchanged

    def is_coming(self, frame: int) -> bool:
        """Whether the result's picture of this frame is still being made."""
        live = self._live
        return live is not None and not live.complete and frame in live.span

    def close(self) -> None:
        """Let go of the files."""
        self.set_source(None)


def _read(proxies: ProxyReader | None, frame: int) -> Frame | None:
    """A small picture; None where it is not there, or is just being taken away to make room."""
    if proxies is None or frame not in proxies:
        return None
    try:
        return proxies[frame]
    except MediaError:
        return None


class Thumbs:
    """Very small pictures of a clip: out of its proxies, or of the clip itself where it needs none. For one thread."""

    def __init__(self, source: Source, folder: Path | None) -> None:
        self._source, self._folder = source, folder
        self._opened: Source | None = None
        self._proxies = ProxyReader.of(folder or source.clip.path, source)

    def picture(self, frame: int, height: int) -> Frame | None:
        """A frame made so high (and at least two columns wide), None where there is no proxy of it yet."""
        if self._folder is not None:
            found = _read(self._proxies, frame)
            if found is None:
                return None
        else:
            self._opened = self._opened or self._source.reopen()
            found = self._proxies.shown(small_planes(self._opened.planes(frame), self._source.clip.colour))
        width = max(2, round(found.shape[1] * height / found.shape[0] * self._source.clip.sample_aspect_ratio))
        return np.asarray(cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    def close(self) -> None:
        """Let go of the files."""
        self._proxies.close()
        if self._opened is not None:
            self._opened.close()
