"""The checks of every task, and one engine put through those of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peanut_studio.engines.conformance import flow, ground, inpaint, segment, upscale
from peanut_studio.engines.conformance.scene import Broken, Check
from peanut_studio.engines.contract import EngineInfo, Task
from peanut_studio.engines.memory import is_out_of_memory

CHECKS: Mapping[Task, tuple[Check, ...]] = {
    "segment": segment.CHECKS,
    "ground": ground.CHECKS,
    "flow": flow.CHECKS,
    "inpaint": inpaint.CHECKS,
    "upscale": upscale.CHECKS,
}


@dataclass(frozen=True)
class Finding:
    """What came of a check: `fault` is "" where the engine does what it must."""

    name: str
    fault: str = ""


def examine(engine: Any, info: EngineInfo) -> Iterator[Finding]:
    """Put an engine through the checks of its task, one by one; whatever it raises is a fault."""
    for check in CHECKS[info.task]:
        try:
            check.run(engine, info)
        except Broken as broken:
            yield Finding(check.name, f"{broken}.")
        except Exception as error:
            if is_out_of_memory(error):
                raise
            yield Finding(check.name, f"it raised {type(error).__name__}: {' '.join(str(error).split())}")
        else:
            yield Finding(check.name)
