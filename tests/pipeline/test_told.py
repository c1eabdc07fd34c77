"""A segmenter that follows words: told what to track, gone on with, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.engines import registry
from peanut_studio.engines.contract import Direction, EngineInfo, Tracked
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.prompt import MaskPrompt, Prompt
from peanut_studio.pipeline import api
from peanut_studio.pipeline.choice import Choices
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.offers import offers
from peanut_studio.pipeline.pointing import Pointing
from peanut_studio.pipeline.track import TrackRequest, track
from peanut_studio.pipeline.words import track_by_words
from peanut_studio.store.mask_cache import MaskCache

SIZE, COUNT = (64, 48), 12
SOURCE = {"licence": "none", "source": "here"}
READER = EngineInfo("reader", "segment", "Finds what is bright", "here:Reader", words=True, **SOURCE)


class Reader:
    """Finds what is bright, where the word is "light"; remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[dict[int, str]] = []
        self.prompts: list[tuple[int, Prompt]] = []
        self.looked: list[int] = []
        self._frames: Frames

    def open(self, frames: Frames) -> Reader:
        self._frames = frames
        self.told.append({})
        return self

    def tell(self, object_id: int, phrase: Phrase) -> None:
        self.told[-1][object_id] = phrase.text

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        self.prompts.append((object_id, prompt))
        return np.zeros((0, 0), np.bool_)

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        for index in range(span.start, span.stop):
            self.looked.append(index)
            bright = self._frames[index].mean(axis=2) > 128
            masks = {number: bright & (text == "light") for number, text in self.told[-1].items()}
            yield Tracked(index, masks, dict.fromkeys(masks, 0.9))

    def remove(self, object_id: int) -> None:
        del self.told[-1][object_id]

    def close(self) -> None:
        pass


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made, info, create = Reader(), registry.info, registry.create
    monkeypatch.setattr(
        registry, "info", lambda task, name, **more: READER if name == "reader" else info(task, name, **more)
    )
    monkeypatch.setattr(
        registry, "create", lambda task, name, **more: made if name == "reader" else create(task, name, **more)
    )
    return made


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    frames = [np.zeros((48, 64, 3), np.uint8) for _ in range(COUNT)]
    for index, frame in enumerate(frames):
        frame[12:32, 2 * index : 2 * index + 20] = 255
    write_clip(path, iter(frames), SIZE, Fraction(25))
    return path


def request(clip: Path, tmp_path: Path, **more: object) -> TrackRequest:
    return TrackRequest(
        Footage(clip), (), choices=Choices(segmenter="reader"), cache=MaskCache(tmp_path / "cache"), **more
    )  # type: ignore[arg-type]


def test_words_become_masks_without_a_candidate(reader: Reader, clip: Path, tmp_path: Path) -> None:
    report = run_job(track_by_words(request(clip, tmp_path), "light"))
    assert reader.told == [{1: "light"}]
    assert reader.looked == list(range(COUNT))
    assert report.segmenter == "reader"
    assert report.tracks[0].area(0) == pytest.approx(400, rel=0.15)
    again = run_job(track_by_words(request(clip, tmp_path), "light"))
    assert len(reader.looked) == COUNT, "kept from before"
    assert again.tracks[0].runs == report.tracks[0].runs
    with pytest.raises(InputError, match="Nothing matches 'dark' on frames 0 to 11"):
        run_job(track_by_words(request(clip, tmp_path), "dark"))


def test_stopped_tracking_goes_on_from_the_masks_that_are_there(reader: Reader, clip: Path, tmp_path: Path) -> None:
    job = track_by_words(request(clip, tmp_path), "light")
    for progress in job:
        if progress.stage == "tracking" and progress.done == 5:
            break
    job.close()
    run_job(track_by_words(request(clip, tmp_path), "light"))
    assert reader.told == [{1: "light"}] * 2
    ((number, prompt),) = reader.prompts
    assert (number, prompt.frame) == (1, 4)
    assert isinstance(prompt, MaskPrompt)


def test_a_clip_is_cleared_of_what_words_mean(reader: Reader, clip: Path, tmp_path: Path) -> None:
    report = api.remove(
        clip,
        tmp_path / "out.mp4",
        text="light",
        segmenter="reader",
        inpainter="telea",
        start="3f",
        end="9f",
        device="cpu",
    )
    assert report.segmenter == "reader"
    assert report.filled == len(report.span)
    assert all(told == {1: "light"} for told in reader.told), "beyond the range as well"


def test_words_and_segmenters_that_do_not_fit_are_refused(reader: Reader, clip: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no candidates; leave out --candidate"):
        run_job(track_by_words(request(clip, tmp_path), "light", 2))
    with pytest.raises(InputError, match="'reader' follows words; say what to track with --text"):
        run_job(track(TrackRequest(Footage(clip), (Pointing(points=((9, 20, 0),)),), choices=Choices("reader"))))
    with pytest.raises(InputError, match="The phrase is empty"):
        run_job(track_by_words(request(clip, tmp_path), " "))
    assert reader.looked == []


def test_the_window_offers_only_what_can_be_pointed_with() -> None:
    assert registry.info("segment", "samwise").words
    assert "samwise" not in [offer.id for offer in offers("segment")]
    assert "samwise" in [offer.id for offer in offers("ground")]
