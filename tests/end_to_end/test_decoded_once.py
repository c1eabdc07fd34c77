"""A removal goes through its clip once for what the engine looks at, and once for what is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from peanut_studio.engines.inpaint.reel import AHEAD
from peanut_studio.media.decoder import VideoFile
from peanut_studio.pipeline import api, footage

COUNT = AHEAD + 24
SIZE = (64, 48)


def _film(path: Path) -> Path:
    wall = np.random.default_rng(5).integers(0, 256, (SIZE[1], SIZE[0] + 2 * COUNT, 3), np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"g": "250", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for index in range(COUNT):
            picture = np.ascontiguousarray(wall[:, 2 * index : 2 * index + SIZE[0]])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize("grain", [True, False])
def test_no_frame_is_decoded_more_often(grain: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine reads 72 frames ahead of what is written, and far fewer frames are kept."""
    source = _film(tmp_path / "in.mp4")
    mask = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    mask[20:30, 24:36] = 255
    cv2.imwrite(str(tmp_path / "mask.png"), mask)
    monkeypatch.setattr(footage, "CACHE_BYTES", 8 * 3 * SIZE[0] * SIZE[1])
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(tmp_path / "cache"))
    decoded: Counter[int | None] = Counter()
    original = VideoFile._decode

    def counted(self: VideoFile, from_key: bool = False) -> Iterator[av.VideoFrame]:
        for frame in original(self, from_key):
            decoded[frame.pts] += 1
            yield frame

    monkeypatch.setattr(VideoFile, "_decode", counted)
    target = tmp_path / "out.mp4"
    api.remove(source, target, masks=tmp_path / "mask.png", inpainter="plate", grain=grain, overwrite=True)
    with av.open(str(target)) as container:
        assert sum(1 for _ in container.decode(video=0)) == COUNT
    # The first frame also tells what kind of film it is.
    assert len(decoded) == COUNT
    assert max(decoded[stamp] for stamp in sorted(decoded)[1:]) <= 2
