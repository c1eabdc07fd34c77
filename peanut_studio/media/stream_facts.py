"""What the header and the first picture of a video file say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
from av.container import InputContainer
from av.sidedata.sidedata import SideData, Type
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from peanut_studio.media.orientation import Orientation
from peanut_studio.media.pixel_format import Layout, working_layout
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.errors import InputError, MediaError

_UNSPECIFIED = 2
_FULL_RANGE = {1: False, 2: True}


REFERRING = frozenset(
    {"applehttp", "concat", "dash", "hls", "image2", "imf", "rtp", "rtsp", "sap", "sdp", "webm_dash_manifest"}
)
"""What FFmpeg can read that only names other files, or addresses: playlists, manifests."""


@dataclass(frozen=True)
class StreamFacts:
    """A video stream's stored picture: layout, colour, aspect of a stored sample, and which way up."""

    width: int
    height: int
    layout: Layout
    pixel_format: str
    colour: ColourTags
    sample_aspect_ratio: Fraction
    orientation: Orientation
    interlaced: bool
    mastering: bool


def open_container(path: Path) -> InputContainer:
    """The file opened by FFmpeg. Raises InputError or MediaError with a sentence."""
    if not path.exists():
        raise InputError(f"There is no file {path}; check the name.")
    try:
        return av.open(str(path), metadata_errors="replace", options=_within_itself())
    except PermissionError as error:
        raise InputError(f"{path} may not be read; check its permissions.") from error
    except av.ArgumentError as error:
        raise MediaError(f"{path} holds no video of its own, as playlists do not; open the video itself.") from error
    except (av.FFmpegError, OSError, ValueError) as error:
        if path.is_file() and path.stat().st_size == 0:
            raise MediaError(f"{path} is empty; it holds no video.") from error
        raise MediaError(f"{path} is not a video, or it is cut off before its index; FFmpeg cannot read it.") from error


@cache
def _within_itself() -> dict[str, str]:
    """Options by which FFmpeg reads the file that it is given and no other: a project may come from anywhere."""
    return {
        "protocol_whitelist": "file",
        "format_whitelist": ",".join(sorted(av.formats_available - REFERRING)),
    }


def main_stream(container: InputContainer, path: Path) -> VideoStream:
    """The video stream that is worked on. Raises MediaError when there is none that can be decoded."""
    streams = [stream for stream in container.streams.video if not stream.disposition & Disposition.attached_pic]
    if not streams:
        raise MediaError(f"{path} has no video in it, only {_kinds(container)}.")
    stream = max(streams, key=lambda stream: bool(stream.disposition & Disposition.default))
    if stream.codec_context is None:
        raise MediaError(f"The video in {path} is in a format that this FFmpeg cannot decode; convert it first.")
    return stream


def _kinds(container: InputContainer) -> str:
    return " and ".join(sorted({stream.type for stream in container.streams})) or "an empty container"


def frame_rate_of(stream: VideoStream, count: int) -> Fraction:
    """Frames a second on average; 25 where nothing says."""
    for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate and rate > 0:
            return Fraction(rate)
    if stream.duration and stream.time_base and count:
        return Fraction(count) / (stream.duration * stream.time_base)
    return Fraction(25)


def facts_of(stream: VideoStream, frame: VideoFrame) -> StreamFacts:
    """The facts, from the stream's header and its first decoded frame."""
    side_data = {data.type: data for data in _side_data(frame)}
    matrix = side_data.get(Type.DISPLAYMATRIX)
    full_range = True if frame.format.name.startswith("yuvj") else _FULL_RANGE.get(int(frame.color_range))
    return StreamFacts(
        width=frame.width,
        height=frame.height,
        layout=working_layout(frame.format.name),
        pixel_format=frame.format.name,
        colour=ColourTags(
            matrix=int(frame.colorspace),
            primaries=int(frame.color_primaries) or _UNSPECIFIED,
            transfer=int(frame.color_trc) or _UNSPECIFIED,
            full_range=full_range,
        ),
        sample_aspect_ratio=Fraction(stream.sample_aspect_ratio or 1),
        orientation=Orientation.from_matrix(bytes(matrix)) if matrix is not None else Orientation(),
        interlaced=frame.interlaced_frame,
        mastering=Type.MASTERING_DISPLAY_METADATA in side_data,
    )


def _side_data(frame: VideoFrame) -> list[SideData]:
    container = frame.side_data
    return [container[n] for n in range(len(container))] if container else []  # type: ignore[literal-required]
