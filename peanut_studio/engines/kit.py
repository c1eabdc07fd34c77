"""What an engine outside the program may use of it, beside `contract`, `ops`, `nets` and `model`.

Checkpoints read as data only; frames to tensors; pictures on the canvas of a network; looks at a clip.
"""

from __future__ import annotations

from peanut_studio.engines.flow.input import grey8, pad_edge, same_size
from peanut_studio.engines.flow.network import load_checkpoint, load_weights, to_field, to_tensor
from peanut_studio.engines.inpaint.canvas import Canvas, Picture, filled
from peanut_studio.engines.inpaint.looking import filled_by_looks
from peanut_studio.engines.inpaint.schedule import STEP, Look, Schedule
from peanut_studio.engines.precision import prepare, working_type

__all__ = [
    "STEP",
    "Canvas",
    "Look",
    "Picture",
    "Schedule",
    "filled",
    "filled_by_looks",
    "grey8",
    "load_checkpoint",
    "load_weights",
    "pad_edge",
    "prepare",
    "same_size",
    "to_field",
    "to_tensor",
    "working_type",
]
