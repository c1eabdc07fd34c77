"""A frame that somebody is about to point at is encoded before."""

from __future__ import annotations

from typing import Any

import numpy as np

from peanut_studio.engines.segment.encoding import Region, whole
from peanut_studio.engines.segment.sam_follower import SamFollower
from peanut_studio.engines.segment.session import Session
from peanut_studio.model.picture import Frame, FrameList


class _Eye:
    def __init__(self) -> None:
        self.encoded: list[Region] = []

    def encode(self, _frame: Frame, region: Region) -> Any:
        self.encoded.append(region)
        return object()


def test_the_whole_frame_is_encoded_once_and_kept_for_the_question() -> None:
    eye, frame = _Eye(), np.zeros((40, 60, 3), np.uint8)
    follower = SamFollower(eye)  # type: ignore[arg-type]
    session = Session(FrameList([frame, frame]), follower)
    session.look_at(1)
    session.look_at(1)
    assert eye.encoded == [whole((60, 40))]
    follower._encode(1, frame, whole((60, 40)))
    assert len(eye.encoded) == 1
    follower._encode(0, frame, whole((60, 40)))
    assert len(eye.encoded) == 2
