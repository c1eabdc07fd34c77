"""What somebody typed to say which object is meant: words for the thing, and attributes that need no language model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["colour", "place", "size", "motion"]

EVERY = 0
"""The `count` of a phrase that means all that fit."""


@dataclass(frozen=True)
class Attribute:
    """One thing that is said of an object.

    `value` is a colour ("red"), a place ("left", "right", "top", "bottom", "middle", "front", "back"), a size
    ("large", "small") or a motion ("moving", "still"). `rank` 0 is the plain word ("large", "on the left"), 1 its
    superlative ("largest", "leftmost"), 2 the next ("second largest", "second from the left"). A `negated` one must
    not hold.
    """

    kind: Kind
    value: str
    rank: int = 0
    negated: bool = False


@dataclass(frozen=True)
class Phrase:
    """A phrase, read.

    `head` are the words for the thing, `detail` those for what it has about it ("with a hat"), `unlike` those for
    what it must not be ("not the dog"), all as they were typed, in lower case. `relations` are stretches that place
    it by another thing ("behind the car"), which nothing here reads. `count` says how many are meant.
    """

    text: str
    head: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    count: int = 1

    @property
    def nouns(self) -> tuple[str, ...]:
        """All words that only an engine which knows things by name can use."""
        return (*self.head, *self.detail, *self.unlike)
