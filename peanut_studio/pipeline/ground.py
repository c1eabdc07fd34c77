"""From a phrase to the things in a clip that it may mean, ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peanut_studio.engines.contract import Grounder, Proposal
from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import EVERY, Phrase
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.progress import Job, Progress
from peanut_studio.ops.attribute_rank import attribute_scores, moving
from peanut_studio.ops.mask_geometry import Bounds
from peanut_studio.ops.region_facts import RegionFacts, inside_of
from peanut_studio.pipeline.choice import Made
from peanut_studio.pipeline.evidence import Evidence, gather

MOST = 9
"""Candidates that are told: as many as there are digits to choose them by."""

LEAST = 0.2
"""A score below this is no match."""

EQUAL = 0.8
"""Candidates with this part of the best one's score are about as good."""

ALIKE = 0.5
"""Candidates with this part of the best one's score are among "all"."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """Something that the phrase may mean, as it is on `frame`; `number` counts from 1, best first."""

    number: int
    frame: int
    box: Bounds
    score: float
    mask: Mask | None = None


@dataclass(frozen=True, eq=False)
class Grounded:
    """What a phrase was found to mean on one frame; `grounder` is the engine's id.

    `candidates` are all that were weighed, at most MOST, also those that do not fit.
    """

    phrase: Phrase
    frame: int
    candidates: tuple[Candidate, ...]
    grounder: str
    notes: tuple[str, ...] = ()

    @property
    def matches(self) -> tuple[Candidate, ...]:
        """The candidates that fit."""
        return tuple(one for one in self.candidates if one.score >= LEAST)

    @property
    def meant(self) -> tuple[Candidate, ...]:
        """As many of the best as the phrase says; they do not overlap."""
        apart: list[Candidate] = []
        for one in self.matches:
            if all(_shared(one, other) < 0.5 for other in apart):
                apart.append(one)
        if self.phrase.count != EVERY:
            return tuple(apart[: self.phrase.count])
        return tuple(one for one in apart if one.score >= ALIKE * apart[0].score)

    @property
    def rivals(self) -> tuple[Candidate, ...]:
        """Those that are about as good as the best but are not meant."""
        matches = self.matches
        meant = self.meant
        return tuple(one for one in matches if one.score >= EQUAL * matches[0].score and one not in meant)

    def choose(self, number: int | None) -> tuple[Candidate, ...]:
        """What is meant, or the candidate of that number.

        Raises InputError when nothing fits, saying what came nearest, or there is no such candidate.
        """
        if number is not None:
            if not 1 <= number <= len(self.candidates):
                raise InputError(f"There is no candidate {number} for '{self.phrase.text}'; {self._told()}.")
            return (self.candidates[number - 1],)
        if not self.matches:
            raise InputError(f"Nothing matches '{self.phrase.text}' on frame {self.frame}; {self._told()}.")
        return self.meant

    def _told(self) -> str:
        if not self.candidates:
            return "nothing there looks like a thing of its own"
        return "what comes nearest is " + ", ".join(_name(one) for one in self.candidates[:3])


def ground(frames: Frames, phrase: Phrase, looks: Sequence[int], made: Made) -> Job[Grounded]:
    """Find what a phrase means on the frame, of those to look at, on which it is found best.

    Each look gathers evidence from the frames around it. Yields before every look. Raises InputError when the engine
    cannot use the phrase's words.
    """
    grounder: Grounder = made.engine
    notes = tuple(notes_on(phrase, made))
    best: tuple[float, int, list[Candidate]] | None = None
    for number, index in enumerate(looks):
        yield Progress("looking", number, len(looks))
        proposals = grounder.propose(frames, index, phrase)
        found = _ranked(frames, index, phrase, proposals, grounder.knows_nouns)
        score = found[0].score if found else 0.0
        # The frame that was asked for first is as good as one on which the thing is only a little clearer.
        if best is None or score > best[0] * 1.15:
            best = (score, index, found)
    yield Progress("looking", len(looks), len(looks))
    assert best is not None, "no frame to look at"
    return Grounded(phrase, best[1], tuple(best[2]), made.info.id, notes)


def spread(span: Span, count: int = 3) -> tuple[int, ...]:
    """Frames to look at for a phrase that names none: the first, and others evenly through the range."""
    last = len(span) - 1
    return tuple(dict.fromkeys(span.start + round(number * last / max(1, count)) for number in range(count)))


def notes_on(phrase: Phrase, made: Made) -> list[str]:
    """Sentences about words that were not used."""
    notes = []
    if phrase.nouns and not made.engine.knows_nouns:
        what = "only colour, place, size and motion were" if phrase.attributes else "what stands out most comes first"
        words = " ".join(phrase.nouns)
        notes.append(f"The grounder '{made.info.id}' knows no names of things: '{words}' was not used, {what}.")
    notes += [f"'{told}' was not used: places beside other things are not understood." for told in phrase.relations]
    return notes


def _ranked(
    frames: Frames, index: int, phrase: Phrase, proposals: Sequence[Proposal], knows_nouns: bool
) -> list[Candidate]:
    if not proposals:
        return []
    masks = [one.mask if one.mask is not None else inside_of(one.box, frames.size) for one in proposals]
    evidence = gather(frames, index, masks)
    known = [(one, seen) for one, seen in zip(proposals, evidence, strict=True) if seen is not None]
    facts: list[RegionFacts] = [seen.facts for _, seen in known]
    scores = attribute_scores(phrase, facts, [_before(one, seen, phrase, knows_nouns) for one, seen in known])
    order = sorted(range(len(known)), key=lambda place: -scores[place])[:MOST]
    return [
        Candidate(number, index, known[place][0].box, min(1.0, scores[place]), known[place][0].mask)
        for number, place in enumerate(order, start=1)
    ]


def _before(proposal: Proposal, seen: Evidence, phrase: Phrase, knows_nouns: bool) -> float:
    """The score before attributes: a thing looks the same a moment earlier and later, and mostly it is one that moves.

    The latter only where nothing else tells things from what is behind them, and the phrase says nothing of it.
    """
    steady = proposal.score * (0.6 + 0.4 * seen.steadiness)
    if knows_nouns or any(one.kind == "motion" for one in phrase.attributes):
        return steady
    return steady * (0.6 + 0.4 * moving(seen.facts.speed))


def _shared(one: Candidate, other: Candidate) -> float:
    """The part of the smaller candidate that lies in the other."""
    if one.mask is not None and other.mask is not None:
        both = np.count_nonzero(one.mask & other.mask)
        return both / max(1, int(min(one.mask.sum(), other.mask.sum())))
    x0, y0 = max(one.box[0], other.box[0]), max(one.box[1], other.box[1])
    x1, y1 = min(one.box[2], other.box[2]), min(one.box[3], other.box[3])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one.box, other.box))
    return max(0.0, x1 - x0) * max(0.0, y1 - y0) / max(smaller, 1e-6)


def _name(one: Candidate) -> str:
    x0, y0, x1, y1 = (round(side) for side in one.box)
    return f"candidate {one.number} at {x0},{y0} to {x1},{y1} (score {one.score:.2f})"
