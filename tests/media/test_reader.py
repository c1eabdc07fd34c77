"""Exact access by index, whatever the codec and the container do to the order of frames."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.media.colour import rgb_of
from peanut_studio.media.decoder import VideoFile
from peanut_studio.media.pixel_format import working_layout
from peanut_studio.media.planes import planes_of
from peanut_studio.media.reader import open_clip

MakeFilm = Callable[..., Path]

FILMS = {
    "long GOP with pyramid": {"name": "a.mp4", "codec": "libx264", "options": {"g": "60", "bf": "3"}},
    "open GOP": {
        "name": "a.mp4",
        "codec": "libx264",
        "options": {"x264-params": "open-gop=1:keyint=15:min-keyint=15:bframes=3"},
    },
    "intra refresh": {"name": "a.mp4", "codec": "libx264", "options": {"x264-params": "intra-refresh=1:keyint=15"}},
    "H.265": {
        "name": "a.mp4",
        "codec": "libx265",
        "options": {"x265-params": "log-level=error:keyint=15:open-gop=1"},
    },
    "MPEG-4 with B-frames in AVI": {"name": "a.avi", "codec": "mpeg4", "options": {"bf": "2", "g": "12"}},
    "H.264 with B-frames in AVI": {"name": "a.avi", "codec": "libx264", "options": {"bf": "2", "g": "12"}},
    "transport stream": {"name": "a.ts", "codec": "libx264", "options": {"bf": "2", "g": "12"}},
    "program stream": {"name": "a.mpg", "codec": "mpeg2video", "options": {"bf": "2", "g": "12"}},
    "raw H.264": {"name": "a.h264", "codec": "libx264", "options": {"bf": "2", "g": "12"}},
    "MJPEG": {"name": "a.avi", "codec": "mjpeg", "pixel_format": "yuvj420p"},
    "MS-MPEG4": {"name": "a.avi", "codec": "msmpeg4", "options": {"g": "12"}},
    "VP8 with hidden frames": {
        "name": "a.webm",
        "codec": "libvpx",
        "options": {"auto-alt-ref": "1", "lag-in-frames": "16", "g": "20"},
    },
    "VP9 with hidden frames": {
        "name": "a.webm",
        "codec": "libvpx-vp9",
        "options": {"auto-alt-ref": "1", "lag-in-frames": "16", "g": "20"},
    },
    "packed 4:2:2": {"name": "a.mov", "codec": "rawvideo", "pixel_format": "uyvy422"},
    "packed RGB": {"name": "a.mov", "codec": "qtrle", "pixel_format": "rgb24"},
}


@pytest.mark.parametrize("kind", FILMS)
def test_any_order_of_reading_gives_the_frames_of_a_plain_decode(film: MakeFilm, kind: str) -> None:
    path = film(count=48, **FILMS[kind])
    with av.open(str(path)) as container:
        plain = [planes_of(frame) for frame in container.decode(video=0)]
    with open_clip(path) as reader, open_clip(path, cache_bytes=0) as jumping:
        assert len(reader) == len(plain) == 48
        wanted = [rgb_of(planes, reader.clip.colour) for planes in plain]
        for index, frame in enumerate(wanted):
            np.testing.assert_array_equal(reader[index], frame)
        order = [*range(47, -1, -4), *random.Random(0).sample(range(48), 24)]
        for index in order:
            np.testing.assert_array_equal(jumping[index], wanted[index], err_msg=f"frame {index}")
        assert jumping.concealed == reader.concealed == 0


def test_reading_in_order_never_seeks(film: MakeFilm, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(name="a.mp4", codec="libx264", count=40, options={"g": "10"})
    seeks: list[int] = []
    original = VideoFile._seek
    monkeypatch.setattr(VideoFile, "_seek", lambda self, index: (seeks.append(index), original(self, index))[1])
    with open_clip(path) as reader:
        for index in range(len(reader)):
            reader[index]
            reader[max(0, index - 3)]
        assert seeks == []
        first = reader[0]
        reader._cache.clear()
        np.testing.assert_array_equal(reader[0], first)
        assert seeks == [0]


def test_going_backwards_decodes_little_twice(film: MakeFilm, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(name="a.mp4", codec="libx264", count=40, options={"g": "40"})
    decoded: list[int] = []
    original = VideoFile._decode

    def counted(self: VideoFile, from_key: bool = False) -> Iterator[av.VideoFrame]:
        for frame in original(self, from_key):
            decoded.append(1)
            yield frame

    monkeypatch.setattr(VideoFile, "_decode", counted)
    read, counts = [], []
    for sweeping in (False, True):
        with open_clip(path, cache_bytes=10 * 64 * 48 * 3, sweeping=sweeping) as reader:
            decoded.clear()
            read.append([reader[index] for index in range(39, -1, -1)])
            counts.append(len(decoded))
            assert len(reader._cache) <= 10
    np.testing.assert_array_equal(read[0], read[1])
    assert counts[1] < 40 * 6 < counts[0]


def test_the_cache_keeps_to_its_budget_and_hands_out_copies(film: MakeFilm) -> None:
    path = film(count=12, size=(64, 48))
    with open_clip(path, cache_bytes=3 * 64 * 48 * 3) as reader:
        for index in range(12):
            reader[index]
        assert len(reader._cache) == 3
        kept = reader[11]
        kept[:] = 0
        assert reader[11].any()


def test_uneven_timestamps_are_kept_to_the_tick(film: MakeFilm) -> None:
    stamps = (0, 17, 40, 41, 99, 180, 200)
    path = film(
        name="a.mp4", codec="libx264", stamps=stamps, time_base=Fraction(1, 600), muxer={"video_track_timescale": "600"}
    )
    with open_clip(path) as reader:
        assert reader.clip.timestamps == stamps
        assert reader.clip.time_base == Fraction(1, 600)
        assert reader.clip.time_of(3) == Fraction(41, 600)


@pytest.mark.parametrize(("degrees", "size"), [(90, (48, 64)), (-90, (48, 64)), (180, (64, 48)), (0, (64, 48))])
@pytest.mark.parametrize("flip", [False, True])
def test_rotated_and_mirrored_films_are_read_upright(
    film: MakeFilm, degrees: int, size: tuple[int, int], flip: bool
) -> None:
    path = film(name="a.mp4", codec="libx264", count=2, rotation=degrees, flip=flip)
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        stored = rgb_of(planes_of(frame), open_clip(path).clip.colour)
    with open_clip(path) as reader:
        assert reader.size == size
        upright = np.rot90(stored, degrees // 90)
        np.testing.assert_array_equal(reader[0], upright[:, ::-1] if flip else upright)
        if not flip:
            assert reader.clip.rotation == degrees % 360


def test_facts_come_from_the_file(film: MakeFilm) -> None:
    tags = {"colorspace": 9, "color_primaries": 9, "color_trc": 16, "color_range": 1}
    path = film(
        name="a.mp4", codec="libx265", pixel_format="yuv420p10le", tags=tags, aspect=Fraction(4, 3), rotation=90,
        count=3, options={"x265-params": "log-level=error"}, sounds=("aac",),
    )  # fmt: skip
    with open_clip(path) as reader:
        clip = reader.clip
        assert (clip.width, clip.height, clip.rotation) == (48, 64, 90)
        assert clip.sample_aspect_ratio == Fraction(3, 4)
        assert (clip.colour.matrix, clip.colour.primaries, clip.colour.transfer) == (9, 9, 16)
        assert clip.colour.full_range is False
        assert (clip.bit_depth, clip.pixel_format, clip.codec, clip.has_audio) == (10, "yuv420p10le", "hevc", True)
        assert clip.frame_rate == 25
        assert reader[0].dtype == np.uint16


def test_indices_outside_the_clip_are_index_errors(film: MakeFilm) -> None:
    with open_clip(film(count=3)) as reader:
        for index in (-1, 3):
            with pytest.raises(IndexError):
                reader[index]


@pytest.mark.parametrize(
    "pixel_format", ["gray", "gray10le", "yuva420p", "yuv411p", "yuv440p", "gbrp10le", "gbrap", "yuv410p"]
)
def test_unusual_samples_are_read(film: MakeFilm, pixel_format: str) -> None:
    source = {"gbrap": "bgra"}.get(pixel_format, pixel_format)
    with open_clip(film(pixel_format=source, count=2, size=(63, 47))) as reader:
        deep = working_layout(pixel_format).bits > 8
        assert reader[1].shape == (47, 63, 3)
        assert reader[1].dtype == (np.uint16 if deep else np.uint8)
        assert not np.array_equal(reader[0], reader[1])


def test_interlaced_films_are_read_and_said_to_be(film: MakeFilm) -> None:
    path = film(name="a.mpg", codec="mpeg2video", options={"flags": "+ildct+ilme", "top": "1"})
    with open_clip(path) as reader:
        assert "interlaced" in " ".join(reader.clip.warnings)
        assert reader[5].shape == (48, 64, 3)


def test_folders_and_patterns_of_pictures_are_films_in_natural_order(tmp_path: Path) -> None:
    for number in (1, 2, 10, 9):
        cv2.imwrite(str(tmp_path / f"shot_{number}.png"), np.full((8, 6, 3), number, np.uint8))
    (tmp_path / "notes.txt").write_text("not a picture")
    with open_clip(tmp_path) as folder, open_clip(tmp_path / "shot_%d.png", frame_rate=Fraction(24)) as pattern:
        assert [int(folder[n][0, 0, 0]) for n in range(4)] == [1, 2, 9, 10]
        assert [int(pattern[n][0, 0, 0]) for n in range(4)] == [1, 2, 9, 10]
        assert (folder.clip.frame_rate, pattern.clip.frame_rate) == (25, 24)
        assert folder.clip.time_of(2) == Fraction(2, 25)


def test_sixteen_bit_pictures_stay_sixteen_bit(tmp_path: Path) -> None:
    values = np.arange(48 * 3, dtype=np.uint16).reshape(6, 8, 3) * 400
    cv2.imwrite(str(tmp_path / "00000.png"), values[..., ::-1])
    with open_clip(tmp_path) as reader:
        np.testing.assert_array_equal(reader[0], values)


@pytest.mark.clips
def test_memory_does_not_grow_with_length(clips: Path) -> None:
    """The decoder, the index and the cache together, over 1394 frames, against the first 100."""
    import resource

    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with open_clip(clips / "intel_onebyone" / "clip.mp4", cache_bytes=16 * 1024**2) as reader:
        for index in range(100):
            reader[index]
        early = peak()
        for index in range(100, len(reader)):
            reader[index]
        assert peak() < early * 1.05 + 4096
