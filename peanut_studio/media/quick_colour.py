"""RGB for looking at, by libswscale: chroma of the nearest place, a grey level or two off, in a tenth of the time.

Work is done on what `media.colour` makes; this is for small copies, which follow each other thirty times a second.
"""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from peanut_studio.media.colour import coding_of, matrix_of
from peanut_studio.media.pixel_format import Layout
from peanut_studio.model.clip import ColourTags
from peanut_studio.model.picture import Frame

_COLOURSPACES = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}


class QuickColour:
    """Makes RGB of Y'CbCr pictures of 8 bits; `height` is the clip's. Not for two threads at once."""

    def __init__(self, layout: Layout, tags: ColourTags, height: int) -> None:
        self._space = _COLOURSPACES[matrix_of(tags, height)]
        self._range = ColorRange.JPEG if coding_of(tags, layout, height).full_range else ColorRange.MPEG
        self._reformatter = VideoReformatter()

    def rgb(self, frame: VideoFrame) -> Frame:
        """The picture as RGB uint8 (H, W, 3), as stored (not yet upright)."""
        picture = self._reformatter.reformat(
            frame,
            format="rgb24",
            src_colorspace=self._space,
            dst_colorspace=self._space,
            src_color_range=self._range,
            dst_color_range=ColorRange.JPEG,
            threads=1,
        )
        return np.asarray(picture.to_ndarray(), np.uint8)
