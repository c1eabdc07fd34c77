"""Weight files that were never trained."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import torch

from peanut_studio.engines.contract import WeightPaths


def samwise_files(folder: Path) -> WeightPaths:
    """A checkpoint of zeros, of SAMWISE's tiny network, and words of single letters."""
    from peanut_studio.engines.segment.samwise_sight import MERGES, VOCABULARY, WEIGHTS
    from peanut_studio.nets.samwise_net import Samwise

    empty = {
        f"module.{name}": torch.zeros((), dtype=value.dtype).expand(value.shape)
        for name, value in Samwise("tiny").state_dict().items()
    }
    torch.save({"model": empty, "args": Namespace(lr=1e-4)}, folder / WEIGHTS)
    letters = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "Ġ", *(chr(97 + number) for number in range(26))]
    (folder / VOCABULARY).write_text(json.dumps({letter: number for number, letter in enumerate(letters)}))
    (folder / MERGES).write_text("#version: 0.2\n")
    return {name: folder / name for name in (WEIGHTS, VOCABULARY, MERGES)}
