"""Small films made to order: one place where tests get footage with a given quirk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest

from peanut_studio.media.pixel_format import Layout, working_layout
from peanut_studio.media.planes import Planes, frame_of


def texture(size: tuple[int, int], seed: int, peak: int) -> npt.NDArray[Any]:
    """Smooth noise (H, W) over most of 0..peak."""
    noise = np.random.default_rng(seed).random((size[1], size[0])).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 2)
    span = np.ptp(smooth) or 1
    scaled = (0.1 + 0.8 * (smooth - smooth.min()) / span) * peak
    return scaled.astype(np.uint8 if peak == 255 else np.uint16)


def moving_planes(layout: Layout, size: tuple[int, int], index: int) -> Planes:
    """Frame `index` of a film in which texture drifts, in any layout; no two frames are alike."""
    arrays = []
    for n, plane_size in enumerate(layout.plane_sizes(*size)):
        base = texture(plane_size, n, layout.peak)
        arrays.append(np.ascontiguousarray(np.roll(base, (index, 2 * index), (0, 1))))
    return Planes(layout, tuple(arrays))


@dataclass
class Film:
    """What to make. `stamps` are ticks of `time_base`; by default one frame after another at `rate`."""

    name: str = "film.mkv"
    codec: str = "ffv1"
    pixel_format: str = "yuv420p"
    size: tuple[int, int] = (64, 48)
    count: int = 12
    rate: Fraction = Fraction(25)
    stamps: tuple[int, ...] | None = None
    time_base: Fraction | None = None
    options: dict[str, str] = field(default_factory=dict)
    muxer: dict[str, str] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    rotation: float | None = None
    flip: bool = False
    aspect: Fraction | None = None
    sounds: tuple[str, ...] = ()
    sound_start: Fraction = Fraction(0)
    subtitles: tuple[tuple[float, float, str], ...] = ()
    chapters: tuple[tuple[int, int, str], ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


def make(folder: Path, film: Film) -> Path:
    path = folder / film.name
    time_base = film.time_base or 1 / film.rate
    with av.open(str(path), "w", container_options=film.muxer) as output:
        output.metadata.update(film.metadata)
        video = output.add_stream(
            film.codec,
            rate=film.rate,
            options=film.options,
            width=film.size[0],
            height=film.size[1],
            time_base=time_base,
        )
        context = video.codec_context
        context.pix_fmt = film.pixel_format
        for name, value in {**film.tags, **film.context}.items():
            setattr(context, name, value)
        if film.rotation is not None:
            video.set_display_rotation(film.rotation, hflip=film.flip)
        if film.aspect:
            context.sample_aspect_ratio = film.aspect
        sounds = [output.add_stream(codec, rate=48000) for codec in film.sounds]
        for n, sound in enumerate(sounds):
            sound.metadata["language"] = ("eng", "fra", "deu")[n]
        if film.chapters:
            output.set_chapters(
                [
                    {"id": n, "start": start, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                    for n, (start, end, title) in enumerate(film.chapters)
                ]
            )
        packets = _subtitles(output, folder, film) if film.subtitles else []
        packets += _video(video, film, time_base)
        for n, sound in enumerate(sounds):
            packets += _sound(sound, n, film)
        for packet in sorted(packets, key=lambda one: (one.dts or 0) * one.time_base):
            output.mux(packet)
    return path


def _video(video: Any, film: Film, time_base: Fraction) -> Iterator[Any]:
    layout = working_layout(film.pixel_format)
    stamps = film.stamps or tuple(round(n / film.rate / time_base) for n in range(film.count))
    for n, stamp in enumerate(stamps):
        frame = frame_of(moving_planes(layout, film.size, n))
        if frame.format.name != film.pixel_format:
            frame = frame.reformat(format=film.pixel_format)
        frame.pts, frame.time_base = stamp, time_base
        for name in ("color_range", "colorspace"):
            if name in film.tags:
                setattr(frame, name, film.tags[name])
        yield from video.encode(frame)
    yield from video.encode(None)


def _sound(sound: Any, number: int, film: Film) -> Iterator[Any]:
    total = int(film.count / film.rate * 48000)
    times = np.arange(total) / 48000
    wave = (0.4 * np.sin(2 * np.pi * (330 + 110 * number) * times) * (1 + times)).astype(np.float32)
    for start in range(0, total, 960):
        piece = wave[start : start + 960]
        frame = av.AudioFrame.from_ndarray(np.vstack([piece, -piece]), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 48000, start + round(film.sound_start * 48000)
        frame.time_base = Fraction(1, 48000)
        yield from sound.encode(frame)
    yield from sound.encode(None)


def _subtitles(output: Any, folder: Path, film: Film) -> list[Any]:
    """Copied from a SubRip file, since PyAV cannot make packets of text."""
    script = folder / "script.srt"
    clock = "00:00:{:06.3f}"
    script.write_text(
        "".join(
            f"{n}\n{clock.format(begin)} --> {clock.format(end)}\n{text}\n\n".replace(".", ",", 2)
            for n, (begin, end, text) in enumerate(film.subtitles, start=1)
        )
    )
    with av.open(str(script)) as source:
        stream = output.add_stream_from_template(source.streams.subtitles[0])
        packets = [packet for packet in source.demux(0) if packet.size]
        for packet in packets:
            packet.stream = stream
    return packets


def packets_of(path: Path, kind: str) -> list[list[tuple[Any, ...]]]:
    """(pts, dts, duration, payload) of every packet of every track of a kind, times in seconds."""
    tracks = []
    with av.open(str(path)) as container:
        count = len(container.streams)
    for index in range(count):
        with av.open(str(path)) as container:
            stream = container.streams[index]
            if stream.type == kind:
                tracks.append(
                    [
                        (one.pts * one.time_base, one.dts * one.time_base, one.duration * one.time_base, bytes(one))
                        for one in container.demux(stream)
                        if one.size
                    ]
                )
    return tracks


@pytest.fixture
def packets() -> Callable[[Path, str], list[list[tuple[Any, ...]]]]:
    """Reads the packets of every track of a kind: packets(path, "audio")."""
    return packets_of


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., Path]:
    """Makes a film in the test's folder: film(name=..., codec=..., ...) -> its path."""
    return lambda **wishes: make(tmp_path, Film(**wishes))
