"""Phrases read: the same thing said in English and in Chinese means the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.model import phrase_words
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import EVERY, Attribute, Phrase
from peanut_studio.model.phrase_reading import LONGEST, in_english, read_phrase

RED, LEFT, MOVING = Attribute("colour", "red"), Attribute("place", "left"), Attribute("motion", "moving")
LARGEST = Attribute("size", "large", 1)


def no(kind: str, value: str) -> Attribute:
    return Attribute(kind, value, negated=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "english", "attributes"),
    [
        ("the red car on the left", "red car", {RED, LEFT}),
        ("左边的红色汽车", "red car", {RED, LEFT}),
        ("左邊的紅色汽車", "red car", {RED, LEFT}),
        ("Please remove the biggest dog", "dog", {LARGEST}),
        ("最大的狗", "dog", {LARGEST}),
        ("the second person from the left", "person", {Attribute("place", "left", 2)}),
        ("从左数第二个人", "person", {Attribute("place", "left", 2)}),
        ("the 3rd largest dog", "dog", {Attribute("size", "large", 3)}),
        ("第三大的狗", "dog", {Attribute("size", "large", 3)}),
        ("the second car", "car", {Attribute("place", "left", 2)}),
        ("the leftmost cup", "cup", {Attribute("place", "left", 1)}),
        ("最左边的杯子", "cup", {Attribute("place", "left", 1)}),
        ("the car that is not moving", "car", {no("motion", "moving")}),
        ("没有动的车", "car", {no("motion", "moving")}),
        ("the parked car", "car", {Attribute("motion", "still")}),
        ("静止的车", "car", {Attribute("motion", "still")}),
        ("not the red car on the left", "car", {no("colour", "red"), LEFT}),
        ("不是红色的车", "car", {no("colour", "red")}),
        ("the man not in white", "man", {no("colour", "white")}),
        ("the girl in the red dress", "red girl with dress", {RED}),
        ("穿红裙子的女孩", "red girl with dress", {RED}),
        ("the top-left logo", "logo", {LEFT, Attribute("place", "top")}),
        ("左上角的台标", "logo", {LEFT, Attribute("place", "top")}),
        ("the dark red car in the background", "red car", {RED, Attribute("place", "back")}),
        ("the thing in the middle", "", {Attribute("place", "middle")}),
        ("the red one", "red object", {RED}),
    ],
)
def test_words_and_attributes(text: str, english: str, attributes: set[Attribute]) -> None:
    phrase = read_phrase(text)
    assert set(phrase.attributes) == attributes
    assert in_english(phrase) == english
    assert phrase.count == 1
    assert not phrase.relations


@pytest.mark.parametrize(
    ("text", "count"),
    [("two dogs", 2), ("两只狗", 2), ("both cups", 2), ("3 cups", 3), ("all the people", EVERY), ("所有的人", EVERY),
     ("every red car", EVERY), ("everything except the dog", EVERY), ("一个人", 1)],
)  # fmt: skip
def test_how_many(text: str, count: int) -> None:
    assert read_phrase(text).count == count


def test_what_it_must_not_be() -> None:
    assert read_phrase("everything except the red dog") == Phrase(
        "everything except the red dog", unlike=("dog",), attributes=(no("colour", "red"),), count=EVERY
    )
    assert read_phrase("the animal, not the dog").unlike == ("dog",)


@pytest.mark.parametrize(
    ("text", "told"),
    [("the car behind the bus", "behind the bus"), ("the man to the left of the tree", "left of tree")],
)
def test_places_by_other_things_are_told_apart(text: str, told: str) -> None:
    phrase = read_phrase(text)
    assert phrase.relations == (told,)
    assert len(phrase.head) == 1
    assert not phrase.attributes


def test_the_left_of_the_picture_is_a_place() -> None:
    assert read_phrase("the car on the left of the picture").attributes == (LEFT,)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("the", "says nothing"),
        ("!?", "says nothing"),
        ("x" * (LONGEST + 1), "at most"),
        ("красная машина", "'красная' is neither English nor Chinese"),
        ("あか", "neither English nor Chinese"),
    ],
)
def test_what_cannot_be_read(text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_phrase(text)


def test_an_unknown_chinese_word_is_named() -> None:
    with pytest.raises(InputError, match="'螺旋桨' is not among"):
        in_english(read_phrase("红色的螺旋桨"))


ENGLISH = st.sampled_from(sorted(word for word, means in phrase_words.ENGLISH.items() if isinstance(means, Attribute)))
CHINESE = st.sampled_from(sorted(word for word, means in phrase_words.CHINESE.items() if isinstance(means, Attribute)))


@given(st.lists(ENGLISH, min_size=1, max_size=5))
def test_every_attribute_word_counts(words: list[str]) -> None:
    """Attributes with a thing between them, so that shades of colours stay apart, are all read, in order."""
    read = read_phrase(" dog ".join(words)).attributes
    assert read == tuple(dict.fromkeys(phrase_words.ENGLISH[word] for word in words))


@given(ENGLISH)
def test_not_turns_an_attribute_round(word: str) -> None:
    plain, turned = read_phrase(word).attributes, read_phrase(f"not {word}").attributes
    assert [one.negated for one in (*plain, *turned)] == [False, True]
    assert plain[0].value == turned[0].value


@given(CHINESE)
def test_every_chinese_attribute_is_one_of_the_english_ones(word: str) -> None:
    (read,) = read_phrase(f"{word}的").attributes
    assert read in {means for means in phrase_words.ENGLISH.values() if isinstance(means, Attribute)}


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        phrase = read_phrase(text)
    except InputError:
        return
    assert phrase.text == " ".join(text.split())
    assert read_phrase(phrase.text) == phrase
    assert len(set(phrase.attributes)) == len(phrase.attributes)


@given(st.sampled_from(sorted(phrase_words.TRANSLATED)))
def test_chinese_things_have_english_names(word: str) -> None:
    assert in_english(read_phrase(f"左边的{word}")) == phrase_words.TRANSLATED[word]
