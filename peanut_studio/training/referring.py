"""Clips in which things are referred to by words: the folders of Ref-YouTube-VOS, MeViS and Ref-DAVIS.

All have `JPEGImages/CLIP/FRAME.jpg`. Ref-YouTube-VOS, and Ref-DAVIS as it is commonly prepared, keep masks as numbered
pictures in `Annotations/CLIP/FRAME.png` and phrases in `meta_expressions/train/meta_expressions.json`; MeViS keeps both
in `meta_expressions.json` and `mask_dict.json`; DAVIS as it is published has `480p` below its folders and phrases in
`davis_text_annotations/Davis17_annot1.txt` and so on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from peanut_studio.media.indexed_png import read_numbers
from peanut_studio.model.coco_runs import parse_runs
from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.run_length import decode_runs

SPLIT = "train"


@dataclass(frozen=True, eq=False)
class Referred:
    """A phrase, the pictures of the clip that it is about, and the mask of what it means on the n-th of them.

    The mask is None where nothing of it is to be seen.
    """

    text: str
    frames: tuple[Path, ...]
    mask: Callable[[int], Mask | None]


def read_referring(root: Path) -> tuple[Referred, ...]:
    """Every phrase of a data set's training part, in the order in which it is written down; masks are read lazily.

    Raises InputError for a folder that has none of the layouts, and for files that are not as they must be.
    """
    for base in (root / SPLIT, root):
        if not (base / "JPEGImages").is_dir():
            continue
        texts = sorted((base / "davis_text_annotations").glob("Davis17_annot*.txt"))
        metas = (
            base / "meta_expressions.json",
            root / "meta_expressions" / SPLIT / "meta_expressions.json",
            base / "meta_expressions" / SPLIT / "meta_expressions.json",
        )
        meta = next((path for path in metas if path.is_file()), None)
        try:
            if (base / "mask_dict.json").is_file() and meta is not None:
                return tuple(_mevis(base, meta))
            if meta is not None:
                return tuple(_youtube(base, meta))
            if texts:
                return tuple(_davis(base, texts))
        except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{meta or texts[0]} is not as in its data set ({error!r}); fetch it again.") from error
    raise InputError(
        f"{root} is laid out neither as Ref-YouTube-VOS, nor as MeViS, nor as Ref-DAVIS: there must be JPEGImages with "
        "meta_expressions.json or davis_text_annotations beside it."
    )


def _youtube(base: Path, meta: Path) -> Iterator[Referred]:
    for clip, names, expressions in _videos(meta):
        frames = tuple(base / "JPEGImages" / clip / f"{name}.jpg" for name in names)
        for told in expressions.values():
            yield Referred(str(told["exp"]), frames, _numbered(base / "Annotations" / clip, names, int(told["obj_id"])))


def _mevis(base: Path, meta: Path) -> Iterator[Referred]:
    runs = json.loads((base / "mask_dict.json").read_text(encoding="utf-8"))
    for clip, names, expressions in _videos(meta):
        frames = tuple(base / "JPEGImages" / clip / f"{name}.jpg" for name in names)
        for told in expressions.values():
            parts = [runs[str(number)] for number in told["anno_id"]]
            yield Referred(str(told["exp"]), frames, _united(parts))


def _davis(base: Path, texts: Sequence[Path]) -> Iterator[Referred]:
    pictures, masks = base / "JPEGImages" / "480p", base / "Annotations" / "480p"
    if not masks.is_dir():
        masks = base / "Annotations_unsupervised" / "480p"
    for path in texts:
        for line in path.read_text(encoding="latin-1").splitlines():
            if not line.strip():
                continue
            clip, number, said = line.split(maxsplit=2)
            # A clip that belongs to another part of the data set is not here.
            frames = tuple(sorted((pictures / clip).glob("*.jpg")))
            names = [frame.stem for frame in frames]
            if frames:
                yield Referred(said.strip().strip('"'), frames, _numbered(masks / clip, names, int(number)))


def _videos(meta: Path) -> Iterator[tuple[str, list[str], Mapping[str, Any]]]:
    for clip, facts in json.loads(meta.read_text(encoding="utf-8"))["videos"].items():
        yield clip, list(facts["frames"]), facts["expressions"]


def _numbered(folder: Path, names: Sequence[str], number: int) -> Callable[[int], Mask | None]:
    def mask(index: int) -> Mask | None:
        path = folder / f"{names[index]}.png"
        found: Mask = read_numbers(path) == number
        return found if found.any() else None

    return mask


def _united(parts: Sequence[Sequence[Mapping[str, Any] | None]]) -> Callable[[int], Mask | None]:
    def mask(index: int) -> Mask | None:
        found: Mask | None = None
        for part in parts:
            run = part[index] if index < len(part) else None
            if run is None:
                continue
            height, width = (int(side) for side in run["size"])
            counts = run["counts"]
            numbers = parse_runs(counts) if isinstance(counts, str) else np.array(counts, np.uint32)
            one = decode_runs(numbers, (width, height))
            found = one if found is None else found | one
        return found

    return mask
