"""What is odd in a track is found, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.quality.review import Finding, Reason, intervals, overlap, review

SIZE = (120, 80)


def disc(x: float, y: float = 40, radius: float = 15) -> Mask:
    down, across = np.mgrid[: SIZE[1], : SIZE[0]]
    inside: Mask = (across - x) ** 2 + (down - y) ** 2 <= radius**2
    return inside


def track_of(mask: Callable[[int], Mask], sure: Mapping[int, float] | None = None, count: int = 30) -> MaskTrack:
    empty = MaskTrack(4, SIZE, count)
    return empty.with_frames((t, mask(t), (sure or {}).get(t, 0.95)) for t in range(count))


def found(track: MaskTrack) -> list[tuple[Reason, int, int]]:
    return [(one.reason, one.span.start, one.span.stop) for one in run_job(review([track]))]


def test_a_quiet_track_has_no_findings() -> None:
    assert found(track_of(lambda t: disc(30 + t))) == []


def test_each_oddity_is_named_where_it_is() -> None:
    assert found(track_of(lambda t: disc(30 + t, radius=24 if t >= 12 else 15))) == [(Reason.JUMP, 12, 13)]
    assert found(track_of(lambda t: disc(30 + t), {7: 0.4, 8: 0.35})) == [(Reason.UNSURE, 7, 9)]
    assert found(track_of(lambda t: disc(30 + t), dict.fromkeys(range(20, 30), 0.0))) == [(Reason.LOST, 20, 30)]
    assert found(track_of(lambda t: disc(30 + t, radius=4 if t == 9 else 15))) == [(Reason.FLICKER, 9, 10)]
    assert found(track_of(lambda t: disc(30 + t if t != 9 else 90))) == [(Reason.FLICKER, 9, 10)]
    assert found(track_of(lambda t: disc(30 + 2.6 * t))) == [(Reason.BORDER, 29, 30)]


def test_the_worst_frame_of_a_stretch_is_named() -> None:
    (finding,) = run_job(review([track_of(lambda t: disc(30 + t), {7: 0.45, 8: 0.3, 9: 0.4})]))
    assert (finding.worst, finding.object_id) == (8, 4)
    assert isinstance(finding, Finding)
    assert 0 < finding.severity < 1


def test_frames_that_were_not_tracked_are_left_alone() -> None:
    empty = MaskTrack(1, SIZE, 40)
    gaps = empty.with_frames((t, disc(20 + t), 0.9) for t in [*range(5), *range(20, 25)])
    assert found(gaps) == []


@pytest.mark.parametrize(("first", "second"), [(30, 30), (30, 36), (30, 70), (30, 100)])
def test_overlap_is_that_of_the_masks(first: int, second: int) -> None:
    track = track_of(lambda t: disc(first if t == 0 else second), count=2)
    one, other = disc(first), disc(second)
    assert overlap(intervals(track, 0), intervals(track, 1)) == pytest.approx((one & other).sum() / (one | other).sum())


def test_the_edges_are_found_on_all_four_sides() -> None:
    for x, y in ((15, 40), (104, 40), (60, 15), (60, 64)):
        assert [reason for reason, *_ in found(track_of(lambda _t, x=x, y=y: disc(x, y), count=3))] == [Reason.BORDER]
    assert found(track_of(lambda _t: disc(17, 40), count=3)) == []


@pytest.mark.alone
def test_a_thousand_frames_take_less_than_a_second() -> None:
    runs = track_of(lambda t: disc(50), count=1).runs[0]
    track = MaskTrack(1, SIZE, 1000, dict.fromkeys(range(1000), runs), dict.fromkeys(range(1000), 0.9))
    begun = time.perf_counter()
    assert run_job(review([track])) == ()
    assert time.perf_counter() - begun < 1
