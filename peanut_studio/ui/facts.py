"""What is known of a clip and of an object, as rows of a name and a value."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.model.clip import Clip, ColourTags
from peanut_studio.model.mask_track import MaskTrack

Row: TypeAlias = tuple[str, str]

PRIMARIES = {1: "BT.709", 4: "BT.470M", 5: "BT.470BG", 6: "SMPTE 170M", 7: "SMPTE 240M", 9: "BT.2020", 11: "DCI P3",
             12: "Display P3"}  # fmt: skip
TRANSFERS = {1: "BT.709", 4: "2.2", 5: "2.8", 6: "SMPTE 170M", 8: "linear", 13: "sRGB", 14: "BT.2020", 15: "BT.2020",
             16: "PQ", 18: "HLG"}  # fmt: skip
"""Code points of ITU-T H.273."""


def clip_rows(clip: Clip) -> tuple[Row, ...]:
    """Size, length, timing, coding, colour, sound."""
    size = f"{clip.width} × {clip.height}"
    aspect = clip.sample_aspect_ratio
    if aspect != 1:
        pixels = QCoreApplication.translate("Facts", "pixels {wide}:{high}")
        size += f", {pixels.format(wide=aspect.numerator, high=aspect.denominator)}"
    if clip.rotation:
        size += ", " + QCoreApplication.translate("Facts", "turned {degrees}°").format(degrees=clip.rotation)
    length = QCoreApplication.translate("Facts", "{count} frames, {seconds} s")
    depth = QCoreApplication.translate("Facts", "{bits} bit").format(bits=clip.bit_depth)
    coding = ", ".join(part for part in (clip.codec, clip.pixel_format, depth) if part)
    sound = (
        QCoreApplication.translate("Facts", "Yes") if clip.has_audio else QCoreApplication.translate("Facts", "None")
    )
    return (
        (QCoreApplication.translate("Facts", "Size"), size),
        (
            QCoreApplication.translate("Facts", "Length"),
            length.format(count=clip.frame_count, seconds=f"{float(clip.duration):.2f}"),
        ),
        (QCoreApplication.translate("Facts", "Timing"), _timing(clip)),
        (QCoreApplication.translate("Facts", "Coding"), coding),
        (QCoreApplication.translate("Facts", "Colour"), _colour(clip.colour)),
        (QCoreApplication.translate("Facts", "Sound"), sound),
    )


def object_rows(chosen: ChosenObject, frame: int, shown: MaskTrack | None) -> tuple[Row, ...]:
    """Name, what was pointed at, what was tracked, and how it is on a frame, of which `shown` holds the mask."""
    area, sure = "–", "–"
    if shown is not None and frame in shown.runs:
        pixels = shown.area(frame)
        width, height = shown.size
        area = QCoreApplication.translate("Facts", "{pixels} px, {percent} %").format(
            pixels=pixels, percent=f"{100 * pixels / (width * height):.1f}"
        )
    if chosen.track is not None and frame in chosen.track.confidence:
        sure = f"{100 * chosen.track.confidence[frame]:.0f} %"
    tracked = str(len(chosen.track.runs)) if chosen.track is not None else "–"
    return (
        (QCoreApplication.translate("Facts", "Name"), chosen.name),
        (QCoreApplication.translate("Facts", "Points"), str(len(chosen.marks))),
        (QCoreApplication.translate("Facts", "Key frames"), str(len(chosen.key_frames))),
        (QCoreApplication.translate("Facts", "Corrected frames"), str(len(chosen.corrections))),
        (QCoreApplication.translate("Facts", "Tracked frames"), tracked),
        (QCoreApplication.translate("Facts", "Area here"), area),
        (QCoreApplication.translate("Facts", "Confidence here"), sure),
    )


def _timing(clip: Clip) -> str:
    rate = f"{float(clip.frame_rate):.3f}".rstrip("0").rstrip(".")
    steps = {later - earlier for earlier, later in zip(clip.timestamps, clip.timestamps[1:], strict=False)}
    # Stamps in milliseconds are uneven by one even where the rate is steady.
    varies = bool(steps) and (max(steps) - min(steps)) * clip.time_base > max(Fraction(2, 1000), 2 * clip.time_base)
    told = QCoreApplication.translate("Facts", "{rate} frames/s")
    if varies:
        told = QCoreApplication.translate("Facts", "varies, {rate} frames/s on average")
    return told.format(rate=rate)


def _colour(tags: ColourTags) -> str:
    names = [PRIMARIES.get(tags.primaries, ""), TRANSFERS.get(tags.transfer, "")]
    parts = list(dict.fromkeys(name for name in names if name))
    if tags.full_range is not None:
        parts.append(
            QCoreApplication.translate("Facts", "full range")
            if tags.full_range
            else QCoreApplication.translate("Facts", "limited range")
        )
    return ", ".join(parts) or QCoreApplication.translate("Facts", "not said; read as is usual")
