"""Who carries out the orders: processes of this machine, or a Ray cluster."""

from __future__ import annotations

import logging
import os
import socket
import warnings
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from types import ModuleType
from typing import Any

from peanut_studio.batch.order import Order, Outcome
from peanut_studio.batch.parted import TASKS_EACH, Parted
from peanut_studio.batch.running import Runner, run_alone
from peanut_studio.model.errors import InputError
from peanut_studio.store import place

TRIES = 3
"""An order whose worker died is begun so often altogether."""
BEAT = 0.5
PATIENCE = 5.0
"""Seconds for a cluster to answer."""


def on_this_machine(orders: Sequence[Order], workers: int = 1) -> Generator[Outcome | None]:
    """Outcomes as they come, `workers` orders at a time, and None twice a second while there is none.

    When the caller leaves, what runs is stopped.
    """
    runner = Runner()
    pool = ThreadPoolExecutor(max_workers=max(1, workers), thread_name_prefix="batch")
    waiting = {pool.submit(runner.run, order) for order in orders}
    try:
        while waiting:
            ready, waiting = wait(waiting, timeout=BEAT, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in ready)
            if not ready:
                yield None
    finally:
        runner.stop()
        pool.shutdown(wait=False, cancel_futures=True)


def on_cluster(
    orders: Sequence[Order], address: str, gpus: float = 0.0, whole: bool = False
) -> Generator[Outcome | None]:
    """The same from a Ray cluster, whose tasks ask for so many GPUs and a processor.

    Where there are too few orders to keep the cluster busy, windows of one removal that do not depend on one another
    are tasks as well, unless the orders are to stay `whole`; else each order is a task. Its machines must see the same
    files under the same names, the cache included. `address` is that of the cluster, "auto" for the one that this
    machine belongs to, "local" for one that is started here for the time. A task whose worker dies is begun again; what
    it had finished is kept. Raises InputError where Ray is not installed or cannot be reached.
    """
    ray = _cluster(address)
    waiting: dict[Any, tuple[Order, Parted | None]] = {}
    try:
        task = ray.remote(run_as_task).options(num_gpus=gpus, num_cpus=1, max_retries=TRIES - 1)
        cache = str(place.root().resolve()) if place.is_named() else None
        at_once = _at_once(ray.cluster_resources(), gpus)
        divided = not whole and len(orders) < TASKS_EACH * at_once

        def begin(order: Order, parted: Parted | None) -> None:
            waiting[task.remote(order, cache)] = (order, parted)

        for order in orders:
            parted = Parted(order, at_once) if divided else None
            begin(parted.first() if parted else order, parted)
        while waiting:
            ready, _ = ray.wait(list(waiting), num_returns=1, timeout=BEAT)
            for reference in ready:
                order, parted = waiting.pop(reference)
                outcome = _fetched(ray, reference, order)
                following = parted.after(outcome) if parted else outcome
                if isinstance(following, Outcome):
                    yield following
                    continue
                for one in following:
                    begin(one, parted)
            if not ready:
                yield None
    finally:
        for reference in waiting:
            ray.cancel(reference, force=True)
        ray.shutdown()


def run_as_task(order: Order, cache: str | None = None) -> Outcome:
    """Carry out an order in a worker of a cluster, with the folder named as the cache, and say which worker it was."""
    if cache is not None:
        os.environ[place.VARIABLE] = cache
    outcome = run_alone(order)
    return replace(outcome, facts={**outcome.facts, "worker": f"{socket.gethostname()} {os.getpid()}"})


def _at_once(resources: Mapping[str, float], gpus: float) -> int:
    """How many tasks a cluster carries out at a time."""
    places = resources.get("CPU", 1.0)
    if gpus:
        places = min(places, resources.get("GPU", 0.0) / gpus)
    return max(1, int(places))


def _cluster(address: str) -> ModuleType:
    try:
        import ray
    except ImportError as error:
        raise InputError(
            "A cluster needs the package ray, which is not installed; install 'peanut-studio[cluster]'."
        ) from error
    _check_reachable(address)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            more: dict[str, Any] = {"include_dashboard": False} if address == "local" else {}
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **more)
    except Exception as error:
        raise InputError(f"The Ray cluster '{address}' cannot be reached; say 'local' to start one here.") from error
    return ray


def _check_reachable(address: str) -> None:
    """Ray itself would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not (host and port.isdigit()):
        return
    try:
        socket.create_connection((host, int(port)), PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise InputError(f"The Ray cluster '{address}' cannot be reached; say 'local' to start one here.") from error


def _fetched(ray: ModuleType, reference: object, order: Order) -> Outcome:
    from ray.exceptions import RayError

    try:
        outcome: Outcome = ray.get(reference)
    except RayError as error:
        kind = type(error).__name__
        return Outcome(order, "failed", f"Its worker died {TRIES} times ({kind}); run the batch again to go on.")
    return outcome
