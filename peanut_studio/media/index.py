"""When each frame of a stream is shown, and where decoding can begin, from packet headers alone."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from peanut_studio.model.errors import MediaError

_FRAMES_TO_JUDGE_BY = 24


@dataclass(frozen=True)
class FrameIndex:
    """`timestamps`: one a frame, ascending. `keys`: frames at which decoding can begin, ascending, 0 among them.

    `exact` says that a decoded frame can be known by its timestamp; else frames are counted from the start of the
    file. `missing` is how many frames the file's header promises beyond those that are there, `last_duration` how long
    the last one is shown, in ticks, where that is known; `reordered` whether packets lie in another order than frames.
    """

    timestamps: tuple[int, ...]
    keys: tuple[int, ...]
    exact: bool = True
    missing: int = 0
    reordered: bool = False
    last_duration: int | None = None

    def key_before(self, frame: int) -> int:
        """The last frame at or before `frame` at which decoding can begin."""
        return self.keys[bisect_right(self.keys, frame) - 1]


def read_index(container: InputContainer, stream: VideoStream) -> FrameIndex:
    """The index of `stream`, from its packets; the container is read to its end. May hold no frames."""
    stamps: list[int | None] = []
    key_stamps: set[int | None] = set()
    total = 0
    last: tuple[int, int | None] | None = None
    try:
        for packet in container.demux(stream):
            if not packet.size:
                continue
            total += 1
            if packet.is_discard or not shows_a_frame(packet, stream.codec_context.name):
                continue
            stamp = packet.pts if packet.pts is not None else packet.dts
            stamps.append(stamp)
            if stamp is not None and (last is None or stamp >= last[0]):
                last = (stamp, packet.duration)
            if packet.is_keyframe:
                key_stamps.add(stamp)
    except av.FFmpegError:
        pass  # A damaged tail: what was read up to here is what there is.
    except IndexError as error:
        raise MediaError(
            f"{container.name} is damaged: a track begins in its middle; copy it with FFmpeg into another file first."
        ) from error
    missing = max(0, stream.frames - total) if stream.frames else 0
    known = [stamp for stamp in stamps if stamp is not None]
    if len(known) < len(stamps) or len(set(known)) < len(known):
        return FrameIndex((), (0,), exact=False)
    timestamps = tuple(sorted(known))
    keys = tuple(n for n, stamp in enumerate(timestamps) if n == 0 or stamp in key_stamps)
    shown_for = last[1] or None if last else None
    return FrameIndex(timestamps, keys, missing=missing, reordered=known != sorted(known), last_duration=shown_for)


def shows_a_frame(packet: av.Packet[VideoStream], codec: str) -> bool:
    """False for the hidden reference frames that VP8 keeps in packets of their own (RFC 6386, 9.1: show_frame)."""
    return codec not in ("vp8", "libvpx") or bool(bytes(packet)[0] >> 4 & 1)


def looks_true(index: FrameIndex, container: InputContainer, stream: VideoStream) -> bool:
    """Whether the first frames come out of the decoder in the order of their timestamps.

    AVI has no room for the order of frames, so that B-frames in it get timestamps that are made up.
    """
    stamps: list[int] = []
    for packet in container.demux(stream):
        with suppress(av.FFmpegError):
            stamps += [frame.pts for frame in packet.decode() if frame.pts is not None]
        if len(stamps) >= _FRAMES_TO_JUDGE_BY:
            break
    return stamps == list(index.timestamps[: len(stamps)])


def count_frames(container: InputContainer, stream: VideoStream, rate: Fraction) -> FrameIndex:
    """The index of a stream whose packets have no usable timestamps, by decoding all of it."""
    stamps: list[int | None] = []
    for packet in container.demux(stream):
        try:
            stamps += [frame.pts for frame in packet.decode()]
        except av.FFmpegError:
            continue
    known = [stamp for stamp in stamps if stamp is not None]
    ascending = all(first < second for first, second in pairwise(known))
    if len(known) == len(stamps) and ascending:
        return FrameIndex(tuple(known), (0,), exact=False)
    time_base = stream.time_base or 1 / rate
    return FrameIndex(tuple(round(n / rate / time_base) for n in range(len(stamps))), (0,), exact=False)
