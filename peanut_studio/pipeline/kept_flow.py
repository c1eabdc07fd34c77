"""Flow that takes long to measure is kept: another look, a correction, work that goes on need not measure it again."""

from __future__ import annotations

import inspect

import numpy as np

from peanut_studio.engines.contract import EngineInfo, FlowEstimator
from peanut_studio.engines.weights import WeightStore
from peanut_studio.model.picture import FlowField, Frame
from peanut_studio.pipeline.identity import hash_of, identity
from peanut_studio.pipeline.watched import digest_of
from peanut_studio.store import place
from peanut_studio.store.mask_cache import cache_key
from peanut_studio.store.result_cache import ResultCache

KEY_VERSION = "flow 1"
SHARE = 4
"""One part in so many of the room that may be taken is for flow, so that it does not push out the fills."""


class KeptFlow:
    """A flow engine that keeps what it measures, without loss, under the content of both frames and what the engine is.

    Only worth it for engines that take longer than packing and unpacking a field does; see docs/reliability.md.
    """

    def __init__(
        self,
        engine: FlowEstimator,
        info: EngineInfo,
        device: str,
        weights: WeightStore,
        cache: ResultCache | None = None,
    ) -> None:
        self._engine = engine
        code = hash_of(inspect.getsourcefile(type(engine)))
        self._work = cache_key(KEY_VERSION, *identity(info, weights), code, device)
        self._cache = cache or ResultCache(place.root() / "flows", place.kept_bytes() // SHARE)

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels. Raises what the engine does."""
        pair = (digest_of(first) + digest_of(second)).hex()
        found = self._cache.load(self._work, pair)
        shape = (*first.shape[:2], 2)
        kept = found.get("bytes") if found is not None else None
        if kept is not None and kept.shape == (4, shape[0] * shape[1] * 2):
            return np.ascontiguousarray(kept.T).view("<f4").reshape(shape).astype(np.float32, copy=False)
        field = self._engine.flow(first, second)
        # First bytes together, second bytes together: that packs better, and in half the time.
        planes = np.ascontiguousarray(field, "<f4").reshape(-1, 1).view(np.uint8).T
        self._cache.save(self._work, pair, {"bytes": planes}, durable=False)
        return field
