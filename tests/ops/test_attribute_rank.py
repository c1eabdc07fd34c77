"""Regions that fit a phrase come before those that do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.model.phrase import Attribute, Phrase
from peanut_studio.model.phrase_reading import read_phrase
from peanut_studio.ops.attribute_rank import attribute_fits, attribute_scores
from peanut_studio.ops.colour_names import colour_shares
from peanut_studio.ops.region_facts import RegionFacts

NONE = colour_shares(np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1), np.bool_))


def region(x: float = 0.5, y: float = 0.5, area: float = 0.02, speed: float = 0.0, **colours: float) -> RegionFacts:
    return RegionFacts(x, y, min(1.0, y + 0.1), area, {**NONE, **colours}, speed)


SCENE = [
    region(0.1, 0.6, 0.02, red=0.6),
    region(0.4, 0.5, 0.08, speed=0.01, blue=0.7),
    region(0.6, 0.3, 0.01, red=0.5, speed=0.004),
    region(0.9, 0.8, 0.04, white=0.8),
]


def best(text: str, scene: Sequence[RegionFacts] = SCENE) -> int:
    return int(np.argmax(attribute_scores(read_phrase(text), scene, [0.8] * len(scene))))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("red on the left", 0), ("the red one on the right", 2), ("the moving red thing", 2), ("blue", 1), ("white", 3),
        ("the largest", 1), ("the second largest", 3), ("the smallest", 2), ("leftmost", 0), ("rightmost", 3),
        ("the second from the left", 1), ("third from the right", 1), ("at the top", 2), ("the one in front", 3),
        ("the fastest", 1), ("the one that is not red, not moving", 3), ("the largest red thing", 0),
        ("静止的红色", 0), ("右起第二", 2), ("不是白色的最右边", 2),
    ],
)  # fmt: skip
def test_the_one_that_fits_comes_first(text: str, number: int) -> None:
    assert best(text) == number


def test_what_does_not_fit_is_left_with_little() -> None:
    scores = attribute_scores(read_phrase("purple"), SCENE, [1.0] * 4)
    assert max(scores) < 0.05


def test_superlatives_are_about_what_is_in_question() -> None:
    background = region(0.5, 0.5, 0.45)
    scores = attribute_scores(read_phrase("the largest"), [*SCENE, background], [0.8, 0.8, 0.8, 0.8, 0.1])
    assert int(np.argmax(scores)) == 1


FACTS = st.builds(
    region, st.floats(0, 1), st.floats(0, 1), st.floats(0.0001, 0.5), st.floats(0, 0.05), red=st.floats(0, 1)
)
ATTRIBUTES = st.one_of(
    st.builds(Attribute, st.just("colour"), st.sampled_from(["red", "blue"]), st.just(0), st.booleans()),
    st.builds(
        Attribute, st.just("place"), st.sampled_from(["left", "right", "top", "bottom", "middle", "front", "back"]),
        st.integers(0, 3), st.booleans(),
    ),
    st.builds(Attribute, st.just("size"), st.sampled_from(["large", "small"]), st.integers(0, 3), st.booleans()),
    st.builds(Attribute, st.just("motion"), st.sampled_from(["moving", "still"]), st.integers(0, 3), st.booleans()),
)  # fmt: skip


@given(ATTRIBUTES, st.lists(FACTS, min_size=1, max_size=8))
def test_fits_are_parts_of_one_and_not_turns_them_round(attribute: Attribute, facts: list[RegionFacts]) -> None:
    counted = [True] * len(facts)
    fits = attribute_fits(attribute, facts, counted)
    turned = Attribute(attribute.kind, attribute.value, attribute.rank, not attribute.negated)
    assert all(0 <= fit <= 1 for fit in fits)
    assert attribute_fits(turned, facts, counted) == pytest.approx([1 - fit for fit in fits])


@given(st.lists(ATTRIBUTES, max_size=4), st.lists(st.tuples(FACTS, st.floats(0, 1)), max_size=8))
def test_scores_only_fall(attributes: list[Attribute], scene: list[tuple[RegionFacts, float]]) -> None:
    before = [score for _, score in scene]
    phrase = Phrase("x", attributes=tuple(attributes))
    after = attribute_scores(phrase, [facts for facts, _ in scene], before)
    assert len(after) == len(before)
    assert all(0 <= new <= old for new, old in zip(after, before, strict=True))
