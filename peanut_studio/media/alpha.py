"""What is the object where pictures have transparency: cut-outs in films and in folders of pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from peanut_studio.media.decoder import VideoFile
from peanut_studio.media.pixel_format import Layout
from peanut_studio.media.planes import Plane, planes_of
from peanut_studio.media.reader import ClipReader
from peanut_studio.media.stream_facts import main_stream, open_container
from peanut_studio.model.errors import MediaError
from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import Counts, decode_runs, encode_runs

HALF = 129 / 256
"""Share above which a pixel is the object's: what is just half there, as the rim that this program's own cut-outs and
mattes have round the object is, in whatever depth, is not."""

_BESIDE = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Codecs whose transparency is a second picture beside the first, and who reads both."""


def film_masks(reader: ClipReader, path: Path) -> Callable[[int], Mask]:
    """What reads the mask of frame n, bool (H, W), upright: where a film is opaque, more than half. Of one that is
    transparent nowhere: what is brighter than half. Raises MediaError.
    """
    beside = _beside(reader, path)
    if beside is not None and is_cut_out(beside, len(reader)):
        return beside
    source, layout = reader.source, reader.source.layout

    def opaque(place: int) -> Mask:
        stored = source.planes(place).arrays[3] >= least_of(layout.peak)
        return source.orientation.upright(np.asarray(stored))

    if layout.alpha and is_cut_out(opaque, len(reader)):
        return opaque
    least = least_of(255 if reader.clip.bit_depth == 8 else 65535)
    return lambda place: np.asarray(reader[place].max(axis=2) >= least)


def is_cut_out(opaque: Callable[[int], Mask], count: int) -> bool:
    """Whether anything is transparent in pictures of which `opaque(n)` says, bool (H, W), what is not."""
    return any(not opaque(place).all() for place in range(count))


def opaque_of(image: Plane) -> Mask:
    """Where a picture (H, W) or (H, W, channels), B, G, R, A, is opaque, more than half: bool (H, W)."""
    if image.ndim == 2 or image.shape[2] < 4:
        return np.ones(image.shape[:2], np.bool_)
    return np.asarray(image[..., 3] >= least_of(peak_of(image)), np.bool_)


def is_drawn(image: Plane) -> bool:
    """Whether what is opaque of a picture (H, W, 4) is black and white, both: a mask with parts erased, no cut-out."""
    seen = np.unique(image[..., :3][opaque_of(image)])
    return bool(seen.tolist() == [0, peak_of(image)])


def least_of(peak: int) -> int:
    """The least sample value, of 0 to `peak`, that is the object's."""
    return int(peak * HALF) + 1


def peak_of(image: Plane) -> int:
    """The largest value that a picture's samples can have."""
    return 255 if image.dtype == np.uint8 else 65535


def _beside(reader: ClipReader, path: Path) -> Callable[[int], Mask] | None:
    """The masks of a film whose transparency FFmpeg's own decoder leaves out: all of them are read, as run lengths."""
    if not isinstance(reader.source, VideoFile) or reader.clip.codec not in _BESIDE:
        return None
    with open_container(path) as container:
        stream = main_stream(container, path)
        if {key.lower(): value for key, value in stream.metadata.items()}.get("alpha_mode") != "1":
            return None
        try:
            context = av.CodecContext.create(_BESIDE[stream.codec_context.name], "r")
        except (KeyError, ValueError, av.FFmpegError):
            return None
        assert isinstance(context, VideoCodecContext)
        context.extradata = stream.codec_context.extradata
        turn = reader.source.orientation
        size = turn.upright_size(reader.size)
        runs: list[Counts] = []
        try:
            for packet in container.demux(stream):
                for frame in context.decode(packet if packet.size else None):
                    alpha = planes_of(frame, Layout("yuv", 8, (1, 1), alpha=True), size).arrays[3]
                    runs.append(encode_runs(turn.upright(np.asarray(alpha >= least_of(255)))))
        except av.FFmpegError as error:
            raise MediaError(f"The transparency of {path} cannot be read; the file is damaged.") from error
    if len(runs) != len(reader):
        raise MediaError(f"{path} has {len(reader)} frames, but the transparency of {len(runs)}; the file is damaged.")
    return lambda place: decode_runs(runs[place], reader.size)
