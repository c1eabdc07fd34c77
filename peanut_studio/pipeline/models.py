"""The trained weights of the engines, for people to look after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from peanut_studio.engines.catalogue import Catalogue, WeightInfo
from peanut_studio.engines.contract import EngineInfo
from peanut_studio.engines.download import OnProgress
from peanut_studio.engines.known import known as all_known
from peanut_studio.engines.registry import missing_packages
from peanut_studio.engines.weights import Announce, WeightState, WeightStore, is_offline
from peanut_studio.model.errors import WeightsError
from peanut_studio.model.progress import Job, Progress

Standing = Literal["built in", "here", "missing", "partial", "damaged"]


@dataclass(frozen=True)
class Model:
    """An engine and how its files stand."""

    engine: EngineInfo
    files: tuple[WeightState, ...]

    @property
    def standing(self) -> Standing:
        """The worst of its files."""
        states = {file.state for file in self.files}
        order: tuple[Standing, ...] = ("damaged", "partial", "missing", "here")
        return next((state for state in order if state in states), "built in")

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.info.size for file in self.files)

    @property
    def missing_packages(self) -> tuple[str, ...]:
        """The Python packages that it lacks, beside its files."""
        return missing_packages(self.engine)

    @property
    def missing(self) -> tuple[WeightInfo, ...]:
        """The files that are still to be fetched."""
        return tuple(file.info for file in self.files if file.state != "here")


def models(store: WeightStore, catalogue: Catalogue | None = None) -> tuple[Model, ...]:
    """Every engine of the catalogue. Looks at the sizes of files only."""
    known = catalogue or all_known()
    return tuple(
        Model(engine, tuple(store.state(name) for name in (*engine.weights, *engine.optional_weights)))
        for engine in known.engines
    )


def fetch_model(model: Model, store: WeightStore) -> Job[Model]:
    """Fetch what is missing or damaged of an engine's files; what was begun goes on. Raises WeightsError."""
    for number, file in enumerate(model.files, start=1):
        store.fetch(file.info.name)
        yield Progress("checking", number, len(model.files))
    return _again(model, store)


def verify_model(model: Model, store: WeightStore) -> Job[Model]:
    """Read an engine's files and compare them with those published. Raises WeightsError where one differs."""
    for number, file in enumerate(model.files, start=1):
        store.verify(file.info.name)
        yield Progress("checking", number, len(model.files))
    return _again(model, store)


def delete_model(model: Model, store: WeightStore) -> Job[Model]:
    """Take an engine's files away, also those that another engine uses."""
    for number, file in enumerate(model.files, start=1):
        store.discard(file.info.name)
        yield Progress("deleting", number, len(model.files))
    return _again(model, store)


def _again(model: Model, store: WeightStore) -> Model:
    return Model(model.engine, tuple(store.state(file.info.name) for file in model.files))


class AskingStore(WeightStore):
    """Weights that are fetched only when somebody agrees; `may_fetch` is asked in the thread that needs them."""

    def __init__(
        self,
        may_fetch: Callable[[WeightInfo], bool],
        *,
        announce: Announce,
        on_progress: OnProgress,
        root: Path | None = None,
    ) -> None:
        super().__init__(root, announce=announce, on_progress=on_progress)
        self.may_fetch = may_fetch

    def fetch(self, name: str, on_progress: OnProgress | None = None, announce: Announce | None = None) -> Path:
        """Ask, then fetch. Raises WeightsError where the answer is no."""
        if not self.where(name).is_file() and not is_offline() and not self.may_fetch(self.info(name)):
            raise WeightsError(f"{name} was not fetched, for you did not want it; Help > Models fetches it.")
        return super().fetch(name, on_progress, announce)
