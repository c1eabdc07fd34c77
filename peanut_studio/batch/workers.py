"""Who carries out the orders: processes of this machine, or a Ray cluster."""

from __future__ import annotations

import logging
import socket
import warnings
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from types import ModuleType
from typing import Any

from peanut_studio.batch.order import Order, Outcome
from peanut_studio.batch.running import Runner, run_alone
from peanut_studio.model.errors import InputError

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


def on_cluster(orders: Sequence[Order], address: str, gpus: float = 0.0) -> Generator[Outcome | None]:
    """The same from a Ray cluster, where each order is a task that asks for so many GPUs and a processor.

    Its machines must see the same files under the same names. `address` is that of the cluster, "auto" for the one
    that this machine belongs to, "local" for one that is started here for the time. An order whose worker dies is
    begun again; what it had finished is kept. Raises InputError where Ray is not installed or cannot be reached.
    """
    ray = _cluster(address)
    task = ray.remote(run_alone).options(num_gpus=gpus, num_cpus=1, max_retries=TRIES - 1)
    waiting: dict[Any, Order] = {task.remote(order): order for order in orders}
    try:
        while waiting:
            ready, _ = ray.wait(list(waiting), num_returns=1, timeout=BEAT)
            for reference in ready:
                yield _fetched(ray, reference, waiting.pop(reference))
            if not ready:
                yield None
    finally:
        for reference in waiting:
            ray.cancel(reference, force=True)
        ray.shutdown()


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
