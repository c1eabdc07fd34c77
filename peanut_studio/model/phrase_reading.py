"""A phrase taken apart into words for the thing and attributes. Pure functions; English and Chinese may be mixed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from peanut_studio.model import phrase_words as words
from peanut_studio.model.errors import InputError
from peanut_studio.model.phrase import EVERY, Attribute, Phrase

LONGEST = 200
"""Characters of a phrase."""

_HAN, _LETTER = r"\u3400-\u9fff", r"[^\W\d_\u3400-\u9fff]"
_PIECES = re.compile(rf"[{_HAN}]+|{_LETTER}+(?:['’-]{_LETTER}+)*|\d+(?:st|nd|rd|th)?|[,;.，、。；]")
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)")
_CHINESE_CORNER = re.compile(r"[左右][上下]|[上下][左右]")
_CHINESE_ORDINAL = re.compile(r"第([一二两兩三四五六七八九1-9])(?:个|個|只|隻|辆|輛|位|名|条|條|头|頭|匹)?")
_CHINESE_COUNT = re.compile(r"([二两兩三四五六七八九])(?:个|個|只|隻|辆|輛|位|名|条|條|头|頭|匹|台|臺|人)")
_LONGEST_ENTRY = max(map(len, (*words.CHINESE, *words.TRANSLATED)))


@dataclass(frozen=True)
class _Word:
    """A word as typed, and what it stands for: a symbol, an ordinal, a number, or (None) a thing."""

    text: str
    means: words.Symbol | None = None
    ordinal: int = 0
    number: int = 0


def read_phrase(text: str) -> Phrase:
    """Take a phrase apart.

    Raises InputError when it is empty, longer than LONGEST, says nothing, or is in another script than these two
    languages are written in.
    """
    text = " ".join(text.split())
    if not text:
        raise InputError("The phrase is empty; describe what should go, such as 'the red car on the left'.")
    if len(text) > LONGEST:
        raise InputError(f"The phrase has {len(text)} characters; describe the object in at most {LONGEST}.")
    foreign = next((piece for piece in re.findall(r"[^\W\d_]+", text) if not _is_read(piece)), None)
    if foreign is not None:
        raise InputError(f"'{foreign}' is neither English nor Chinese; describe the object in one of these languages.")
    reader = _Reader(text)
    for word in _words(unicodedata.normalize("NFKC", text).lower().replace("’", "'")):
        reader.take(word)
    phrase = reader.phrase()
    if not phrase.nouns and not phrase.attributes and not phrase.relations and phrase.count == 1:
        raise InputError(f"'{text}' says nothing about the object; name it, or its colour, place, size or motion.")
    return phrase


def in_english(phrase: Phrase) -> str:
    """The words for the thing in English, colours among them, for engines that know no other language.

    "" where only attributes were given. Raises InputError, naming the word, when a Chinese one is not known.
    """
    colours = [one.value for one in phrase.attributes if one.kind == "colour" and not one.negated]
    head = [_translated(word) for word in phrase.head]
    detail = [_translated(word) for word in phrase.detail]
    if not head:
        return " ".join([*colours, "object"]) if colours else ""
    return " ".join([*colours, *head, *(["with", *detail] if detail else [])])


def _translated(word: str) -> str:
    if word.isascii() or not _is_chinese(word):
        return word
    if word in words.TRANSLATED:
        return words.TRANSLATED[word]
    raise InputError(f"'{word}' is not among the Chinese words that can be translated here; write it in English.")


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


def _is_read(piece: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" or unicodedata.name(letter, "").find("LATIN") >= 0 for letter in piece)


def _words(text: str) -> Iterator[_Word]:
    for piece in _PIECES.findall(text):
        if _is_chinese(piece):
            yield from _chinese(piece)
        elif "-" in piece and piece not in words.ENGLISH:
            yield from _words(piece.replace("-", " "))
        elif match := _ORDINAL.fullmatch(piece):
            yield _Word(piece, ordinal=int(match[1]))
        elif piece in words.ORDINALS:
            yield _Word(piece, ordinal=words.ORDINALS[piece])
        elif piece in words.NUMBERS or (piece.isdigit() and 1 < int(piece) < 10):
            yield _Word(piece, number=words.NUMBERS.get(piece) or int(piece))
        elif not piece.isdigit():
            yield _Word(piece, words.CHINESE.get(piece) or words.ENGLISH.get(piece))


def _chinese(text: str) -> Iterator[_Word]:
    """The words of a stretch without spaces: always the longest that is known; the rest in one."""
    unknown = ""
    while text:
        if not unknown and _CHINESE_CORNER.match(text):
            yield from (_Word(sign, words.CHINESE[words.CHINESE_CORNERS[sign]]) for sign in text[:2])
            text = text[2:]
            continue
        found, length = _first_chinese(text)
        if found is None:
            unknown, text = unknown + text[0], text[1:]
            continue
        if unknown:
            yield _Word(unknown)
            unknown = ""
        yield found
        text = text[length:]
    if unknown:
        yield _Word(unknown)


def _first_chinese(text: str) -> tuple[_Word | None, int]:
    if match := _CHINESE_ORDINAL.match(text):
        digit = match[1]
        return _Word(match[0], ordinal=words.CHINESE_DIGITS.get(digit) or int(digit)), match.end()
    if match := _CHINESE_COUNT.match(text):
        length = match.end() - (match[0][-1] == "人")
        return _Word(match[0][:length], number=words.CHINESE_NUMBERS[match[1]]), length
    for length in range(min(_LONGEST_ENTRY, len(text)), 0, -1):
        piece = text[:length]
        if piece in words.CHINESE:
            return _Word(piece, words.CHINESE[piece]), length
        if piece in words.TRANSLATED:
            return _Word(piece), length
    return None, 0


@dataclass
class _Reader:
    """Goes through the words once, remembering what the next one may be changed by."""

    text: str
    head: list[str] = field(default_factory=list)
    detail: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)
    count: int = 1
    negates: bool = False
    has_negated: bool = False
    excepts: bool = False
    most: bool = False
    in_tail: bool = False
    is_placed: bool = False
    last: words.Symbol | None = None
    relation: list[str] | None = None

    def take(self, word: _Word) -> None:
        """Take the next word."""
        self._take(word)
        if word.means != "skip":
            self.is_placed = word.means == "of" and isinstance(self.last, Attribute) and self.last.kind == "place"
            self.last = word.means

    def _take(self, word: _Word) -> None:
        if self.relation is not None and not self._ends_relation(word):
            self.relation.append(word.text)
        elif isinstance(word.means, Attribute):
            self._take_attribute(word.means)
        elif word.ordinal:
            self.ordinals.append(word.ordinal)
        elif word.number:
            self.count = word.number
        elif word.means is None:
            self._take_thing(word.text)
        elif word.means == "relation":
            self.relation = [word.text]
        elif word.means == "not":
            self.negates, self.has_negated = True, False
        elif word.means == "except":
            self.negates, self.excepts, self.count = True, True, EVERY
        elif word.means == "most":
            self.most = True
        elif word.means == "all":
            self.count = EVERY
        elif word.means == "tail":
            self.in_tail = True
            self._break()
        elif word.means == "of":
            self.in_tail = self.in_tail and word.text != "的"
            self._break()
        elif word.means == "break":
            self._break()
            self.in_tail = self.in_tail and word.text in ("and", "和")

    def _take_attribute(self, said: Attribute) -> None:
        rank = max(said.rank, int(self.most))
        if isinstance(self.last, Attribute) and self.last.value in ("dark", "light") and said.kind == "colour":
            self.attributes.pop()
        self.attributes.append(replace(said, rank=rank, negated=self.negates))
        self.has_negated, self.most = self.negates, False

    def _take_thing(self, text: str) -> None:
        if self.is_placed and not _is_chinese(text):
            self.relation = [f"{self.attributes.pop().value} of", text]
            return
        if self.negates and (self.excepts or (self.head and not self.has_negated)):
            self.unlike.append(text)
            self.negates = self.excepts
            return
        (self.detail if self.in_tail and (self.head or _is_chinese(text)) else self.head).append(text)
        self._break()

    def _break(self) -> None:
        """What "not" reaches ends here, once it has reached something."""
        if self.has_negated and not self.excepts:
            self.negates = self.has_negated = False

    def _ends_relation(self, word: _Word) -> bool:
        assert self.relation is not None
        if word.means == "break" and len(self.relation) > 1 and word.text != "to":
            self.relations.append(" ".join(self.relation))
            self.relation = None
            return True
        return False

    def phrase(self) -> Phrase:
        if self.relation is not None:
            self.relations.append(" ".join(self.relation))
        return Phrase(
            self.text,
            tuple(self.head or self.detail),
            tuple(self.detail if self.head else ()),
            tuple(self.unlike),
            tuple(self.relations),
            tuple(_unique(_ranked(self.attributes, self.ordinals))),
            self.count,
        )


def _ranked(attributes: Iterable[Attribute], ordinals: Iterable[int]) -> list[Attribute]:
    """Each ordinal given to what it counts: "second largest", "third from the left"; else it counts from the left."""
    given = list(attributes)
    for ordinal in ordinals:
        counted = next(
            (
                number
                for wanted in (("size", 1), ("place", 1), ("place", 0), ("size", 0))
                for number, one in enumerate(given)
                if one.kind == wanted[0] and min(one.rank, 1) == wanted[1] and one.value != "middle"
            ),
            None,
        )
        if counted is None:
            given.append(Attribute("place", "left", ordinal))
        else:
            given[counted] = replace(given[counted], rank=ordinal)
    return given


def _unique(attributes: Iterable[Attribute]) -> dict[Attribute, None]:
    return dict.fromkeys(attributes)
