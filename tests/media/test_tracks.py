"""Sound, subtitles, chapters and tags: carried over packet by packet, and cut where the picture is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.media.tracks import duration_of
from peanut_studio.media.writer import ClipWriter, ExportSettings, check_target
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError

MakeFilm = Callable[..., Path]
Packets = Callable[[Path, str], list[list[tuple[Any, ...]]]]

CHAPTERS = ((0, 1000, "one"), (1000, 3000, "two"))


def export(source: Path, target: Path, codec: str = "h264", span: Span | None = None) -> list[str]:
    with open_clip(source) as reader:
        span = span or Span(0, len(reader))
        with ClipWriter(target, reader, span, ExportSettings(codec)) as writer:
            for index in range(span.start, span.stop):
                writer.write_source(index)
            writer.finish()
        return writer.warnings


def heard(path: Path, track: int = 0) -> np.ndarray:
    """The decoded sound from time 0 on, mono, 48 kHz; what an edit list hides is left out."""
    pieces: list[np.ndarray] = []
    start = None
    with av.open(str(path)) as container:
        for frame in container.decode(audio=track):
            if start is None:
                start = round(frame.pts * frame.time_base * 48000)
            samples = frame.to_ndarray().astype(np.float32)
            pieces.append(samples[0] if frame.format.is_planar else samples.reshape(-1, 2)[:, 0])
    sound = np.concatenate(pieces)
    return sound[-start:] if start < 0 else np.concatenate([np.zeros(start, np.float32), sound])


CARRIED = [
    ("in.mp4", "out.mp4", "libx264", "h264", ("aac", "aac")),
    ("in.mp4", "out.mov", "libx264", "h264", ("aac",)),
    ("in.mp4", "out.mp4", "libx264", "h264", ("ac3", "libopus")),
    ("in.mkv", "out.mkv", "ffv1", "ffv1", ("libopus", "flac", "aac")),
    ("in.webm", "out.webm", "libvpx-vp9", "vp9", ("libopus",)),
    ("in.mov", "out.mov", "prores_ks", "prores", ("pcm_s16le", "pcm_s24le")),
]


@pytest.mark.parametrize(("name", "out", "encoder", "codec", "sounds"), CARRIED)
def test_a_whole_films_sound_is_the_same_packets(
    film: MakeFilm,
    packets: Packets,
    tmp_path: Path,
    name: str,
    out: str,
    encoder: str,
    codec: str,
    sounds: tuple[str, ...],
) -> None:
    pixel_format = "yuv422p10le" if codec == "prores" else "yuv420p"
    source = film(name=name, codec=encoder, pixel_format=pixel_format, sounds=sounds, count=50)
    assert not any("cut between packets" in text or "delay" in text for text in export(source, tmp_path / out, codec))
    before, after = packets(source, "audio"), packets(tmp_path / out, "audio")
    assert len(after) == len(sounds)
    assert before == after
    with av.open(str(tmp_path / out)) as container:
        assert [track.language for track in container.streams.audio] == ["eng", "fra", "deu"][: len(sounds)]


def test_picture_and_sound_keep_their_distance(film: MakeFilm, packets: Packets, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", sounds=("aac",), sound_start=Fraction(1, 3), count=50)
    export(source, tmp_path / "out.mp4")
    assert packets(source, "audio") == packets(tmp_path / "out.mp4", "audio")
    times = [[(one[0], one[2]) for one in packets(path, "video")[0]] for path in (source, tmp_path / "out.mp4")]
    assert sorted(times[0]) == sorted(times[1])


def test_sound_before_time_zero_does_not_move_the_picture(film: MakeFilm, packets: Packets, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", sounds=("aac",), count=25)
    assert packets(source, "audio")[0][0][0] < 0
    export(source, tmp_path / "out.mkv", "ffv1")
    with open_clip(tmp_path / "out.mkv") as after:
        assert after.clip.timestamps[0] == 0
    sound = packets(tmp_path / "out.mkv", "audio")[0]
    assert [one[3] for one in sound] == [one[3] for one in packets(source, "audio")[0][1:]]


@pytest.mark.parametrize("sound", ["aac", "libopus", "pcm_s16le"])
def test_a_cut_begins_on_the_sample(film: MakeFilm, tmp_path: Path, sound: str) -> None:
    ending = ".mp4" if sound == "libopus" else ".mov"
    source = film(name=f"in{ending}", codec="libx264", sounds=(sound,), count=75)
    with open_clip(source) as reader:
        span = Span(31, 60)
        seconds = reader.clip.time_of(31)
        length = int(duration_of(reader.clip, span) * 48000)
    target = tmp_path / f"out{ending}"
    export(source, target, "h264", span)
    with open_clip(target) as after:
        assert len(after) == 29
        assert after.clip.timestamps[0] == 0
    whole, cut = heard(source), heard(target)
    start = round(seconds * 48000)
    wanted = whole[start : start + length]
    assert length <= len(cut) < length + 2100
    scale = np.abs(wanted).max()
    assert np.abs(cut[:length] - wanted).max() < 0.02 * scale


@pytest.mark.parametrize("name", ["out.mkv", "out.webm"])
def test_a_cut_in_matroska_begins_with_the_next_packet(
    film: MakeFilm, packets: Packets, tmp_path: Path, name: str
) -> None:
    source = film(sounds=("libopus",), count=75)
    warnings = export(source, tmp_path / name, "vp9", Span(30, 60))
    assert any("cut between packets" in text and ".mp4" in text for text in warnings)
    sound = packets(tmp_path / name, "audio")[0]
    assert 0 <= sound[0][0] < Fraction(21, 1000)
    payloads = [one[3] for one in packets(source, "audio")[0]]
    place = payloads.index(sound[0][3])
    assert payloads[place : place + len(sound)] == [one[3] for one in sound]
    assert Fraction(6, 5) - sound[-1][0] < Fraction(1, 20)


def test_a_cut_from_the_start_moves_nothing(film: MakeFilm, packets: Packets, tmp_path: Path) -> None:
    source = film(name="in.mp4", codec="libx264", sounds=("aac",), count=75)
    export(source, tmp_path / "out.mp4", "h264", Span(0, 30))
    before, after = packets(source, "audio")[0], packets(tmp_path / "out.mp4", "audio")[0]
    assert [one[0] for one in after] == [one[0] for one in before[: len(after)]]
    assert [one[3] for one in after] == [one[3] for one in before[: len(after)]]
    assert after[-1][0] < Fraction(6, 5) <= after[-1][0] + after[-1][2]


SUBTITLES = ((0.2, 0.9, "first"), (1.1, 2.0, "second"), (2.2, 2.9, "third"))


def test_subtitles_are_carried_and_cut(film: MakeFilm, packets: Packets, tmp_path: Path) -> None:
    source = film(subtitles=SUBTITLES, sounds=("flac",), count=75)
    assert export(source, tmp_path / "out.mkv", "ffv1") == []
    assert packets(source, "subtitle") == packets(tmp_path / "out.mkv", "subtitle")
    export(source, tmp_path / "cut.mkv", "ffv1", Span(30, 60))
    cut = packets(tmp_path / "cut.mkv", "subtitle")[0]
    assert [(one[0], one[2], one[3]) for one in cut] == [
        (0, Fraction(8, 10), b"second"),
        (1, Fraction(7, 10), b"third"),
    ]


def test_subtitles_that_find_no_room_are_said(film: MakeFilm, tmp_path: Path) -> None:
    source = film(subtitles=SUBTITLES, count=75)
    warnings = export(source, tmp_path / "out.mp4")
    assert any("Subtitle track 1" in text and ".mkv" in text for text in warnings)


@pytest.mark.parametrize(("name", "codec"), [("out.mkv", "ffv1"), ("out.mp4", "h264"), ("out.mov", "h264")])
def test_chapters_and_tags_are_kept(film: MakeFilm, tmp_path: Path, name: str, codec: str) -> None:
    tags = {"title": "Sea", "artist": "Me", "comment": "Windy"}
    source = film(name="in.mkv", chapters=CHAPTERS, metadata=tags, count=75, sounds=("aac",))
    export(source, tmp_path / name, codec)
    with av.open(str(tmp_path / name)) as container:
        assert list(chapters(container)) == [(0, 1, "one"), (1, 3, "two")]
        assert {key.lower(): text for key, text in container.metadata.items()}.items() >= tags.items()
    export(source, tmp_path / name, codec, Span(20, 60))
    with av.open(str(tmp_path / name)) as container:
        assert list(chapters(container)) == [(0, Fraction(1, 5), "one"), (Fraction(1, 5), Fraction(8, 5), "two")]


def chapters(container: Any) -> Iterator[tuple[Fraction, Fraction, str]]:
    for one in container.chapters():
        yield one["start"] * one["time_base"], one["end"] * one["time_base"], one["metadata"]["title"]


def test_attached_files_are_carried_where_there_is_room_and_second_pictures_said(tmp_path: Path) -> None:
    source = tmp_path / "in.mkv"
    with av.open(str(source), "w") as output:
        videos = [output.add_stream("ffv1", rate=25, width=64, height=48) for _ in range(2)]
        output.add_attachment("font.ttf", "application/x-truetype-font", b"letters")
        for number in range(3):
            for video in videos:
                frame = av.VideoFrame.from_ndarray(np.full((72, 64), 40 * number, np.uint8), format="yuv420p")
                frame.pts = number
                output.mux(video.encode(frame))
        for video in videos:
            output.mux(video.encode(None))
    warnings = export(source, tmp_path / "out.mkv", "ffv1")
    assert warnings == ["Video track 1 (a cover or a second picture) is left out."]
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert [stream.type for stream in container.streams] == ["video", "attachment"]
        assert container.streams[1].data == b"letters"
    assert any("Attached track 2" in text for text in export(source, tmp_path / "out.mp4"))


def test_transport_streams_begin_at_zero(film: MakeFilm, packets: Packets, tmp_path: Path) -> None:
    source = film(name="in.ts", codec="libx264", sounds=("aac",), count=50)
    export(source, tmp_path / "out.mp4")
    start = min(packets(source, kind)[0][0][0] for kind in ("video", "audio"))
    assert start > 0
    for kind in ("video", "audio"):
        before = sorted(one[0] - start for one in packets(source, kind)[0])
        after = sorted(one[0] for one in packets(tmp_path / "out.mp4", kind)[0])
        assert len(before) == len(after)
        assert max(abs(one - other) for one, other in zip(before, after, strict=True)) < Fraction(1, 10000)


def test_sound_that_finds_no_room_is_refused_with_a_way_out(film: MakeFilm, tmp_path: Path) -> None:
    source = film(name="in.mov", codec="libx264", sounds=("pcm_s16le",))
    with pytest.raises(InputError, match=r"sound \(pcm_s16le\) cannot be kept in \.webm; end the file in .*\.mkv"):
        check_target(tmp_path / "out.webm", source, ExportSettings("vp9"))
    check_target(tmp_path / "out.mov", source, ExportSettings())
    opus = film(name="in.mp4", codec="libx264", sounds=("libopus",))
    with pytest.raises(InputError, match=r"\(opus\) cannot be kept in \.mov; end the file in \.mp4 or"):
        check_target(tmp_path / "out.mov", opus, ExportSettings())


def test_interleaving_keeps_picture_and_sound_together(film: MakeFilm, tmp_path: Path) -> None:
    """No packet lies further in the file than half a second's worth from those of the same time."""
    source = film(name="in.mp4", codec="libx264", sounds=("aac", "aac"), count=200)
    export(source, tmp_path / "out.mp4")
    latest = Fraction(0)
    with av.open(str(tmp_path / "out.mp4")) as container:
        packets = [packet for packet in container.demux() if packet.size and packet.stream.type != "data"]
        packets.sort(key=lambda packet: packet.pos)
        for packet in packets:
            time = packet.dts * packet.time_base
            assert time > latest - Fraction(1, 2)
            latest = max(latest, time)
