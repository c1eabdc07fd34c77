"""A job of the queue as a value: what was asked for, how it stands, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peanut_studio.ui.job_thread import MakeJob
from peanut_studio.ui.pace import Pace

if TYPE_CHECKING:
    from peanut_studio.batch.estimate import Estimate
    from peanut_studio.pipeline.open_project import Slot


STAGES = {
    "remove": (
        ("looking", 0.01),
        ("tracking", 0.25),
        ("tracking around the range", 0.04),
        ("refining masks", 0.02),
        ("finding shadows", 0.2),
        ("filling", 0.48),
    ),
    "track": (("looking", 0.03), ("tracking", 0.92), ("refining masks", 0.05)),
    "track_from": (("looking", 0.03), ("tracking", 0.97)),
}
"""What share of a job its stages have, about, in their order; other jobs have one stage that counts."""


class State(Enum):
    """How a job stands. A held one waits, too, but is passed over until somebody lets it go on."""

    WAITING = auto()
    HELD = auto()
    RUNNING = auto()
    PAUSING = auto()
    PAUSED = auto()
    STOPPING = auto()
    DONE = auto()
    FAILED = auto()

    @property
    def is_waiting(self) -> bool:
        """Whether it has not begun."""
        return self in (State.WAITING, State.HELD)

    @property
    def is_current(self) -> bool:
        """Whether it is the one in hand."""
        return self in (State.RUNNING, State.PAUSING, State.PAUSED, State.STOPPING)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self in (State.DONE, State.FAILED)


@dataclass(frozen=True, eq=False)
class Ending:
    """What there is to say of a job that is done: a sentence, what it made, a frame of its clip to go to.

    For the report: the `film` that it made of the clip, where it is one, and `facts` in numbers.
    """

    sentence: str = ""
    made: Path | None = None
    frame: int | None = None
    film: Path | None = None
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Begun:
    """The work as it is begun: the job, and what becomes of its result, called in the window's thread.

    `tracks` are the objects of the clip that it tracks, `fills` those that it fills away.
    """

    make_job: MakeJob
    keep: Callable[[Any], Ending]
    tracks: frozenset[int] = frozenset()
    fills: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Work:
    """Something to be done. `begin` is called when its turn comes and looks at the state of then, not of when it was
    asked for; it raises StudioError where there is nothing to do any more. `slot` is the clip it belongs to, None
    where it belongs to none; `told` is what of it is remembered for another start.
    """

    kind: str
    title: str
    subject: str
    begin: Callable[[], Begun]
    slot: Slot | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class QueuedJob:
    """A job of the list. `expected` is what it may take, once that is known; `ending` what is said of its end."""

    number: int
    work: Work
    state: State = State.WAITING
    pace: Pace = field(default_factory=Pace)
    ending: Ending = Ending()
    expected: Estimate | None = None

    @property
    def said(self) -> str:
        """The sentence of its end."""
        return self.ending.sentence

    @property
    def made(self) -> Path | None:
        """The file that it made for the user."""
        return self.ending.made

    @property
    def frame(self) -> int | None:
        """A frame of its clip to go to."""
        return self.ending.frame

    @property
    def share(self) -> float:
        """How much of the whole job is done, 0 to 1, about; stages that were not needed count as done.

        While something else has to come first, such as a download, it is how much of that is done.
        """
        stages = STAGES.get(self.work.kind)
        fraction = self.pace.fraction or 0.0
        if stages is None:
            return fraction
        before = 0.0
        for stage, weight in stages:
            if stage == self.pace.stage:
                return before + weight * fraction
            before += weight
        return fraction

    @property
    def name(self) -> str:
        """'Removing, ball.mp4'."""
        return f"{self.work.title} · {self.work.subject}" if self.work.subject else self.work.title
