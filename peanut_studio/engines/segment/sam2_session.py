"""Objects followed through a clip by SAM 2 or EdgeTAM, frame by frame: nothing is held but what is looked back at.

What comes out equals the package's own video predictor, which holds the whole clip, where every prompted frame is one
that it is conditioned on (its `add_all_frames_to_correct_as_cond`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping

from peanut_studio.engines.contract import LOST, Direction, Tracked
from peanut_studio.engines.segment.gathering import Found, Packed, Sweep, gathered
from peanut_studio.engines.segment.prompts import Hints, check_known, check_placed, check_prompt, check_propagation
from peanut_studio.engines.segment.recall import Look, Points, RecallNet, Seen, Way
from peanut_studio.engines.segment.sam2_bank import Bank, Key
from peanut_studio.model.clip import Span
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.model.prompt import Prompt

KEPT = 3
"""Encoded frames that are kept, 17 MB each: prompts on the same frame, several objects, a walk setting out."""


class Sam2Session:
    """The `SegmentSession` on SAM 2, and on EdgeTAM.

    An object goes forwards from its first prompted frame, or from the last one before the range, and backwards from
    the same; every prompted frame, also a later one, counts on the way.
    """

    def __init__(self, frames: Frames, net: RecallNet) -> None:
        self._frames = frames
        self._net = net
        self._banks: dict[int, Bank] = {}
        self._seen: OrderedDict[int, Seen] = OrderedDict()

    def prompt(self, object_id: int, prompt: Prompt) -> Mask:
        """Add a prompt for an object and give its mask on that frame, from all its prompts there so far.

        On a frame that was tracked it corrects what was found there. A mask counts to the pixel. Raises InputError
        when the prompt lies outside the clip, is empty, or only says where an unknown object is not.
        """
        check_prompt(prompt, self._frames.size, len(self._frames))
        index = prompt.frame
        bank = self._banks.get(object_id) or Bank()
        key, tracked = bank.keys.get(index), bank.last_way(index)
        hints = (key.hints if key else Hints()).with_prompt(prompt, self._frames.size)
        if tracked is None:
            check_placed(hints, object_id, index)
        seen = self._see(index)
        way = Way(len(self._frames), bool(tracked))
        recall = None if tracked is None else bank.recall_settled()
        if hints.mask is not None and not hints.clicks and hints.box is None:
            look = self._net.take(index, seen, hints.mask, recall, way)
            found = Found(hints.mask, 1.0)
        else:
            before = key.memory if key else bank.passed.get(index)
            guess = before.look.logits if before else None
            look = self._net.point(index, seen, points_of(hints), guess, recall, way)
            found = Found(self._net.mask(look, self._frames.size), look.confidence)
        memory = self._net.remember(seen, look, prompted=True)
        self._banks.setdefault(object_id, bank).set_key(index, Key(hints, memory, Packed.of(found)))
        return found.mask

    def propagate(self, span: Span, direction: Direction = "both") -> Iterator[Tracked]:
        """Carry the prompted objects through `span`, outwards from their prompted frames. Each frame comes once.

        Frames that no object can be carried to in this direction do not come. Raises InputError when nothing has
        been prompted or the span leaves the clip.
        """
        check_propagation(bool(self._banks), span, len(self._frames))
        for bank in self._banks.values():
            bank.settle()
        return gathered(self._sweeps(span, direction), tuple(self._banks), self._frames.size)

    def remove(self, object_id: int) -> None:
        """Forget an object. Raises InputError when there is none of that number."""
        check_known(object_id, self._banks)
        del self._banks[object_id]

    def close(self) -> None:
        """Free what the session holds."""
        self._banks.clear()
        self._seen.clear()

    def _sweeps(self, span: Span, direction: Direction) -> list[Sweep]:
        banks = dict(self._banks)
        forward = {number: origin_of(bank.keys, span, "forward") for number, bank in banks.items()}
        backward = {number: origin_of(bank.keys, span, direction) for number, bank in banks.items()}
        sweeps: list[Sweep] = []
        if direction != "backward":
            sweeps.append(self._sweep(banks, forward, span, 1))
        if direction != "forward":
            sweeps.append(self._sweep(banks, backward, span, -1, again=direction == "backward"))
        return sweeps

    def _sweep(
        self, banks: Mapping[int, Bank], origins: Mapping[int, int | None], span: Span, step: int, again: bool = True
    ) -> Iterator[tuple[int, dict[int, Found]]]:
        """From the objects' origins to the end of the span; without `again` the origins themselves are left out."""
        starts = {number: origin for number, origin in origins.items() if origin is not None}
        if step < 0:
            starts = {number: origin for number, origin in starts.items() if origin >= span.start + (not again)}
        order = sorted(set(starts.values()), reverse=step < 0)
        end = span.stop if step > 0 else span.start - 1
        for index in range(order[0], end, step) if order else ():
            results: dict[int, Found] = {}
            for number, origin in starts.items():
                if (index - origin) * step >= 0:
                    if index == origin:
                        banks[number].begin(index, step < 0)
                    found = self._step(index, banks[number], Way(len(self._frames), step < 0))
                    if index in span and (again or index != origin):
                        results[number] = found
            if results:
                yield index, results

    def _step(self, index: int, bank: Bank, way: Way) -> Found:
        if index in bank.keys:
            bank.arrive(index, None, self._net.reach)
            return bank.keys[index].found
        seen = self._see(index)
        look = self._net.follow(index, seen, bank.recall(), way)
        bank.arrive(index, self._net.remember(seen, look, prompted=False), self._net.reach)
        return self._found(look)

    def _found(self, look: Look) -> Found:
        mask, sure = self._net.mask(look, self._frames.size), look.confidence
        return Found(mask if sure >= LOST else mask & False, sure)

    def _see(self, index: int) -> Seen:
        if index not in self._seen:
            self._seen[index] = self._net.encode(self._frames[index])
            while len(self._seen) > KEPT:
                self._seen.popitem(last=False)
        self._seen.move_to_end(index)
        return self._seen[index]


def points_of(hints: Hints) -> Points:
    """The corners of the box, then the clicks, as points with labels."""
    box = [] if hints.box is None else [(*hints.box[:2], 2), (*hints.box[2:], 3)]
    return [*box, *((click.x, click.y, int(click.positive)) for click in hints.clicks)]


def origin_of(keys: Mapping[int, object], span: Span, direction: Direction) -> int | None:
    """The prompted frame from which an object walks through a span, None where it cannot.

    Both ways it is one and the same.
    """
    if direction == "backward":
        return min((key for key in keys if key >= span.stop - 1), default=max(keys))
    before = max((key for key in keys if key <= span.start), default=min(keys))
    return before if direction == "both" or before < span.stop else None
