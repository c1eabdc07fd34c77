"""Files and targets that cannot be: one sentence each, and nothing left behind."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.media.target import check_target
from peanut_studio.media.writer import ClipWriter, ExportSettings, discard_unfinished
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, MediaError, StudioError

MakeFilm = Callable[..., Path]


@contextmanager
def refused(kind: type[StudioError], words: str) -> Iterator[None]:
    with pytest.raises(kind, match=words) as caught:
        yield
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Error" not in sentence


def test_files_that_are_no_films(tmp_path: Path) -> None:
    with refused(InputError, "There is no file"):
        open_clip(tmp_path / "none.mp4")
    (tmp_path / "empty.mp4").write_bytes(b"")
    with refused(MediaError, "is empty"):
        open_clip(tmp_path / "empty.mp4")
    (tmp_path / "text.mp4").write_text("This is not a film.\n" * 50)
    with refused(MediaError, "is not a video"):
        open_clip(tmp_path / "text.mp4")
    (tmp_path / "folder").mkdir()
    with refused(InputError, "holds no pictures"):
        open_clip(tmp_path / "folder")
    with refused(InputError, "No file in .* fits the pattern"):
        open_clip(tmp_path / "shot_%04d.png")
    (tmp_path / "shot.png").write_bytes(b"\x89PNG nonsense")
    with refused(MediaError, "is not a picture"):
        open_clip(tmp_path / "shot.png")


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{film}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile in.mp4\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    ],
)
@pytest.mark.parametrize("name", ["clip.mp4", "clip.m3u8", "clip.sdp"])
def test_a_file_makes_the_program_read_no_other_one(film: MakeFilm, name: str, text: str) -> None:
    other = film(name="in.mp4", codec="libx264", count=3)
    path = other.with_name(name)
    path.write_text(text.format(film=other))
    with refused(MediaError, "holds no video of its own|is not a video"):
        open_clip(path)


def test_sound_without_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "sound.mka"
    with av.open(str(path), "w", format="matroska") as output:
        stream = output.add_stream("flac", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.int16), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48000, 0
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    with refused(MediaError, "has no video in it, only audio"):
        open_clip(path)


def test_a_film_without_frames(tmp_path: Path) -> None:
    path = tmp_path / "none.mkv"
    with av.open(str(path), "w") as output:
        output.add_stream("ffv1", rate=25, width=64, height=48)
        output.start_encoding()
    with refused(MediaError, "without a single frame|cannot be decoded|is not a video"):
        open_clip(path)


def test_pictures_that_do_not_belong_together(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "1.png"), np.zeros((8, 6, 3), np.uint8))
    cv2.imwrite(str(tmp_path / "2.png"), np.zeros((8, 7, 3), np.uint8))
    with refused(InputError, "2.png is 7x8 but 1.png is 6x8"):
        open_clip(tmp_path)
    cv2.imwrite(str(tmp_path / "2.png"), np.zeros((8, 6, 3), np.uint16))
    with open_clip(tmp_path) as reader, refused(MediaError, "not of the same kind"):
        reader[1]
    cv2.imwrite(str(tmp_path / "1.bmp"), np.zeros((8, 6, 3), np.uint8))
    with refused(InputError, "0 is no frame rate"):
        open_clip(tmp_path, frame_rate=Fraction(0))


def test_a_damaged_picture_repeats_the_one_before(tmp_path: Path) -> None:
    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.full((8, 6, 3), number + 1, np.uint8))
    data = (tmp_path / "1.png").read_bytes()
    (tmp_path / "1.png").write_bytes(data[:24] + b"\0" * (len(data) - 24))
    with open_clip(tmp_path) as reader:
        assert [int(reader[n][0, 0, 0]) for n in range(3)] == [1, 1, 3]
        assert reader.concealed == 1


def corrupted(path: Path, frames: list[int]) -> Path:
    """The film with the payload of those packets overwritten."""
    with av.open(str(path)) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    data = bytearray(path.read_bytes())
    for frame in frames:
        position, size = places[frame]
        data[position : position + size] = b"\xaa" * size
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("jumping", [False, True])
def test_corrupt_packets_are_bridged_and_counted(film: MakeFilm, tmp_path: Path, jumping: bool) -> None:
    path = film(name="in.mov", codec="prores_ks", pixel_format="yuv422p10le", count=12)
    with open_clip(path) as reader:
        whole = [reader[index] for index in range(12)]
    corrupted(path, [0, 5, 6])
    with open_clip(path, cache_bytes=0) as reader:
        assert len(reader) == 12
        order = [5, 0, 11, 6, 1, 7] if jumping else range(12)
        for index in order:
            shown = {0: 1, 5: 4, 6: 4}.get(index, index)
            np.testing.assert_array_equal(reader[index], whole[shown], err_msg=f"frame {index}")
        assert reader.concealed == 3
        with ClipWriter(tmp_path / "out.mov", reader, Span(0, 12), ExportSettings("prores")) as writer:
            for index in range(12):
                writer.write_source(index)
            writer.finish()
        assert reader.concealed == 3
    with open_clip(tmp_path / "out.mov") as after:
        assert after.clip.timestamps == reader.clip.timestamps


def test_a_corrupt_packet_amid_a_long_gop_stops_nothing(film: MakeFilm) -> None:
    path = corrupted(film(name="in.mp4", codec="libx264", count=40, options={"bf": "2"}), [9])
    with open_clip(path) as reader:
        frames = [reader[index] for index in range(len(reader))]
        assert len(frames) == 40
        assert reader.concealed >= 1


@pytest.mark.parametrize("name", ["in.mp4", "in.mkv", "in.webm", "in.avi", "in.ts"])
def test_a_film_cut_off_is_read_as_far_as_it_goes(film: MakeFilm, name: str) -> None:
    codec = "libvpx" if name == "in.webm" else "mpeg4"
    muxer = {"movflags": "+faststart"} if name == "in.mp4" else {}
    path = film(name=name, codec=codec, count=60, options={"g": "10"}, muxer=muxer)
    with open_clip(path) as reader:
        assert reader.clip.warnings == ()
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with open_clip(path) as reader:
        assert 10 < len(reader) < 60
        for index in range(len(reader)):
            reader[index]
        assert "is cut off" in reader.clip.warnings[0]


def test_a_film_cut_off_before_its_index_is_refused(film: MakeFilm) -> None:
    path = film(name="in.mp4", codec="mpeg4", count=60)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with refused(MediaError, "cut off before its index"):
        open_clip(path)


def test_a_film_of_rubbish_packets_is_refused(film: MakeFilm) -> None:
    path = corrupted(film(name="in.mov", codec="prores_ks", pixel_format="yuv422p10le", count=3), [0, 1, 2])
    with refused(MediaError, "No frame of .* can be decoded"):
        open_clip(path)


def test_targets_that_cannot_be(film: MakeFilm, tmp_path: Path) -> None:
    source = film()

    def asked(name: str, codec: str = "h264", crf: int | None = None, size: int = 0) -> None:
        check_target(tmp_path / name, source, ExportSettings(codec, crf), bytes_needed=size)

    with refused(InputError, "no codec 'divx'; known: h264, h265"):
        asked("out.mp4", "divx")
    with refused(InputError, r"ProRes 422 HQ does not go into \.mp4; end the file in \.mov or \.mkv"):
        asked("out.mp4", "prores")
    with refused(InputError, r"H\.264 does not go into \.webm; .* choose --codec av1 or vp9"):
        asked("out.webm")
    with refused(InputError, "does not say what to write; end it in one of .mp4"):
        asked("out")
    with refused(InputError, "does not say what to write"):
        asked("out.xyz")
    with refused(InputError, "Pictures go into a folder"):
        asked("out.mp4", "png")
    with refused(InputError, "takes no --crf"):
        asked("out.mkv", "ffv1", 10)
    with refused(InputError, r"--crf 52 is outside 0\.\.51"):
        asked("out.mp4", "h264", 52)
    with refused(InputError, "There is no folder"):
        asked("none/out.mp4")
    with refused(InputError, "GB free, about 1000000.0 GB are needed"):
        asked("out.mp4", size=10**15)
    with refused(InputError, "The output is the input"):
        asked(source.name, "ffv1")
    (tmp_path / "link.mkv").symlink_to(source)
    with refused(InputError, "The output is the input"):
        asked("link.mkv", "ffv1")
    (tmp_path / "folder.mp4").mkdir()
    with refused(InputError, "is a folder"):
        asked("folder.mp4")
    (tmp_path / "file").write_text("")
    with refused(InputError, "is a file; pictures need a folder"):
        asked("file", "png")
    asked("out.mp4", size=1000)
    assert not (tmp_path / "out.mp4").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_is_not_written_into_itself(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "0.png"), np.zeros((8, 8, 3), np.uint8))
    for source in (tmp_path, tmp_path / "%d.png"):
        with refused(InputError, "The output is the input"):
            check_target(tmp_path, source, ExportSettings("png"))


def test_a_folder_without_permission(film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    source = film()
    monkeypatch.setattr("peanut_studio.media.target.tempfile.NamedTemporaryFile", denied)
    with refused(InputError, r"cannot be written \(Permission denied\)"):
        check_target(tmp_path / "out.mp4", source, ExportSettings())


@pytest.mark.parametrize(("name", "codec"), [("out.mkv", "ffv1"), ("out.mp4", "h264"), ("frames", "png")])
def test_a_full_disk_is_said_and_leaves_nothing(film: MakeFilm, tmp_path: Path, name: str, codec: str) -> None:
    """A limit on the size of files stands in for the disk."""
    source = film(size=(640, 480), count=4)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_clip(source) as reader:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
            with (
                refused(MediaError, "There was no room left for .*; nothing was kept, so make room"),
                ClipWriter(tmp_path / name, reader, Span(0, 4), ExportSettings(codec)) as writer,
            ):
                for index in range(4):
                    writer.write_source(index)
                writer.finish()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_what_an_encoder_refuses_is_said(film: MakeFilm, tmp_path: Path) -> None:
    source = film(size=(2, 2), count=2)
    with (
        open_clip(source) as reader,
        refused(MediaError, "could not be written as AV1"),
        ClipWriter(tmp_path / "out.mp4", reader, Span(0, 2), ExportSettings("av1")) as writer,
    ):
        writer.write_source(0)
        writer.write_source(1)
        writer.finish()
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_unfinished_files_can_be_cleared_away_at_once(film: MakeFilm, tmp_path: Path) -> None:
    source = film(count=3)
    with open_clip(source) as reader:
        movie = ClipWriter(tmp_path / "out.mp4", reader, Span(0, 3), ExportSettings())
        movie.write_source(0)
        pictures = ClipWriter(tmp_path / "frames", reader, Span(0, 3), ExportSettings("png"))
        pictures.write_source(0)
        assert len(list(tmp_path.iterdir())) == 3
        discard_unfinished()
        assert list(tmp_path.iterdir()) == [source]
        movie.abort()
        pictures.abort()


@pytest.mark.parametrize("jumping", [False, True])
def test_frames_of_another_size_are_scaled_and_counted(film: MakeFilm, tmp_path: Path, jumping: bool) -> None:
    parts = [film(name=f"{width}.ts", codec="libx264", count=6, size=(width, 64)) for width in (96, 48)]
    path = tmp_path / "both.ts"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    with open_clip(path, cache_bytes=0) as reader:
        assert len(reader) == 12
        for index in (7, 2, 11, 6, 8, 10, 9, 0) if jumping else range(12):
            assert reader[index].shape == (64, 96, 3)
        assert dict(reader.resized) == dict.fromkeys(range(6, 12), (48, 64))
        assert reader.concealed == 0
    with open_clip(parts[0]) as whole:
        assert [whole[index].shape for index in range(6)] == [(64, 96, 3)] * 6
        assert not whole.resized
