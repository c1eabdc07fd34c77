"""Which engines do the work, on which device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peanut_studio.engines import device as devices
from peanut_studio.engines import registry
from peanut_studio.engines.contract import EngineInfo, Task
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.errors import InputError, WeightsError
from peanut_studio.pipeline.crop import Enlarge, enlarge_cubic
from peanut_studio.pipeline.enlarge import Enlarger
from peanut_studio.pipeline.kept_flow import KeptFlow

AUTO = "auto"
BEST_SEGMENTER, PLAIN_SEGMENTER = "mobilesam", "grabcut"
GPU_SEGMENTERS = ("sam2-large", "sam2-base-plus", "sam2-small", "sam2-tiny")
"""Better than MobileSAM, and far too slow on a processor: chosen by themselves only for a GPU, the best first."""

NAMING_GROUNDERS, PLAIN_GROUNDER = ("grounding-dino", "owlv2"), "regions"


@dataclass(frozen=True)
class Choices:
    """Engine ids, as `peanut-studio models list` names them, and the device.

    `segmenter` "auto" is the largest SAM 2.1 of which everything is here already, where there is a GPU; else
    MobileSAM, or GrabCut where its weights cannot be had. `grounder` "auto" is one that knows
    things by name where everything it needs is here already, else the built-in one. `inpainter` "auto" is chosen for
    each clip, as `pipeline.auto` has it. `flow` None leaves the choice to
    the engine that needs it. `reduce` is how many times smaller than the footage holes are filled; the fill is then
    enlarged by `upscaler`, None for bicubic.
    """

    segmenter: str = AUTO
    flow: str | None = None
    inpainter: str = "propagation"
    upscaler: str | None = None
    device: str = AUTO
    reduce: int = 1
    grounder: str = AUTO

    @property
    def follows_words(self) -> bool:
        """Whether the named segmenter is told in words what to follow. Raises InputError when there is none so."""
        return self.segmenter != AUTO and registry.info("segment", self.segmenter).words

    def check(self, *tasks: Task) -> None:
        """Raises InputError or DeviceError when an engine of `tasks` or the device does not exist."""
        wanted: dict[Task, str | None] = {
            "segment": None if self.segmenter == AUTO else self.segmenter,
            "ground": None if self.grounder == AUTO else self.grounder,
            "flow": self.flow,
            "inpaint": None if self.inpainter == AUTO else self.inpainter,
            "upscale": self.upscaler,
        }
        for task in tasks:
            name = wanted[task]
            if name is not None:
                registry.info(task, name)
        if self.device not in (AUTO, "cpu"):
            devices.resolve(self.device)
        if self.reduce < 1:
            raise InputError(f"--reduce {self.reduce} makes no sense; give 1 (full size), 2, 4 or 8.")


@dataclass(frozen=True, eq=False)
class Made:
    """An engine, ready, with its facts and what the user should know about how it came to be chosen."""

    engine: Any
    info: EngineInfo
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Workshop:
    """Makes engines. Weights that are missing are fetched, which `weights` announces first."""

    choices: Choices
    weights: WeightStore = field(default_factory=WeightStore)

    def segmenter(self) -> Made:
        """The engine that tracks. Raises WeightsError or InputError when a named one cannot be had."""
        if self.choices.segmenter != AUTO:
            return self._with_flow("segment", self.choices.segmenter)
        for name in GPU_SEGMENTERS:
            if registry.is_ready("segment", name, self.weights) and self._has_gpu_for("segment", name):
                return self._with_flow("segment", name)
        try:
            return self._with_flow("segment", BEST_SEGMENTER)
        except (WeightsError, InputError) as error:
            made = self._with_flow("segment", PLAIN_SEGMENTER)
            note = f"MobileSAM cannot be had, so GrabCut tracks instead, less well ({error})"
            return Made(made.engine, made.info, (note, *made.notes))

    def bring_segmenter(self) -> None:
        """Import the engine that tracks, where its files are here; none is made, nothing is fetched."""
        if self.has_segmenter:
            registry.bring("segment", self._segmenter)

    @property
    def has_segmenter(self) -> bool:
        """Whether all files are here that the engine needs which tracks."""
        return registry.is_ready("segment", self._segmenter, self.weights)

    @property
    def _segmenter(self) -> str:
        return BEST_SEGMENTER if self.choices.segmenter == AUTO else self.choices.segmenter

    def grounder(self) -> Made:
        """The engine that finds what words mean. Raises WeightsError or InputError when it cannot be had."""
        if self.choices.grounder != AUTO:
            return self._make("ground", self.choices.grounder, {})
        for name in NAMING_GROUNDERS:
            if registry.is_ready("ground", name, self.weights):
                return self._make("ground", name, {})
        return self._make("ground", PLAIN_GROUNDER, {})

    def inpainter(self) -> Made:
        """The engine that fills; which one "auto" is has to be chosen before."""
        return self._with_flow("inpaint", self.choices.inpainter)

    def flow(self) -> Made:
        """The engine that measures motion; what a slow one measures is kept."""
        made = self._make("flow", self.choices.flow or "dis", {})
        if not made.info.slow:
            return made
        device = registry.place(made.info, self.choices.device)
        return Made(KeptFlow(made.engine, made.info, device, self.weights), made.info, made.notes)

    def upscaler(self, factor: int) -> Made:
        """The engine that enlarges; one that takes any factor is asked for `factor`."""
        name = self.choices.upscaler or "lanczos"
        try:
            return self._make("upscale", name, {"scale": factor})
        except InputError:
            return self._make("upscale", name, {})

    def enlarge(self) -> Enlarge:
        """How a fill made at reduced size gets back to full size."""
        if self.choices.upscaler is None:
            return enlarge_cubic
        made = self.upscaler(max(2, self.choices.reduce))
        return Enlarger(made.engine, made.info, registry.place(made.info, self.choices.device)).enlarge_all

    def _has_gpu_for(self, task: Task, name: str) -> bool:
        return registry.place(registry.info(task, name), self.choices.device) != "cpu"

    def _with_flow(self, task: Task, name: str) -> Made:
        """An engine that measures motion by the flow engine the user named, where it lets itself be given one."""
        if self.choices.flow is None:
            return self._make(task, name, {})
        flow = self.flow().engine
        try:
            return self._make(task, name, {"flow": flow})
        except InputError:
            made = self._make(task, name, {})
            return Made(made.engine, made.info, (f"'{name}' has no use for --flow {self.choices.flow}.",))

    def _make(self, task: Task, name: str, options: Mapping[str, Any]) -> Made:
        engine = registry.create(task, name, device=self.choices.device, weights=self.weights, **options)
        return Made(engine, registry.info(task, name))
