"""One session's use of MobileSAM: an object from hints, and the same object on the next frame."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np

from peanut_studio.engines.contract import LOST
from peanut_studio.engines.segment.amendment import Amendment
from peanut_studio.engines.segment.appearance import Appearance, agreement, likelihood
from peanut_studio.engines.segment.choice import (
    CLEAR_BONUS,
    Candidate,
    blend,
    judge,
    largest_scope,
    without_faint_parts,
)
from peanut_studio.engines.segment.encoding import Encoded, Eye, Region, whole
from peanut_studio.engines.segment.field import around, extent, grown, joined, shared_regions
from peanut_studio.engines.segment.gathering import Found
from peanut_studio.engines.segment.mending import mended
from peanut_studio.engines.segment.motion import Carried, Motion
from peanut_studio.engines.segment.parts import completed, restored
from peanut_studio.engines.segment.prompts import Hints, by_part
from peanut_studio.engines.segment.strangers import cut_off, spread, usual_low
from peanut_studio.engines.segment.track import HABIT, REMEMBERED, Track
from peanut_studio.model.picture import Frame, Mask
from peanut_studio.ops.mask_geometry import Bounds, bounds_of, inner_points, keep_touching, largest_part, overlap

Points: TypeAlias = Sequence[tuple[float, float]]

KEPT = 4
"""Encodings that are kept, some 4 MB each: prompts on the same frame, objects in the same region."""

SURE = 0.6
"""Confidence from which a frame is learnt from."""

TYPICAL = 0.85
"""Nor is learnt from a frame on which the object is less like itself than this part of what is usual: half hidden."""

UNSURE = 0.5
"""Confidence below which the whole frame is searched as well."""

PATIENCE = 5
PAUSE = 3
"""A missing object is searched for in the whole frame on each of so many frames, then on every third."""

LEAP = 0.7
"""What was seen a frame ago and is now found elsewhere is believed this much."""

STAYS = 0.6
"""An object keeps more than this of its overlap with the carried mask when a stranger is cut off it."""

PRICE = 0.15
"""What cutting a stranger off may cost in likeness: one that costs more was a part of the object, unless it stands
still with the scenery."""

MORE = 1.2
"""Where clicks on things apart bring about this much more than each by itself, they are taken each by itself."""

RATE = 0.1
"""The share of a new frame in what the appearance model knows."""


@dataclass(frozen=True, eq=False)
class Sighting:
    """A tracked object as found on a frame: what it was seen in, and how sure one can be."""

    seen: Encoded
    candidate: Candidate
    confidence: float


class SamFollower:
    """The `Follower` on MobileSAM. Raises nothing of its own: what it cannot find it calls lost."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye
        self._kept: OrderedDict[tuple[int, Region], Encoded] = OrderedDict()

    def look_at(self, index: int, frame: Frame) -> None:
        """Encode a frame before somebody points at it: that is what takes time."""
        self._encode(index, frame, whole((frame.shape[1], frame.shape[0])))

    def locate(self, index: int, frame: Frame, hints: Hints) -> Found:
        """The object that the hints describe; a given mask without further hints is taken as it is.

        A first look finds its bounds; a second, closer one its edges. Clicks that the answer contradicts mend it. Two
        people clicked at together may bring along what stands between them, and are then two answers.
        """
        on = [(click.x, click.y) for click in hints.clicks if click.positive]
        off = [(click.x, click.y) for click in hints.clicks if not click.positive]
        if hints.mask is not None:
            return self._corrected(index, frame, hints.mask, hints)
        found = self._pointed_at(index, frame, hints, on, off)
        groups = by_part(found.mask, hints.clicks) if hints.box is None else []
        if len(groups) < 2:
            return found
        beside = tuple(click for click in hints.clicks if not click.positive)
        alone = [self.locate(index, frame, Hints((*group, *beside))) for group in groups]
        union = np.logical_or.reduce([one.mask for one in alone])
        if np.count_nonzero(found.mask) <= MORE * np.count_nonzero(union):
            return found
        return Found(union, min(one.confidence for one in alone))

    def start(self, index: int, frame: Frame, found: Found) -> Track:
        """Follow an object from a frame where it is known."""
        size = (frame.shape[1], frame.shape[0])
        bounds = bounds_of(found.mask)
        if bounds is None:
            return Track(found.mask, (0.0, 0.0, size[0] - 1.0, size[1] - 1.0), (float(size[0]), float(size[1])))
        wide = self._encode(index, frame, whole(size))
        seen = self._encode(index, frame, around(bounds, size))
        coverage = seen.coverage(found.mask)
        track = Track(found.mask, bounds, extent(bounds))
        near = Appearance.learn(seen.features, coverage)
        if near is None:
            return track
        value = near.value(seen.features)
        track = replace(
            track,
            age=np.where(found.mask, np.uint8(0), np.uint8(REMEMBERED)),
            tenure=np.where(found.mask, np.uint8(255), np.uint8(0)),
            near=near,
            far=Appearance.learn(wide.features, wide.coverage(found.mask)),
            usual_likeness=max(0.3, agreement(likelihood(value), coverage)),
            usual_low=usual_low(value, coverage),
        )
        answer = self._look(seen, track, found.mask) if found.given else None
        return track if answer is None else replace(track, amendment=Amendment.of(found.mask, answer.candidate.mask))

    def step(
        self, index: int, frame: Frame, motion: Motion, tracks: Mapping[int, Track]
    ) -> dict[int, tuple[Found, Track]]:
        """Each object on the next frame. Objects that lie close together share one look."""
        size = (frame.shape[1], frame.shape[0])
        carried = {number: motion.carried(track.mask) for number, track in tracks.items()}
        tracks = {number: track.moved(carried[number]) for number, track in tracks.items()}
        known: dict[int, Mask | None] = {}
        places: dict[int, Bounds] = {}
        for number, track in tracks.items():
            expected = None if track.missing else carried[number].expected
            bounds = bounds_of(expected) if expected is not None else None
            known[number] = expected if bounds is not None else None
            places[number] = track.place(bounds)
        regions = shared_regions(places, size)
        return {
            number: self._follow(index, frame, track, carried[number], known[number], regions[number])
            for number, track in tracks.items()
        }

    def close(self) -> None:
        """Free the encodings."""
        self._kept.clear()

    def _encode(self, index: int, frame: Frame, region: Region) -> Encoded:
        key = (index, region)
        if key not in self._kept:
            self._kept[key] = self._eye.encode(frame, region)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _pointed_at(self, index: int, frame: Frame, hints: Hints, on: Points, off: Points) -> Found:
        """One answer to all clicks and the box."""
        size = (frame.shape[1], frame.shape[0])
        box = hints.box
        if box is None:
            answers = self._eye.ask(self._encode(index, frame, whole(size)), on, off)
            if len(on) == 1 and not off:
                first = without_faint_parts(largest_scope(answers, on[0]), on[0])
            else:
                first = answers[0].mask()
            box = bounds_of(first)
            if box is None:
                return Found(first, 0.0)
            box = grown(box, size)
        seen = self._encode(index, frame, around(box, size))
        answer = blend(self._eye.ask(seen, on, off, box))
        # Among several clicks the network may overrule one; who clicked would not.
        mask, quality = mended(self._eye, seen, answer.mask(), hints.clicks, None)
        return Found(mask, min(answer.quality, quality))

    def _corrected(self, index: int, frame: Frame, mask: Mask, hints: Hints) -> Found:
        place = bounds_of(mask)
        if place is None or not (hints.clicks or hints.box):
            return Found(mask, 1.0, given=True)
        for click in hints.clicks:
            place = joined(place, (click.x, click.y, click.x, click.y))
        if hints.box is not None:
            place = joined(place, hints.box)
        seen = self._encode(index, frame, around(place, (frame.shape[1], frame.shape[0])))
        return Found(*mended(self._eye, seen, mask, hints.clicks, hints.box), given=True)

    def _follow(
        self, index: int, frame: Frame, track: Track, carried: Carried, expected: Mask | None, region: Region
    ) -> tuple[Found, Track]:
        sighting = self._look(self._encode(index, frame, region), track, expected, carried)
        wide: Encoded | None = None
        due = track.missing < PATIENCE or track.missing % PAUSE == 0
        if track.far is not None and due and (sighting is None or sighting.confidence < UNSURE):
            wide = self._encode(index, frame, whole((frame.shape[1], frame.shape[0])))
            other = self._search(index, frame, wide, track.far, track, expected)
            if other is not None and (sighting is None or other.confidence > sighting.confidence + 0.1):
                sighting = other
        amendment = track.amendment.moved(carried.motion) if track.amendment is not None else None
        if sighting is not None and amendment is not None and expected is not None:
            mask, amendment = amendment.applied(sighting.candidate.mask, expected)
            sighting = replace(sighting, candidate=replace(sighting.candidate, mask=mask))
        bounds = bounds_of(sighting.candidate.mask) if sighting is not None else None
        if sighting is None or bounds is None or sighting.confidence < LOST:
            confidence = 0.0 if sighting is None else sighting.confidence
            return Found(np.zeros(frame.shape[:2], np.bool_), confidence), track.lost()
        found = Found(sighting.candidate.mask, sighting.confidence)
        track = replace(track.seen(found.mask, bounds, sighting.candidate.pieced), amendment=amendment)
        return found, self._learn(track, sighting, wide)

    def _learn(self, track: Track, sighting: Sighting, wide: Encoded | None) -> Track:
        typical = sighting.candidate.likeness >= TYPICAL * track.usual_likeness
        if sighting.confidence <= SURE or not typical or sighting.candidate.pieced or track.near is None:
            return track
        mask, seen = sighting.candidate.mask, sighting.seen
        coverage = seen.coverage(mask)
        near = track.near.learn_more(seen.features, coverage, RATE)
        far = track.far
        if wide is not None and far is not None:
            far = far.learn_more(wide.features, wide.coverage(mask), RATE)
        low = usual_low(near.value(seen.features), coverage)
        return replace(
            track,
            near=near,
            far=far,
            usual_likeness=track.usual_likeness + HABIT / 2 * (sighting.candidate.likeness - track.usual_likeness),
            usual_low=track.usual_low + 3 * HABIT * (low - track.usual_low),
        )

    def _look(
        self, seen: Encoded, track: Track, expected: Mask | None = None, carried: Carried | None = None
    ) -> Sighting | None:
        """The best of the answers to what motion and appearance suggest; None when neither suggests anything."""
        size = seen.size
        value = track.near.value(seen.features) if track.near is not None else None
        likely = likelihood(value) if value is not None else None
        suggestions: list[tuple[Bounds, list[tuple[float, float]]]] = []
        bounds = bounds_of(expected) if expected is not None else None
        if bounds is not None:
            suggestions.append((bounds, []))
        if likely is not None:
            patch = spread(seen, likely) > 0.5
            patch = keep_touching(patch, expected) if expected is not None else largest_part(patch)
            bounds = bounds_of(patch)
            if bounds is not None:
                suggestions.append((bounds, inner_points(patch, 2)))
        candidates: list[Candidate] = []
        for box, points in suggestions:
            answers = self._eye.ask(seen, points, (), grown(box, size))
            candidates += [judge(answer, seen, value, likely, expected) for answer in (*answers, blend(answers))]
            for number in (-1, -1 - len(answers)):
                candidates[number] = replace(candidates[number], bonus=CLEAR_BONUS)
        candidates = [candidate for candidate in candidates if candidate.mask.any()]
        if not candidates:
            return None
        best = max(candidates, key=lambda candidate: candidate.score)
        if value is not None:
            parted = cut_off(self._eye, seen, value, best.mask, track.usual_low, size)
            if parted is not None:
                alone = judge(parted, seen, value, likely, expected)
                if _is_rest(alone, best, carried, track):
                    best = alone
        if carried is not None:
            scenery = carried.scenery
            best = restored(self._eye, seen, best, track.held if scenery is None else track.held & ~scenery)
        if likely is not None and carried is not None and best.likeness < TYPICAL * track.usual_likeness:
            best = completed(self._eye, seen, likely, best, track.whole, carried.scenery)
        return Sighting(seen, best, track.confidence(best))

    def _search(
        self, index: int, frame: Frame, wide: Encoded, far: Appearance, track: Track, expected: Mask | None
    ) -> Sighting | None:
        """The place in the whole frame that looks most like the object and is not too far off, looked at closely.

        What was there a frame ago does not leap: where motion says something, what is found is weighed against that.
        """
        likely = spread(wide, likelihood(far.value(wide.features)))
        count, labels, _, middles = cv2.connectedComponentsWithStats((likely > 0.5).astype(np.uint8))
        if count < 2:
            return None
        mass = np.bincount(labels.ravel(), weights=likely.ravel(), minlength=count)
        weighed = [mass[part] * track.nearness(*middles[part]) for part in range(1, count)]
        bounds = bounds_of(np.asarray(labels == 1 + int(np.argmax(weighed)), np.bool_))
        if bounds is None:
            return None
        size = (frame.shape[1], frame.shape[0])
        sighting = self._look(self._encode(index, frame, around(track.place(bounds), size)), track)
        if sighting is None or expected is None:
            return sighting
        leap = LEAP + (1 - LEAP) * overlap(sighting.candidate.mask, expected)
        return replace(sighting, confidence=leap * sighting.confidence)


def _is_rest(alone: Candidate, best: Candidate, carried: Carried | None, track: Track) -> bool:
    """Whether one candidate is the other without a stranger, rather than a part of the object."""
    if alone.carried is not None and best.carried is not None and alone.carried <= STAYS * best.carried:
        return False
    cut = best.mask & ~alone.mask
    scenery = carried.scenery if carried is not None and cut.any() else None
    if scenery is not None and float(scenery[cut].mean()) > 0.5:
        return True
    return alone.likeness > best.likeness - PRICE and not track.has_held(cut)
