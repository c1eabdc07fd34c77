"""What the export dialog calls things."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from peanut_studio.pipeline.presets import Content, Preset
from peanut_studio.ui.words import quality_word


def content_text(content: Content) -> str:
    """What is written, in words."""
    translate = QCoreApplication.translate
    return {
        Content.RESULT: translate("Export", "The result"),
        Content.MATTED: translate("Export", "The result, with the mattes as its alpha"),
        Content.OBJECTS: translate("Export", "The objects, cut out"),
        Content.REST: translate("Export", "The clip, with transparent holes"),
        Content.MATTE: translate("Export", "All mattes together"),
        Content.EACH_MATTE: translate("Export", "A folder of mattes for each object"),
    }[content]


QUALITIES = ((0.0, "Lossless"), (0.25, "Excellent"), (0.37, "Very good"), (0.5, "Good"), (0.62, "Fair"), (1.0, "Poor"))
"""Up to which share of the worst quality a word holds; x264's CRF 18 of 51 passes for the same to the eye."""


def quality_text(preset: Preset, crf: int) -> str:
    """How good a quality is, in words, and the encoder's own number."""
    assert preset.qualities is not None
    share = crf / preset.qualities[1]
    word = next(word for limit, word in QUALITIES if share <= limit)
    return f"{quality_word(word)} (CRF {crf})"
