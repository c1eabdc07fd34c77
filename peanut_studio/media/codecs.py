"""What can be written: codecs, the containers that take them, and how the encoders are set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from types import MappingProxyType

import av
from av.stream import Stream

from peanut_studio.media.pixel_format import Layout, working_layout
from peanut_studio.model.errors import InputError

_FRAMES_X265_HOLDS_BACK = 8

MOVIE_SUFFIXES = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
"""File ending -> FFmpeg's name of the container."""


@dataclass(frozen=True)
class Codec:
    """A codec as the user names it.

    `crf` is the default quality (0 = best, `worst_crf` = worst); None where the codec has no such knob.
    `even` says that the encoder wants subsampled sides to be whole multiples of the subsampling, `limited_range` that
    the codec knows no full range.
    """

    title: str
    encoder: str
    endings: tuple[str, ...]
    formats: tuple[str, ...] = ()
    crf: int | None = None
    worst_crf: int = 51
    even: bool = True
    limited_range: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_pictures(self) -> bool:
        """Whether it makes a folder of pictures, not a film."""
        return self.endings == ("",)

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts that the encoder takes."""
        return tuple(working_layout(name) for name in self.formats)


def _yuv(*depths: int, subsamplings: tuple[str, ...] = ("420", "422", "444"), alpha: str = "") -> tuple[str, ...]:
    names = (f"yuv{alpha}{chroma}p" for chroma in subsamplings)
    return tuple(name if depth == 8 else f"{name}{depth}le" for name in names for depth in depths)


_FFV1 = (
    *_yuv(8, 9, 10, 12, 14, 16),
    *_yuv(8, 10, 16, alpha="a"),
    *("yuv440p", "yuv411p", "yuv410p", "gray", "gray9le", "gray10le", "gray12le", "gray14le", "gray16le"),
    *(
        "gbrp",
        "gbrp9le",
        "gbrp10le",
        "gbrp12le",
        "gbrp14le",
        "gbrp16le",
        "gbrap",
        "gbrap10le",
        "gbrap12le",
        "gbrap16le",
    ),
)

CODECS: Mapping[str, Codec] = MappingProxyType(
    {
        "h264": Codec(
            "H.264",
            "libx264",
            (".mp4", ".m4v", ".mov", ".mkv"),
            (*_yuv(8, 10), "gray", "gray10le"),
            crf=16,
            options={"preset": "medium"},
        ),
        "h265": Codec(
            "H.265",
            "libx265",
            (".mp4", ".m4v", ".mov", ".mkv"),
            (*_yuv(8, 10, 12), "gray", "gray10le", "gray12le"),
            crf=18,
            options={"preset": "medium", "x265-params": "log-level=error"},
        ),
        "av1": Codec(
            "AV1",
            "libsvtav1",
            (".mp4", ".m4v", ".mkv", ".webm"),
            _yuv(8, 10, subsamplings=("420",)),
            crf=20,
            worst_crf=63,
            options={"preset": "8"},
        ),
        "prores": Codec(
            "ProRes 422 HQ",
            "prores_ks",
            (".mov", ".mkv"),
            ("yuv422p10le",),
            limited_range=True,
            options={"profile": "3"},
        ),
        "prores4444": Codec(
            "ProRes 4444",
            "prores_ks",
            (".mov", ".mkv"),
            ("yuv444p10le", "yuva444p10le"),
            limited_range=True,
            options={"profile": "4"},
        ),
        "ffv1": Codec("FFV1 (lossless)", "ffv1", (".mkv",), _FFV1, even=False, options={"level": "3", "slicecrc": "1"}),
        "vp9": Codec(
            "VP9",
            "libvpx-vp9",
            (".webm", ".mkv", ".mp4"),
            (*_yuv(8), "yuv440p", "yuva420p"),
            crf=20,
            worst_crf=63,
            even=False,
            options={"b": "0", "deadline": "good", "cpu-used": "3", "row-mt": "1"},
        ),
        "png": Codec("PNG pictures in a folder", "png", ("",)),
        "exr": Codec("OpenEXR pictures in a folder", "exr", ("",)),
    }
)


@dataclass(frozen=True)
class ExportSettings:
    """How to write. `crf` None takes the codec's default; lower is better and larger.

    Without `sound` all other tracks are left out. `linear` says that EXR holds light, not codes for a display.
    """

    codec: str = "h264"
    crf: int | None = None
    sound: bool = True
    linear: bool = True


def find_codec(settings: ExportSettings) -> Codec:
    """The codec's facts. Raises InputError for an unknown name or a quality that the codec does not know."""
    codec = CODECS.get(settings.codec)
    if codec is None:
        raise InputError(f"There is no codec '{settings.codec}'; known: {', '.join(CODECS)}.")
    if settings.crf is not None and codec.crf is None:
        raise InputError(f"{codec.title} takes no --crf; leave it out.")
    if settings.crf is not None and not 0 <= settings.crf <= codec.worst_crf:
        raise InputError(f"--crf {settings.crf} is outside 0..{codec.worst_crf}, the range of {codec.title}.")
    return codec


def encoder_options(settings: ExportSettings, frames: int) -> dict[str, str]:
    """The options to open the encoder with, for a film of so many frames."""
    codec = find_codec(settings)
    options = dict(codec.options)
    if codec.crf is not None:
        options["crf"] = str(codec.crf if settings.crf is None else settings.crf)
    if codec.encoder == "libx265" and frames <= _FRAMES_X265_HOLDS_BACK:
        options["x265-params"] += ":bframes=0"  # With B-frames it gives such short films random decoding times.
    return options


def carries(container: str, track: Stream) -> bool:
    """Whether a container takes a track of sound or subtitles as it is; asked of FFmpeg by beginning such a file."""
    try:
        with av.open(BytesIO(), "w", format=container) as output:
            output.add_stream_from_template(track)
            output.start_encoding()
    except (av.FFmpegError, ValueError):  # ValueError also where no decoder is known.
        return False
    return True


@cache
def carried_codecs(container: str) -> frozenset[str]:
    """FFmpeg's names of the codecs that a container takes, at least by its tables."""
    with av.open(BytesIO(), "w", format=container) as output:
        return frozenset(output.supported_codecs)
