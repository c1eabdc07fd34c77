"""Exact access by index to the frames of a video file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Discard
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from peanut_studio.media.cut_end import missing_bytes
from peanut_studio.media.index import FrameIndex, count_frames, looks_true, read_index
from peanut_studio.media.planes import Planes, planes_of
from peanut_studio.media.stream_facts import StreamFacts, facts_of, frame_rate_of, main_stream, open_container
from peanut_studio.model.clip import Clip
from peanut_studio.model.errors import MediaError

_WORTH_SEEKING = 8
"""Frames to decode in passing rather than seek to a key frame beyond them."""


class VideoFile:
    """The frames of a video file as a `Source`; one decoder, which goes forward and seeks when it must."""

    def __init__(self, path: Path, known: VideoFile | None = None) -> None:
        self._path = path
        self._reorder_depth = 0
        self._container, self._stream = self._open()
        try:
            self._index, self.facts = known.survey if known else self._survey()
            self.clip: Clip = known.clip if known else self._describe()
        except BaseException:
            self._container.close()
            raise
        self.layout, self.orientation = self.facts.layout, self.facts.orientation
        self.last_duration = self._index.last_duration or max(1, round(1 / self.clip.frame_rate / self.clip.time_base))
        mastering = "The HDR mastering tags (brightness of the display) are not carried over."
        self.tracks_from: Path | None = path
        self.warnings_on_writing: tuple[str, ...] = (mastering,) if self.facts.mastering else ()
        self._numbers = {stamp: n for n, stamp in enumerate(self._index.timestamps)} if self._index.exact else {}
        self._concealed: set[int] = known._concealed if known else set()
        self._resized: dict[int, tuple[int, int]] = known._resized if known else {}
        self._decoded: Iterator[tuple[int, VideoFrame]] = iter(())
        self._at = -1
        self._good: VideoFrame | None = None
        self._held: tuple[int, VideoFrame] | None = None
        self._restart()

    def reopen(self) -> VideoFile:
        """The same file through a decoder of its own; both count the damaged and scaled frames that either meets."""
        return VideoFile(self._path, known=self)

    @property
    def survey(self) -> tuple[FrameIndex, StreamFacts]:
        """What was found out when the file was opened."""
        return self._index, self.facts

    @property
    def concealed(self) -> frozenset[int]:
        return frozenset(self._concealed)

    @property
    def resized(self) -> Mapping[int, tuple[int, int]]:
        return dict(self._resized)

    def name_of(self, index: int) -> str:
        """Its number, with leading zeros."""
        return f"{index:05d}"

    def close(self) -> None:
        self._decoded = iter(())
        self._good = self._held = None
        self._container.close()

    def planes(self, index: int) -> Planes:
        """The stored samples of frame `index`. Raises IndexError, or MediaError when no frame can be decoded."""
        if not 0 <= index < self.clip.frame_count:
            raise IndexError(index)
        frame, size = self._frame(index), (self.facts.width, self.facts.height)
        if (frame.width, frame.height) != size:
            self._resized[index] = self.orientation.upright_size((frame.width, frame.height))
        return planes_of(frame, self.layout, size)

    def decodes_from(self, index: int) -> int:
        return self._index.key_before(index) if self._must_seek(index) else min(index, self._at + 1)

    def _must_seek(self, index: int) -> bool:
        key = self._index.key_before(index)
        return index < self._at or (key > self._at and index > self._at + _WORTH_SEEKING)

    def _frame(self, index: int) -> VideoFrame:
        if self._must_seek(index):
            self._seek(index)
        while self._at < index:
            upcoming = self._next_decoded()
            if upcoming is None or upcoming[0] > index:
                self._held = upcoming
                self._concealed.add(index)
                self._at = index
                break
            number, frame = upcoming
            self._held = None
            if number > self._at:
                self._at, self._good = number, frame
                if frame.is_corrupt:
                    self._concealed.add(number)
        if self._good is None and self._held is not None:
            return self._held[1]
        if self._good is None:
            raise MediaError(f"No frame of {self._path} can be decoded; the file is damaged.")
        return self._good

    def _next_decoded(self) -> tuple[int, VideoFrame] | None:
        return self._held if self._held is not None else next(self._decoded, None)

    def _restart(self) -> None:
        self._container.close()
        self._container, self._stream = self._open()
        self._decoded = self._numbered(self._decode())
        self._begin_at(-1)

    def _begin_at(self, position: int) -> None:
        self._at = position
        self._good = self._held = None

    def _seek(self, index: int) -> None:
        """Stand before `index` so that decoding on gives it just as decoding from the start would."""
        key = self._index.key_before(index)
        for _attempt in range(3):
            if key == 0:
                break
            if self._landed(key, index):
                return
            key = self._index.key_before(key - 1)
        self._restart()

    def _landed(self, key: int, index: int) -> bool:
        """Whether seeking to key frame `key` led to a place from which `index` can be decoded."""
        try:
            self._container.seek(self._index.timestamps[key], stream=self._stream)
        except av.FFmpegError:
            return False
        context = self._stream.codec_context
        context.reorder_depth = max(context.reorder_depth, self._reorder_depth)
        decoded = self._numbered(self._decode(from_key=True))
        first = next(decoded, None)
        if first is None or first[0] > index:
            return False
        self._decoded = decoded
        self._begin_at(first[0] - 1)
        self._held = first
        return True

    def _decode(self, from_key: bool = False) -> Iterator[VideoFrame]:
        """Frames from where the file stands. After a seek those before the first key frame are left out."""
        floor: int | None = None
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                packet = None
            if packet is None:
                return
            if from_key and floor is None and packet.size:
                if not packet.is_keyframe:
                    continue
                floor = packet.pts if packet.pts is not None else packet.dts
            try:
                frames = self._stream.decode(packet)
            except av.FFmpegError:
                continue
            for frame in frames:
                stamp = _stamp(frame)
                if floor is None or stamp is None or stamp >= floor:
                    yield frame
            self._reorder_depth = max(self._reorder_depth, self._stream.codec_context.reorder_depth)

    def _numbered(self, frames: Iterator[VideoFrame]) -> Iterator[tuple[int, VideoFrame]]:
        if not self._index.exact:
            yield from enumerate(frames)
            return
        for frame in frames:
            stamp = _stamp(frame)
            number = self._numbers.get(stamp) if stamp is not None else None
            if number is not None:
                yield number, frame

    def _open(self) -> tuple[InputContainer, VideoStream]:
        container = open_container(self._path)
        try:
            stream = main_stream(container, self._path)
            for other in container.streams:
                if other is not stream:
                    other.discard = Discard.all
            stream.thread_type = "AUTO"
        except BaseException:
            container.close()
            raise
        self._reorder_depth = max(self._reorder_depth, stream.codec_context.reorder_depth)
        return container, stream

    def _survey(self) -> tuple[FrameIndex, StreamFacts]:
        """The index and the facts. Raises MediaError when there are no frames or none can be decoded."""
        index = read_index(self._container, self._stream)
        self._container, self._stream = self._reopened()
        first = next(self._decode(), None)
        if first is None and (index.timestamps or not index.exact):
            raise MediaError(f"No frame of {self._path} can be decoded; the file is damaged.")
        if first is None:
            raise MediaError(f"{self._path} has a video track without a single frame in it.")
        facts = facts_of(self._stream, first)
        suspect = not index.reordered and self._stream.codec_context.reorder_depth > 0
        true = index.exact and _stamp(first) in index.timestamps
        if true and suspect:
            self._container, self._stream = self._reopened()
            true = looks_true(index, self._container, self._stream)
        if not true:
            self._container, self._stream = self._reopened()
            index = count_frames(self._container, self._stream, frame_rate_of(self._stream, 0))
        return index, facts

    def _reopened(self) -> tuple[InputContainer, VideoStream]:
        self._container.close()
        return self._open()

    def _describe(self) -> Clip:
        facts, stream, index = self.facts, self._stream, self._index
        width, height = facts.orientation.upright_size((facts.width, facts.height))
        aspect = facts.sample_aspect_ratio
        rate = frame_rate_of(stream, len(index.timestamps))
        return Clip(
            path=self._path,
            width=width,
            height=height,
            timestamps=index.timestamps,
            time_base=stream.time_base or 1 / rate,
            frame_rate=rate,
            codec=stream.codec_context.name,
            pixel_format=facts.pixel_format,
            bit_depth=facts.layout.bits,
            rotation=facts.orientation.rotation,
            sample_aspect_ratio=1 / aspect if facts.orientation.transposed else aspect,
            colour=facts.colour,
            has_audio=bool(self._container.streams.audio),
            warnings=tuple(self._warnings()),
        )

    def _warnings(self) -> Iterator[str]:
        index = self._index
        if index.missing:
            total = len(index.timestamps) + index.missing
            yield f"{self._path} is cut off: {index.missing} of its {total} frames are missing at the end."
        elif lost := missing_bytes(self._path):
            much = f"{lost / 1e6:.1f} MB are" if lost >= 100_000 else f"{lost} bytes, or more, are"
            yield f"{self._path} is cut off: {much} missing at the end, with the frames in them."
        if not index.exact:
            yield f"{self._path} has no usable timestamps; its frames were counted, and jumping in it is slow."
        if self.facts.interlaced:
            yield f"{self._path} is interlaced; its fields are worked on as whole frames."


def _stamp(frame: VideoFrame) -> int | None:
    return frame.pts if frame.pts is not None else frame.dts
