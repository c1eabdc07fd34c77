"""Run lengths as COCO presses them into text: numbers in pieces of five bits, from the third on as differences."""

from __future__ import annotations

import numpy as np

from peanut_studio.model.run_length import Counts

_FIRST, _MORE, _SIGN = 48, 0x20, 0x10


def parse_runs(text: str) -> Counts:
    """The counts that a text stands for. Raises ValueError for one that is cut off or holds other letters."""
    counts: list[int] = []
    value = shift = 0
    for letter in text:
        piece = ord(letter) - _FIRST
        if not 0 <= piece < 64:
            raise ValueError(f"'{letter}' is in no compressed run length")
        value |= (piece & 0x1F) << shift
        shift += 5
        if piece & _MORE:
            continue
        if piece & _SIGN:
            value -= 1 << shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
        if counts[-1] < 0:
            raise ValueError("a run length is below 0")
        value = shift = 0
    if shift:
        raise ValueError("a compressed run length is cut off")
    return np.array(counts, np.uint32)


def press_runs(counts: Counts) -> str:
    """The text for counts."""
    letters: list[str] = []
    for number, count in enumerate(counts.tolist()):
        value = count - (int(counts[number - 2]) if number > 2 else 0)
        while True:
            piece, value = value & 0x1F, value >> 5
            done = value == (-1 if piece & _SIGN else 0)
            letters.append(chr(_FIRST + (piece if done else piece | _MORE)))
            if done:
                break
    return "".join(letters)
