"""SAMWISE (Cuttano et al., CVPR 2025): a whole phrase, motion included, to one object, by looking at several frames."""

from __future__ import annotations

from peanut_studio.engines.contract import Proposal, WeightPaths
from peanut_studio.engines.segment.samwise_sight import CLIP, load_sight
from peanut_studio.engines.segment.samwise_walk import walk_clip
from peanut_studio.model.phrase import Phrase
from peanut_studio.model.picture import Frames
from peanut_studio.ops.mask_geometry import bounds_of


class SamwiseGrounder:
    """The `Grounder` built on SAMWISE. Raises WeightsError when the file does not hold its weights."""

    knows_nouns = True
    size = "base"

    def __init__(self, weights: WeightPaths, device: str) -> None:
        self._sight = load_sight(weights, device, self.size)

    def propose(self, frames: Frames, index: int, phrase: Phrase) -> list[Proposal]:
        """The one object that the phrase means on frame `index`, or none; the frames before it are looked at too.

        Raises InputError for words that have no translation.
        """
        sight, words = self._sight, self._sight.read(phrase)
        clip = range(max(0, index + 1 - CLIP), index + 1)
        seen = sight.see([sight.picture(frames[frame]) for frame in clip], words)
        *_, answer = walk_clip(sight.net, seen, len(clip))
        found = sight.found(answer, frames.size)
        bounds = bounds_of(found.mask)
        return [] if bounds is None else [Proposal(bounds, found.confidence, found.mask)]
