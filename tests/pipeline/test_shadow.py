"""Shadows are found once for the same masks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import run_job
from peanut_studio.pipeline import shadow
from peanut_studio.pipeline.footage import Footage
from peanut_studio.pipeline.shadow import kept_shadows
from peanut_studio.store.mask_cache import MaskCache
from tests.pipeline.things import SIZE, disc, scene


def test_shadows_of_the_same_masks_are_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_clip(tmp_path / "clip.mp4", scene(6), SIZE, Fraction(25))
    calls = []
    plain = shadow.with_shadows

    def counted(*told: object) -> object:
        calls.append(told)
        return plain(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(shadow, "with_shadows", counted)
    track = MaskTrack(1, SIZE, 6).with_frames([(frame, disc(2, frame), 1.0) for frame in range(6)])
    corrected = track.with_frames([(3, disc(1, 3), 1.0)])
    cache, footage, span = MaskCache(tmp_path / "masks"), Footage(tmp_path / "clip.mp4"), Span(0, 6)
    with open_clip(footage.source) as reader:
        first = run_job(kept_shadows(reader, (track,), span, footage, cache))
        assert run_job(kept_shadows(reader, (track,), span, footage, cache)) == first
        assert len(calls) == 1
        run_job(kept_shadows(reader, (corrected,), span, footage, cache))
        assert len(calls) == 2
