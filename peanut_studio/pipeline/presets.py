"""The ways to hand over work that people ask for, by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from peanut_studio.media.codecs import CODECS, ExportSettings


class Content(Enum):
    """What is written of the work."""

    RESULT = "result"
    """The clip without the objects."""
    MATTED = "matted"
    """The clip without the objects, their mattes as its transparency."""
    OBJECTS = "objects"
    """The objects cut out, all else transparent."""
    REST = "rest"
    """The clip with transparent holes where the objects are."""
    MATTE = "matte"
    """All mattes together, white on black."""
    EACH_MATTE = "each matte"
    """A folder of mattes for each object."""

    @property
    def needs_result(self) -> bool:
        """Whether something must have been removed."""
        return self in (Content.RESULT, Content.MATTED)

    @property
    def needs_masks(self) -> bool:
        """Whether something must have been tracked."""
        return self is not Content.RESULT


_CUT = (Content.OBJECTS, Content.REST, Content.MATTED)


@dataclass(frozen=True)
class Preset:
    """A named way to write: codec, the file's ending (empty for a folder), and what can be written by it."""

    id: str
    title: str
    use: str
    codec: str
    ending: str
    contents: tuple[Content, ...] = (Content.RESULT,)

    @property
    def qualities(self) -> tuple[int, int] | None:
        """The usual and the worst quality as the encoder counts it (0 is best); None where there is no choice."""
        codec = CODECS[self.codec]
        return None if codec.crf is None else (codec.crf, codec.worst_crf)

    @property
    def endings(self) -> tuple[str, ...]:
        """The file endings to choose from, the usual one first."""
        return (self.ending, *(ending for ending in CODECS[self.codec].endings if ending != self.ending))

    @property
    def has_sound(self) -> bool:
        """Whether it can carry sound."""
        return bool(self.ending) and Content.RESULT in self.contents

    def settings(self, crf: int | None = None, sound: bool = True, linear: bool = True) -> ExportSettings:
        """What to write by."""
        asked = ExportSettings(self.codec, sound=sound and self.has_sound, linear=linear)
        return replace(asked, crf=crf) if self.qualities else asked


PRESETS: tuple[Preset, ...] = (
    Preset("h264", "H.264 (MP4)", "Plays everywhere.", "h264", ".mp4"),
    Preset("h265", "H.265 (MP4)", "Half the size of H.264; plays on most newer devices.", "h265", ".mp4"),
    Preset("av1", "AV1 (MP4)", "The smallest file; newer browsers and players.", "av1", ".mp4"),
    Preset("vp9", "VP9 (WebM)", "For the web; can be transparent.", "vp9", ".webm", (Content.RESULT, *_CUT)),
    Preset("prores422", "ProRes 422 HQ (MOV)", "For editing on; large files.", "prores", ".mov"),
    Preset(
        "prores4444", "ProRes 4444 with Alpha (MOV)", "For compositing: cut out objects, or the clip with holes.",
        "prores4444", ".mov", (*_CUT, Content.RESULT),
    ),
    Preset(
        "ffv1", "FFV1 (MKV)", "Lossless: outside the mask every sample is the source's.", "ffv1", ".mkv",
        (Content.RESULT, *_CUT),
    ),
    Preset("png", "PNG Pictures", "A folder with a picture for each frame.", "png", "", (Content.RESULT, *_CUT)),
    Preset(
        "exr", "OpenEXR Pictures", "Half floats, for compositing; a folder with a picture for each frame.",
        "exr", "", (Content.RESULT, *_CUT),
    ),
    Preset("mattes", "Mattes as PNG Pictures", "White on black, a folder for each object.", "png", "",
           (Content.EACH_MATTE, Content.MATTE)),
    Preset("matte-film", "Matte as a Film (MKV)", "One grey film, lossless: white where the objects are.", "ffv1",
           ".mkv", (Content.MATTE,)),
)  # fmt: skip


def preset_named(name: str) -> Preset:
    """The preset of that id. Raises KeyError."""
    return {preset.id: preset for preset in PRESETS}[name]
