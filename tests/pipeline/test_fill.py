"""Holes filled by region and by window, smaller where memory runs out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from peanut_studio.engines.contract import EngineInfo
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError, MemoryExhausted
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Frame, FrameList, Frames, Masks
from peanut_studio.pipeline.crop import Crop, enlarge_cubic
from peanut_studio.pipeline.fill import Filler
from peanut_studio.pipeline.hole import Hole

SIZE = (160, 120)


def _info(needs: str = "region", window: int = 0, pad_to: int = 1) -> EngineInfo:
    return EngineInfo("fake", "inpaint", "", "", "", "", needs=needs, window=window, pad_to=pad_to)  # type: ignore[arg-type]


def _hole(boxes: dict[int, tuple[int, int, int, int]], count: int = 40) -> Hole:
    track = MaskTrack(1, SIZE, count)
    for frame, (x0, y0, x1, y1) in boxes.items():
        mask = np.zeros((SIZE[1], SIZE[0]), dtype=bool)
        mask[y0:y1, x0:x1] = True
        track = track.with_frames([(frame, mask, 1.0)])
    return Hole(TrackedMasks([track]), grow=2, width=1)


def _frames(count: int = 40) -> FrameList:
    rng = np.random.default_rng(1)
    return FrameList([rng.integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8) for _ in range(count)])


class Painter:
    """Paints every hole with the number of its call, and remembers what it was given."""

    def __init__(self, fails_above: int | None = None) -> None:
        self.calls: list[tuple[int, tuple[int, int]]] = []
        self.fails_above = fails_above

    def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
        self.calls.append((len(frames), frames.size))
        assert len(masks) == len(frames)
        for index in range(len(frames)) if wanted is None else range(wanted.start, wanted.stop):
            if self.fails_above is not None and frames.size[0] > self.fails_above and index >= 1:
                raise MemoryError
            filled = frames[index].copy()
            assert (filled.shape[1], filled.shape[0]) == frames.size
            filled[masks[index]] = len(self.calls)
            yield filled


def test_only_frames_and_regions_with_a_hole_are_worked_on() -> None:
    hole = _hole({10: (20, 30, 40, 50), 11: (24, 30, 44, 50)})
    painter = Painter()
    patches = list(Filler(painter, _info(window=1)).fill(_frames(), hole, Span(0, 40)))
    assert [patch.frame for patch in patches] == [10, 11]
    assert [count for count, _ in painter.calls] == [1, 1]
    assert all(width < 110 and height < 110 for _, (width, height) in painter.calls)


def test_everything_but_the_hole_stays() -> None:
    hole, frames = _hole({10: (20, 30, 40, 50), 11: (24, 30, 44, 50)}), _frames()
    for patch in Filler(Painter(), _info(pad_to=16)).fill(frames, hole, Span(0, 40)):
        result = patch.laid_over(frames[patch.frame], hole)
        support = hole[patch.frame]
        assert np.array_equal(result[~support], frames[patch.frame][~support])
        assert (result[support] == 1).all()
        assert (hole.coverage(patch.frame)[~support] == 0).all()


def test_an_inpainter_sees_context_round_the_hole_but_not_beyond_the_range() -> None:
    painter = Painter()
    patches = list(Filler(painter, _info()).fill(_frames(), _hole({30: (20, 30, 40, 50)}), Span(10, 35)))
    assert [patch.frame for patch in patches] == [30]
    assert [count for count, _ in painter.calls] == [25]


def test_an_inpainter_that_wants_the_frame_gets_it_padded() -> None:
    painter = Painter()
    list(Filler(painter, _info("frame", pad_to=32)).fill(_frames(), _hole({5: (20, 30, 40, 50)}), Span(0, 40)))
    assert painter.calls == [(36, (160, 128))]


def test_far_apart_stretches_are_filled_apart() -> None:
    painter = Painter()
    hole = _hole({0: (0, 0, 10, 10), 39: (100, 100, 110, 110)})
    patches = list(Filler(painter, _info(window=4)).fill(_frames(), hole, Span(0, 40)))
    assert [patch.frame for patch in patches] == [0, 39]
    assert all(width < 100 for _, (width, _) in painter.calls)


def test_windows_overlap_and_blend() -> None:
    hole = _hole(dict.fromkeys(range(40), (20, 30, 40, 50)))
    painter = Painter()
    patches = list(Filler(painter, _info(window=16)).fill(_frames(), hole, Span(0, 40)))
    assert [patch.frame for patch in patches] == list(range(40))
    assert [count for count, _ in painter.calls] == [16, 16, 16]
    middle = [int(patch.picture[40 - patch.region.y0, 30 - patch.region.x0, 0]) for patch in patches]
    assert middle == sorted(middle)
    assert set(middle) == {1, 2, 3}


def test_frames_round_the_range_are_looked_at_and_not_filled() -> None:
    hole = _hole(dict.fromkeys(range(40), (20, 30, 40, 50)))
    painter = Painter()
    patches = list(Filler(painter, _info()).fill(_frames(), hole, Span(10, 15), Span(4, 20)))
    assert [patch.frame for patch in patches] == [10, 11, 12, 13, 14]
    assert [count for count, _ in painter.calls] == [16]


def test_an_inpainter_that_gives_too_few_frames_is_a_bug() -> None:
    class Short(Painter):
        def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
            yield from list(super().inpaint(frames, masks, wanted))[:-1]

    with pytest.raises(RuntimeError, match="fake gave 0 frames for 1"):
        list(Filler(Short(), _info()).fill(_frames(2), _hole({1: (20, 30, 40, 50)}, 2), Span(0, 2)))


def test_work_that_does_not_fit_in_memory_goes_on_smaller() -> None:
    hole = _hole(dict.fromkeys(range(4), (20, 30, 80, 90)), 4)
    painter = Painter(fails_above=70)
    filler = Filler(painter, _info())
    patches = list(filler.fill(_frames(4), hole, Span(0, 4)))
    assert [patch.frame for patch in patches] == [0, 1, 2, 3]
    assert filler.shrink == 2
    assert filler.notes == ["Memory is short: 'fake' works at 1/2 of the size."]
    assert all(patch.picture.shape[:2] == (patch.region.height, patch.region.width) for patch in patches)
    # The first frame had been filled at full size before memory ran out, and is not filled again.
    assert [int(patch.picture[60 - patch.region.y0, 50 - patch.region.x0, 0]) for patch in patches] == [1, 2, 2, 2]


def test_an_engine_may_know_how_to_get_smaller() -> None:
    class Modest(Painter):
        def smaller(self) -> bool:
            self.fails_above, had = None, self.fails_above
            return had is not None

    filler = Filler(painter := Modest(fails_above=1), _info())
    assert len(list(filler.fill(_frames(4), _hole({2: (20, 30, 40, 50)}, 4), Span(0, 4)))) == 1
    assert filler.shrink == 1
    assert len(painter.calls) == 2


@pytest.mark.parametrize("one_block", [False, True])
def test_fewer_frames_then_half_the_size_then_the_processor_and_each_is_said(one_block: bool) -> None:
    class Retreating(Painter):
        looks, on_cpu = 3, False

        def smaller(self) -> bool:
            self.looks -= 1
            return self.looks > 0

        def retreat(self) -> bool:
            self.on_cpu, had, self.looks, self.fails_above = True, self.on_cpu, 3, None
            return not had

    info = EngineInfo("fake", "inpaint", "", "", "", "", needs="region", block=(64, 40), one_block=one_block)
    painter = Retreating(fails_above=0)
    filler = Filler(painter, info)
    patches = list(filler.fill(_frames(4), _hole(dict.fromkeys(range(4), (20, 30, 80, 90)), 4), Span(0, 4)))
    assert [patch.frame for patch in patches] == [0, 1, 2, 3]
    assert (painter.on_cpu, filler.shrink) == (True, 1)
    fewer = "Memory is short: 'fake' looks at fewer frames at once."
    half = [] if one_block else ["Memory is short: 'fake' works at 1/2 of the size."]
    there = "The GPU's memory is too small: 'fake' goes on on the processor, which takes longer."
    assert filler.notes == [fewer, fewer, *half, there]


def test_work_that_never_fits_ends_with_a_sentence() -> None:
    with pytest.raises(MemoryExhausted, match="'fake' does not fit in memory, not even at 1/"):
        list(Filler(Painter(fails_above=0), _info()).fill(_frames(4), _hole({2: (20, 30, 80, 90)}, 4), Span(0, 4)))


def test_other_failures_are_not_taken_for_a_lack_of_memory() -> None:
    class Broken(Painter):
        def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
            raise ZeroDivisionError
            yield frames[0]

    with pytest.raises(ZeroDivisionError):
        list(Filler(Broken(), _info()).fill(_frames(4), _hole({2: (20, 30, 80, 90)}, 4), Span(0, 4)))


@pytest.mark.parametrize("shrink", [1, 2, 4])
def test_a_crop_grown_back_lies_where_it_was(shrink: int) -> None:
    from peanut_studio.ops.regions import Region

    rows, columns = np.mgrid[:120, :160]
    frame = np.stack([rows * 2, columns, rows + columns], axis=-1).astype(np.uint8)
    crop = Crop(Span(0, 1), Region(13, 7, 130, 98), shrink, 16)
    cut = crop.cut_frame(frame)
    assert cut.shape[0] % 16 == cut.shape[1] % 16 == 0
    wanted = Region(40, 30, 70, 60)
    ((region, back),) = crop.grow_back(iter([cut]), 1, wanted, enlarge_cubic)
    if shrink == 2:
        assert region.width * region.height < crop.region.width * crop.region.height, "only what is wanted is enlarged"
    assert region.x0 <= wanted.x0 < wanted.x1 <= region.x1
    assert region.y0 <= wanted.y0 < wanted.y1 <= region.y1
    expected = frame[region.slices]
    assert back.shape == expected.shape
    assert np.abs(back.astype(int) - expected)[4:-8, 4:-8].max() <= 2
    mask = np.zeros((120, 160), dtype=bool)
    mask[50, 60] = True
    assert crop.cut_mask(mask).sum() == 1


def test_a_hole_says_what_is_wrong_with_it() -> None:
    with pytest.raises(InputError, match="empty on all of frames 3 to 9"):
        _hole({1: (0, 0, 9, 9)}).check(Span(3, 10))
    with pytest.raises(InputError, match="covers all of frame 4"):
        _hole({4: (0, 0, 160, 120)}).check(Span(3, 10))
    with pytest.raises(InputError, match=r"covers all of frame 4 .*margin of 3 px"):
        _hole({4: (1, 1, 159, 119)}).check(Span(3, 10))
    _hole({4: (8, 8, 152, 112)}).check(Span(3, 10))


def test_a_hole_filled_small_is_enlarged_as_a_sequence_and_only_where_it_is() -> None:
    seen: list[tuple[int, int, tuple[int, ...]]] = []

    def enlarge(pictures: Iterator[Frame], count: int, factor: int) -> Iterator[Frame]:
        for picture in pictures:
            seen.append((count, factor, picture.shape))
            yield picture.repeat(factor, axis=0).repeat(factor, axis=1)

    hole = _hole({10: (20, 30, 40, 50), 13: (24, 30, 44, 50)})
    painter = Painter()
    patches = list(Filler(painter, _info("frame"), enlarge, 4).fill(_frames(), hole, Span(0, 40)))
    assert [patch.frame for patch in patches] == [10, 13]
    assert [facts[:2] for facts in seen] == [(4, 4)] * 4, "from the first frame with a hole to the last"
    assert max(seen[0][2]) < 160 // 4
    for patch in patches:
        assert (patch.laid_over(_frames()[patch.frame], hole)[hole[patch.frame]] == 1).all()


def test_an_inpainter_that_gives_too_few_frames_is_found_out_though_they_are_enlarged() -> None:
    class Lazy(Painter):
        def inpaint(self, frames: Frames, masks: Masks, wanted: Span | None = None) -> Iterator[Frame]:
            yield from list(super().inpaint(frames, masks, wanted))[:-1]

    hole = _hole({10: (20, 30, 40, 50), 30: (24, 30, 44, 50)})
    with pytest.raises(RuntimeError, match="gave 20 frames for 21"):
        list(Filler(Lazy(), _info(), shrink=2).fill(_frames(), hole, Span(0, 40)))


@pytest.mark.parametrize(
    ("box", "size", "shrink"),
    [((20, 44, 40, 48), (64, 40), 2), ((2, 2, 150, 110), (54, 40), 3), ((60, 60, 64, 62), (64, 40), 2)],
)
def test_an_engine_of_one_size_gets_regions_reduced_to_it(
    box: tuple[int, int, int, int], size: tuple[int, int], shrink: int
) -> None:
    """The margin round a hole is at least 32 pixels, so that small holes are reduced too."""
    info = EngineInfo("fake", "inpaint", "", "", "", "", needs="region", block=(64, 40), one_block=True)
    hole, frames, painter = _hole({3: box}, 6), _frames(6), Painter()
    (patch,) = Filler(painter, info).fill(frames, hole, Span(0, 6))
    assert painter.calls == [(6, size)]
    assert patch.region.width <= size[0] * shrink
    result = patch.laid_over(frames[3], hole)
    assert np.array_equal(result[~hole[3]], frames[3][~hole[3]])
    assert (result[hole[3]] != frames[3][hole[3]]).mean() > 0.8


def test_an_engine_of_blocks_gets_whole_ones() -> None:
    info = EngineInfo("fake", "inpaint", "", "", "", "", needs="region", block=(50, 30))
    painter = Painter()
    assert len(list(Filler(painter, info).fill(_frames(6), _hole({3: (70, 50, 80, 60)}, 6), Span(0, 6)))) == 1
    assert painter.calls == [(6, (100, 90))]


def test_what_would_not_fit_is_made_smaller_before_it_is_begun() -> None:
    class Careful(Painter):
        looks = 3

        def smaller(self) -> bool:
            self.looks -= 1
            return self.looks > 0

        def fits(self, size: tuple[int, int], count: int) -> bool:
            return self.looks <= 1 and size[0] < 60 and count == 4

    painter = Careful()
    filler = Filler(painter, _info())
    assert len(list(filler.fill(_frames(4), _hole({2: (20, 30, 80, 90)}, 4), Span(0, 4)))) == 1
    assert filler.shrink == 2
    assert [size[0] < 60 for _, size in painter.calls] == [True]
