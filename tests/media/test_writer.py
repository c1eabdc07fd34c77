"""What comes out: every untouched sample, every timestamp, every tag."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.media.codecs import CODECS, carried_codecs
from peanut_studio.media.pixel_format import working_layout
from peanut_studio.media.planes import Planes
from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.media.writer import ClipWriter, ExportSettings
from peanut_studio.model.clip import Span

MakeFilm = Callable[..., Path]


def export(source: Path, target: Path, codec: str, span: Span | None = None, patched: bool = True) -> list[str]:
    """Write the film with a patch in the middle of every second frame; gives the writer's warnings."""
    with open_clip(source) as reader:
        span = span or Span(0, len(reader))
        fill, alpha = patch(reader)
        with ClipWriter(target, reader, span, ExportSettings(codec)) as writer:
            for index in range(span.start, span.stop):
                if patched and index % 2:
                    writer.write_source(index, fill, alpha)
                else:
                    writer.write_source(index)
            writer.finish()
        return writer.warnings


def patch(reader: ClipReader) -> tuple[np.ndarray, np.ndarray]:
    width, height = reader.size
    peak = 255 if reader.clip.bit_depth == 8 else 65535
    fill = np.empty((height, width, 3), np.uint8 if peak == 255 else np.uint16)
    fill[:] = np.array([0.75, 0.25, 0.5]) * peak
    alpha = np.zeros((height, width), np.float32)
    alpha[height // 4 : height // 2, width // 4 : 3 * width // 4] = 1
    return fill, cv2.blur(alpha, (5, 3))


def stored(reader: ClipReader, index: int) -> Planes:
    return reader.source.planes(index)


def assert_untouched_outside(source: Path, target: Path, first: int = 0) -> None:
    """Every sample of every plane, and the RGB, where the patch is not; and the patch where it is."""
    with open_clip(source) as before, open_clip(target) as after:
        _fill, alpha = patch(before)
        for index in range(len(after)):
            old, new = stored(before, first + index), stored(after, index)
            assert old.layout == new.layout
            outside = before.source.orientation.stored(alpha) == 0
            np.testing.assert_array_equal(old.arrays[0][outside], new.arrays[0][outside])
            np.testing.assert_array_equal(before[first + index][alpha == 0], after[index][alpha == 0])
            changed = (first + index) % 2 == 1
            assert np.array_equal(before[first + index], after[index]) is not changed
            for one, other in zip(old.arrays, new.arrays, strict=True):
                assert changed or np.array_equal(one, other)


FILMS = [name for name, codec in CODECS.items() if not codec.is_pictures]

LOSSLESS = [
    "yuv420p", "yuv422p", "yuv444p", "yuv440p", "yuv411p", "yuv410p", "yuv420p10le", "yuv422p10le", "yuv444p12le",
    "yuv420p16le", "yuva420p", "yuva444p10le", "gray", "gray10le", "gray16le", "gbrp10le", "gbrp16le", "bgr0", "bgra",
]  # fmt: skip


@pytest.mark.parametrize("pixel_format", LOSSLESS)
@pytest.mark.parametrize("size", [(64, 48), (63, 47)])
def test_outside_the_patch_every_sample_is_the_sources(
    film: MakeFilm, tmp_path: Path, pixel_format: str, size: tuple[int, int]
) -> None:
    source = film(pixel_format=pixel_format, size=size, count=3)
    warnings = export(source, tmp_path / "out.mkv", "ffv1")
    assert warnings == []
    assert_untouched_outside(source, tmp_path / "out.mkv")


@pytest.mark.parametrize("degrees", [90, 180, -90])
@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("codec", ["ffv1", "h264", "prores", "av1"])
def test_a_rotated_film_stays_as_stored_and_is_shown_upright(
    film: MakeFilm, tmp_path: Path, degrees: int, codec: str, flip: bool
) -> None:
    source = film(name="in.mp4", codec="libx264", rotation=degrees, flip=flip, count=4, size=(128, 96))
    for ending in CODECS[codec].endings:
        target = tmp_path / f"out{ending}"
        export(source, target, codec)
        if codec == "ffv1":
            assert_untouched_outside(source, target)
        with open_clip(source) as before, open_clip(target) as after:
            assert after.clip.rotation == before.clip.rotation
            assert after.source.orientation == before.source.orientation
            assert after.size == before.size


@pytest.mark.parametrize("codec", FILMS)
def test_the_shape_of_the_pixels_is_kept_or_its_loss_said(film: MakeFilm, tmp_path: Path, codec: str) -> None:
    source = film(name="in.mp4", codec="libx264", aspect=Fraction(12, 11), rotation=90, count=2, size=(128, 96))
    for ending in CODECS[codec].endings:
        target = tmp_path / f"out{ending}"
        warnings = export(source, target, codec)
        with open_clip(target) as after:
            kept = after.clip.sample_aspect_ratio == Fraction(11, 12)
            assert kept is not any("shape of the pixels" in text for text in warnings)
            assert kept or ending in (".mkv", ".webm")


def test_pictures_come_out_as_they_went_in(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for channels, depth in ((1, 8), (3, 8), (4, 8), (3, 16), (4, 16)):
        folder = tmp_path / f"in{channels}{depth}"
        folder.mkdir()
        shape = (12, 17) if channels == 1 else (12, 17, channels)
        for number in (3, 4):
            samples = rng.integers(0, 2**depth, shape).astype(np.uint8 if depth == 8 else np.uint16)
            cv2.imwrite(str(folder / f"shot{number}.png"), samples)
        target = tmp_path / f"out{channels}{depth}"
        assert export(folder, target, "png", patched=False) == []
        assert sorted(path.name for path in target.iterdir()) == ["shot3.png", "shot4.png"]
        for number in (3, 4):
            before, after = (
                cv2.imread(str(place / f"shot{number}.png"), cv2.IMREAD_UNCHANGED) for place in (folder, target)
            )
            np.testing.assert_array_equal(before, after)
        export(folder, tmp_path / "out.mkv", "ffv1")
        assert_untouched_outside(folder, tmp_path / "out.mkv")


def test_pictures_of_a_video_are_upright_rgb(film: MakeFilm, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", rotation=90, count=3, pixel_format="yuv420p10le")
    warnings = export(source, tmp_path / "out", "png")
    assert warnings == ["PNG holds RGB, so colours are converted and rounded."]
    with open_clip(source) as before, open_clip(tmp_path / "out") as after:
        _fill, alpha = patch(before)
        assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["00000.png", "00001.png", "00002.png"]
        for index in range(3):
            np.testing.assert_array_equal(before[index][alpha == 0], after[index][alpha == 0])


STAMPS = (0, 17, 40, 41, 99, 180, 200, 260)


@pytest.mark.parametrize("name", ["out.mp4", "out.mov"])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_uneven_times_stay_what_they_are(film: MakeFilm, tmp_path: Path, name: str, codec: str) -> None:
    clock = {"video_track_timescale": "600"}
    source = film(name="in.mp4", codec="libx264", stamps=STAMPS, time_base=Fraction(1, 600), muxer=clock)
    assert export(source, tmp_path / name, codec) == []
    with open_clip(tmp_path / name) as after:
        assert after.clip.timestamps == STAMPS
        assert after.clip.time_base == Fraction(1, 600)
    export(source, tmp_path / name, codec, Span(2, 6))
    with open_clip(tmp_path / name) as after:
        assert after.clip.timestamps == (0, 1, 59, 140)


def test_matroska_rounds_to_milliseconds_and_says_so(film: MakeFilm, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", stamps=STAMPS, time_base=Fraction(1, 600))
    warnings = export(source, tmp_path / "out.mkv", "ffv1")
    assert warnings == ["This container counts in milliseconds, so frame times are rounded to those."]
    with open_clip(tmp_path / "out.mkv") as after:
        wanted = [stamp / 600 for stamp in STAMPS]
        times = [float(after.clip.time_of(index)) for index in range(len(after))]
        np.testing.assert_allclose(times, wanted, atol=0.00051)


def test_the_last_frame_lasts_as_long_as_it_did(film: MakeFilm, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", count=10)
    export(source, tmp_path / "out.mp4", "h264")
    durations = []
    for path in (source, tmp_path / "out.mp4"):
        with av.open(str(path)) as container:
            durations.append([packet.duration for packet in container.demux(video=0) if packet.size])
            durations.append([container.streams.video[0].duration])
    assert durations[0] == durations[2]
    assert durations[1] == durations[3]


TAGS = [
    {"colorspace": 1, "color_primaries": 1, "color_trc": 1, "color_range": 1},
    {"colorspace": 9, "color_primaries": 9, "color_trc": 16, "color_range": 1},
    {"colorspace": 6, "color_primaries": 6, "color_trc": 6, "color_range": 2},
    {"color_range": 2},
    {},
]


@pytest.mark.parametrize("tags", TAGS, ids=str)
@pytest.mark.parametrize("codec", ["h264", "h265", "ffv1", "vp9", "av1", "prores"])
def test_colour_tags_come_out_as_they_went_in(
    film: MakeFilm, tmp_path: Path, tags: dict[str, int], codec: str, capfd: pytest.CaptureFixture[str]
) -> None:
    ending = CODECS[codec].endings[0]
    source = film(codec="ffv1", tags=tags, count=2, size=(128, 96))
    target = tmp_path / f"out{ending}"
    export(source, target, codec, patched=False)
    with open_clip(source) as before, open_clip(target) as after:
        old, new = before.clip.colour, after.clip.colour
        full = bool(old.full_range) and not CODECS[codec].limited_range
        assert (new.matrix, new.primaries, new.transfer) == (old.matrix, old.primaries, old.transfer)
        assert bool(new.full_range) is full
        # Encoded and decoded, the picture has not drifted as a whole.
        difference = after[1].astype(float) / np.iinfo(after[1].dtype).max - before[1].astype(float) / 255
        assert np.abs(difference.mean(axis=(0, 1))).max() < 1.2 / 255
    assert capfd.readouterr().err == ""


KEPT = {
    ("h264", "yuv420p"): "yuv420p",
    ("h264", "yuv422p"): "yuv422p",
    ("h264", "yuv444p"): "yuv444p",
    ("h264", "yuv420p10le"): "yuv420p10le",
    ("h264", "yuv422p10le"): "yuv422p10le",
    ("h265", "yuv420p10le"): "yuv420p10le",
    ("h265", "yuv420p12le"): "yuv420p12le",
    ("av1", "yuv420p10le"): "yuv420p10le",
    ("vp9", "yuv422p"): "yuv422p",
    ("prores", "yuv420p"): "yuv422p10le",
    ("prores", "yuv422p10le"): "yuv422p10le",
    ("ffv1", "yuv422p10le"): "yuv422p10le",
}


@pytest.mark.parametrize(("codec", "pixel_format"), KEPT)
def test_depth_and_chroma_stay_where_the_codec_has_room(
    film: MakeFilm, tmp_path: Path, codec: str, pixel_format: str
) -> None:
    target = tmp_path / f"out{CODECS[codec].endings[0]}"
    warnings = export(film(pixel_format=pixel_format, size=(128, 96), count=3), target, codec)
    wanted = KEPT[codec, pixel_format]
    with open_clip(target) as after:
        assert working_layout(after.clip.pixel_format) == working_layout(wanted)
    kept = [text for text in warnings if "milliseconds" not in text]
    assert bool(kept) is (wanted != pixel_format)


@pytest.mark.parametrize(
    ("codec", "pixel_format", "words"),
    [
        ("vp9", "yuv420p10le", "VP9 keeps 8 of the source's 10 bits."),
        ("h264", "yuva420p", "H.264 does not keep the source's transparency."),
        ("h264", "bgr0", "H.264 is written as yuv420p; colours are converted from RGB and rounded."),
        ("h264", "yuv411p", "H.264 is written as yuv422p; the source is yuv411p."),
    ],
)
def test_what_cannot_be_kept_is_said(film: MakeFilm, tmp_path: Path, codec: str, pixel_format: str, words: str) -> None:
    target = tmp_path / f"out{CODECS[codec].endings[0]}"
    assert words in export(film(pixel_format=pixel_format, count=2), target, codec)
    assert target.exists()


@pytest.mark.parametrize("codec", FILMS)
@pytest.mark.parametrize("size", [(65, 47), (66, 47), (65, 48)])
def test_odd_sizes_lose_no_pixel(film: MakeFilm, tmp_path: Path, codec: str, size: tuple[int, int]) -> None:
    target = tmp_path / f"out{CODECS[codec].endings[0]}"
    export(film(size=size, count=2), target, codec)
    with open_clip(target) as after:
        assert after.size == size
        assert len(after) == 2


@pytest.mark.parametrize("codec", FILMS)
def test_grey_stays_grey(film: MakeFilm, tmp_path: Path, codec: str) -> None:
    source = film(pixel_format="gray", count=2, size=(128, 96))
    target = tmp_path / f"out{CODECS[codec].endings[0]}"
    export(source, target, codec, patched=False)
    with open_clip(source) as before, open_clip(target) as after:
        peak = np.iinfo(after[1].dtype).max
        assert np.abs(after[1] / peak - before[1] / 255).mean() < 0.02
        assert np.ptp(after[1].astype(int), axis=2).max() / peak < 0.02


@pytest.mark.parametrize("codec", FILMS)
def test_every_codec_goes_into_all_its_containers(film: MakeFilm, tmp_path: Path, codec: str) -> None:
    source = film(size=(128, 96), count=3)
    for ending in CODECS[codec].endings:
        export(source, tmp_path / f"out{ending}", codec)
        with open_clip(tmp_path / f"out{ending}") as after:
            assert len(after) == 3


def test_new_pictures_may_have_another_size(film: MakeFilm, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", rotation=90, count=4, sounds=("aac",), tags=TAGS[1])
    with open_clip(source) as reader, ClipWriter(tmp_path / "out.mp4", reader, Span(1, 4), ExportSettings()) as writer:
        pictures = [cv2.resize(reader[index], None, fx=2, fy=2) for index in range(1, 4)]
        for index, picture in enumerate(pictures, start=1):
            writer.write_frame(reader.clip.timestamps[index], picture)
        writer.finish()
    with open_clip(tmp_path / "out.mp4") as after:
        assert after.size == (96, 128)
        assert after.clip.rotation == 0
        assert after.clip.timestamps[0] == 0
        assert after.clip.colour.matrix == 9
        assert after.clip.has_audio
        assert np.abs(after[2].astype(int) - pictures[2]).mean() < 4


def test_colourful_pictures_of_a_grey_film_keep_their_colour(film: MakeFilm, tmp_path: Path) -> None:
    source = film(pixel_format="gray", count=2)
    picture = np.full((48, 64, 3), (200, 40, 60), np.uint8)
    with open_clip(source) as reader, ClipWriter(tmp_path / "out.mp4", reader, Span(0, 2), ExportSettings()) as writer:
        for stamp in reader.clip.timestamps:
            writer.write_frame(stamp, picture)
        writer.finish()
    with open_clip(tmp_path / "out.mp4") as after:
        assert np.abs(after[1].astype(int) - picture).max() < 6


def test_nothing_is_there_until_it_is_finished(film: MakeFilm, tmp_path: Path) -> None:
    source = film(count=6)
    target = tmp_path / "out.mp4"
    target.write_bytes(b"an older result")
    for codec, place in (("h264", target), ("png", tmp_path / "frames")):
        with open_clip(source) as reader:
            with pytest.raises(KeyboardInterrupt):
                interrupted(place, reader, codec)
            with ClipWriter(place, reader, Span(0, 6), ExportSettings(codec)) as writer:
                writer.write_source(0)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["film.mkv", "out.mp4"]
    assert target.read_bytes() == b"an older result"
    export(source, target, "h264")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["film.mkv", "out.mp4"]
    assert target.stat().st_size > 100


def interrupted(place: Path, reader: ClipReader, codec: str) -> None:
    with ClipWriter(place, reader, Span(0, 6), ExportSettings(codec)) as writer:
        writer.write_source(0)
        raise KeyboardInterrupt


def test_frames_are_due_in_order(film: MakeFilm, tmp_path: Path) -> None:
    with (
        open_clip(film(count=6)) as reader,
        ClipWriter(tmp_path / "out.mp4", reader, Span(2, 5), ExportSettings()) as writer,
    ):
        with pytest.raises(ValueError, match="frame 3 came when 2 was due"):
            writer.write_source(3)
        writer.write_source(2)
        with pytest.raises(ValueError, match="not that of frame 3"):
            writer.write_frame(reader.clip.timestamps[2], reader[2])
        with pytest.raises(ValueError, match="frames 3 to 4 are missing"):
            writer.finish()


def test_mp4_begins_with_its_index(film: MakeFilm, tmp_path: Path) -> None:
    export(film(count=6), tmp_path / "out.mp4", "h264")
    data = (tmp_path / "out.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_h265_in_mp4_is_tagged_for_apples_players(film: MakeFilm, tmp_path: Path) -> None:
    export(film(count=2), tmp_path / "out.mp4", "h265")
    assert b"hvc1" in (tmp_path / "out.mp4").read_bytes()


def test_the_table_of_codecs_is_what_ffmpeg_can_do() -> None:
    for name, codec in CODECS.items():
        encoder = av.Codec(codec.encoder, "w")
        offered = {one.name for one in encoder.video_formats or []} | {"gbrp", "gbrap"}
        assert set(codec.formats) <= offered, name
        for ending in codec.endings:
            if ending:
                container = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}[ending]
                assert codec.encoder in carried_codecs(container), (name, ending)
