"""The promises on real footage: samples outside the patch, times, size, turn, colour tags and sound packets."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from peanut_studio.media.reader import ClipReader, open_clip
from peanut_studio.media.writer import ClipWriter, ExportSettings, check_target
from peanut_studio.model.clip import Span

Packets = Callable[[Path, str], list[list[tuple[Any, ...]]]]

pytestmark = pytest.mark.clips

FILES = [
    "iphone_rotated_meta/clip.mov",
    "trackanything_cat_vfr/clip.mp4",
    "propainter_freerunner/clip.mp4",
    "sam2_dog/clip.mp4",
    "opencv_vtest/clip.avi",
    "carphone_pair/clip.mp4",
    "cotracker_cat_portrait/clip.mp4",
    "davis17_schoolgirls/clip_480p.mp4",
    "intel_onebyone/clip.mp4",
    "davis_camel/frames",
]
COUNT = 24


def patch(reader: ClipReader, index: int) -> tuple[np.ndarray, np.ndarray]:
    """A soft-edged disc that wanders."""
    width, height = reader.size
    alpha = np.zeros((height, width), np.float32)
    cv2.circle(alpha, (width // 3 + 2 * index, height // 2), height // 5, 1.0, -1)
    fill = np.full((height, width, 3), (230, 60, 120), np.uint8)
    return fill, cv2.GaussianBlur(alpha, (9, 9), 0)


def export(reader: ClipReader, target: Path, codec: str, span: Span) -> None:
    check_target(target, reader.clip.path, ExportSettings(codec))
    with ClipWriter(target, reader, span, ExportSettings(codec)) as writer:
        for index in range(span.start, span.stop):
            if index % 3:
                writer.write_source(index, *patch(reader, index))
            else:
                writer.write_source(index)
        writer.finish()


@pytest.mark.parametrize("name", FILES)
def test_outside_the_patch_nothing_changes(clips: Path, tmp_path: Path, name: str) -> None:
    with open_clip(clips / name) as reader:
        span = Span(8, min(8 + COUNT, len(reader)))
        export(reader, tmp_path / "out.mkv", "ffv1", span)
        with open_clip(tmp_path / "out.mkv") as after:
            assert len(after) == len(span)
            assert after.size == reader.size
            assert after.clip.rotation == reader.clip.rotation
            for number, index in enumerate(range(span.start, span.stop)):
                _fill, alpha = patch(reader, index)
                outside = alpha == 0 if index % 3 else np.ones_like(alpha, np.bool_)
                np.testing.assert_array_equal(after[number][outside], reader[index][outside])
                stored = reader.source.orientation.stored(outside)
                before_luma, after_luma = reader.source.planes(index).arrays[0], after.source.planes(number).arrays[0]
                np.testing.assert_array_equal(before_luma[stored], after_luma[stored])
                if index % 3:
                    difference = after[number][alpha == 1].astype(int) - (230, 60, 120)
                    assert np.abs(difference).mean() < 12


@pytest.mark.parametrize("name", [name for name in FILES if "vtest" not in name and "onebyone" not in name])
def test_times_tags_and_sound_are_the_sources(clips: Path, tmp_path: Path, packets: Packets, name: str) -> None:
    source = clips / name
    target = tmp_path / f"out{'.mov' if name.endswith('.mov') else '.mp4'}"
    with open_clip(source) as reader:
        span = Span(0, len(reader))
        with ClipWriter(target, reader, span, ExportSettings(crf=30)) as writer:
            for index in range(span.stop):
                writer.write_source(index)
            writer.finish()
        with open_clip(target) as after:
            before, now = reader.clip, after.clip
            assert now.timestamps == before.timestamps
            assert now.time_base == before.time_base
            assert (now.width, now.height, now.rotation) == (before.width, before.height, before.rotation)
            assert now.sample_aspect_ratio == before.sample_aspect_ratio
            if source.is_file():
                old, new = before.colour, now.colour
                assert (new.matrix, new.primaries, new.transfer) == (old.matrix, old.primaries, old.transfer)
                assert bool(new.full_range) == bool(old.full_range)
                assert packets(target, "audio") == packets(source, "audio")
                # The muxer adds up decoding times, whose last step is the encoder's own.
                assert abs(shown_for(target) - shown_for(source)) < Fraction(1, 2) / before.frame_rate


def shown_for(path: Path) -> Fraction:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        return stream.duration * stream.time_base


def test_the_telephones_own_tags_are_kept(clips: Path, tmp_path: Path) -> None:
    source = clips / "iphone_rotated_meta" / "clip.mov"
    with open_clip(source) as reader:
        export(reader, tmp_path / "out.mov", "h264", Span(0, 3))
    with av.open(str(source)) as before, av.open(str(tmp_path / "out.mov")) as after:
        kept = {key: text for key, text in before.metadata.items() if key.startswith("com.apple")}
        assert len(kept) == 5
        assert after.metadata.items() >= kept.items()
        assert after.metadata["creation_time"] == before.metadata["creation_time"]


def test_open_groups_of_pictures_are_jumped_into_exactly(clips: Path) -> None:
    with open_clip(clips / "intel_onebyone" / "clip.mp4", cache_bytes=0) as reader:
        in_order = {index: reader[index] for index in range(60)}
        for index in (55, 9, 10, 11, 31, 30, 29, 59, 0):
            np.testing.assert_array_equal(reader[index], in_order[index])


@pytest.mark.alone
@pytest.mark.slow
def test_full_hd_is_read_at_a_useful_rate(clips: Path) -> None:
    """Decoding and colours of a 1920x1080 frame, on one or two cores that others use too."""
    with open_clip(clips / "sammie_dance1080" / "clip.mp4") as reader:
        reader[0]
        begin = time.perf_counter()
        for index in range(1, 41):
            reader[index]
        assert (time.perf_counter() - begin) / 40 < 0.25
