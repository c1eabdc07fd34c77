"""How a picture's samples are laid out, and which layout of an encoder loses least."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from av import VideoFormat

Family: TypeAlias = Literal["yuv", "gray", "rgb"]

_CHROMA_NAMES = {(1, 1): "420", (1, 0): "422", (0, 0): "444", (0, 1): "440", (2, 0): "411", (2, 2): "410"}
_DEPTHS = (8, 9, 10, 12, 14, 16)
_DEPTHS_OF_440 = (8, 10, 12)
_DEPTHS_WITH_ALPHA = {"yuv": (8, 10, 16), "rgb": (8, 10, 12, 16)}


@dataclass(frozen=True)
class Layout:
    """Planes of samples: their family, significant bits, log2 of the chroma subsampling (across, down), and alpha.

    Every layout here is planar and little-endian and has an FFmpeg pixel format of the name `name`.
    """

    family: Family
    bits: int = 8
    shift: tuple[int, int] = (0, 0)
    alpha: bool = False

    @property
    def name(self) -> str:
        """FFmpeg's name of the pixel format."""
        depth = "" if self.bits == 8 else f"{self.bits}le"
        if self.family == "gray":
            return f"gray{depth}"
        letter = "a" if self.alpha else ""
        if self.family == "rgb":
            return f"gbr{letter}p{depth}"
        return f"yuv{letter}{_CHROMA_NAMES[self.shift]}p{depth}"

    @property
    def peak(self) -> int:
        """The largest sample value."""
        return (1 << self.bits) - 1

    def plane_sizes(self, width: int, height: int) -> list[tuple[int, int]]:
        """Width and height of each plane, in the order of `Planes.arrays`."""
        if self.family == "gray":
            return [(width, height)]
        chroma = (-(-width >> self.shift[0]), -(-height >> self.shift[1]))
        sizes = [(width, height), chroma, chroma]
        return [*sizes, (width, height)] if self.alpha else sizes


def working_layout(name: str) -> Layout:
    """The planar layout that holds all samples of FFmpeg pixel format `name`; an 8 bit palette becomes RGB."""
    pixel_format = VideoFormat(name, 64, 64)
    components = pixel_format.components
    alpha = any(component.is_alpha for component in components)
    deepest = 8 if pixel_format.has_palette else max((component.bits for component in components), default=8)
    bits = next((depth for depth in _DEPTHS if depth >= deepest), 16)
    colour_count = len(components) - alpha
    if pixel_format.is_rgb or pixel_format.has_palette or pixel_format.is_bayer or name.startswith("xyz"):
        return _with_depth(Layout("rgb", bits, alpha=alpha))
    if colour_count == 1:
        return Layout("rgb", 8 if bits == 8 else 16, alpha=True) if alpha else Layout("gray", bits)
    chroma = components[1]
    shift = ((64 // chroma.width).bit_length() - 1, (64 // chroma.height).bit_length() - 1)
    return _with_depth(Layout("yuv", bits, shift if shift in _CHROMA_NAMES else (0, 0), alpha))


def _with_depth(layout: Layout) -> Layout:
    if layout.alpha:
        depths: tuple[int, ...] = _DEPTHS_WITH_ALPHA[layout.family]
    elif layout.shift == (0, 1):
        depths = _DEPTHS_OF_440
    else:
        depths = _DEPTHS
    bits = next((depth for depth in depths if depth >= layout.bits), depths[-1])
    return Layout(layout.family, bits, layout.shift, layout.alpha)


def nearest_layout(source: Layout, allowed: Iterable[Layout]) -> Layout:
    """The allowed layout that loses least of `source`, and among those the smallest.

    A change of family counts most, then colour detail, then depth, then alpha. RGB that must become YUV becomes
    4:2:0 where that is allowed, since little plays anything else.
    """
    goal = Layout("yuv", source.bits, (1, 1), source.alpha) if source.family == "rgb" else source

    def cost(layout: Layout) -> tuple[int, ...]:
        wanted = source if layout.family == source.family else goal
        lost_chroma = sum(max(0, has - wants) for has, wants in zip(layout.shift, wanted.shift, strict=True))
        extra_chroma = sum(max(0, wants - has) for has, wants in zip(layout.shift, wanted.shift, strict=True))
        return (
            layout.family != source.family,
            layout.family == "gray" and source.family != "gray",
            lost_chroma,
            max(0, source.bits - layout.bits),
            source.alpha and not layout.alpha,
            extra_chroma,
            max(0, layout.bits - source.bits),
            layout.alpha and not source.alpha,
        )

    return min(allowed, key=cost)
