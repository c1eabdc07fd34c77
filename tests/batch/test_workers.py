"""What a cluster is asked for, told by one that carries everything out at once, here."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from peanut_studio.batch import workers
from peanut_studio.batch.order import ONLY_FILL, Order, Outcome
from peanut_studio.batch.workers import on_cluster

ORDER = Order(1, "remove", Path("in.mp4"), Path("out.mkv"), (), Path())
TWO = {"parts": [[0, 100], [100, 200]], "windows": 2, "windows_computed": 0}


class Cluster:
    """As much of the module ray as is made use of. What is called is the answer."""

    def __init__(self, **resources: float) -> None:
        self._resources = resources
        self.options_given: list[dict[str, Any]] = []
        self.begun: list[Order] = []
        self.cancelled: list[object] = []
        self.is_shut = False

    def cluster_resources(self) -> dict[str, float]:
        return self._resources

    def remote(self, function: Callable[..., Outcome]) -> Any:
        cluster = self

        class Task:
            def options(self, **given: Any) -> Task:
                cluster.options_given.append(given)
                return self

            def remote(self, order: Order, cache: str | None) -> object:
                cluster.begun.append(order)
                return lambda: function(order, cache)

        return Task()

    def wait(self, references: list[object], **_: Any) -> tuple[list[object], list[object]]:
        return references[:1], references[1:]

    def get(self, reference: Callable[[], Outcome]) -> Outcome:
        return reference()

    def cancel(self, reference: object, *, force: bool) -> None:
        self.cancelled.append(reference)

    def shutdown(self) -> None:
        self.is_shut = True


@pytest.fixture
def lend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cluster]:
    """A cluster with those resources, whose orders are done at once."""
    pytest.importorskip("ray", reason="needs the package ray: pip install 'peanut-studio[cluster]'")

    def lent(**resources: float) -> Cluster:
        cluster = Cluster(**resources)
        monkeypatch.setattr(workers, "_cluster", lambda _address: cluster)
        return cluster

    monkeypatch.delenv("PEANUT_STUDIO_CACHE", raising=False)
    monkeypatch.setattr(workers, "run_alone", lambda order: Outcome(order, "done", facts=dict(TWO)))
    return lent


def asked(cluster: Cluster) -> list[str]:
    """Of each task what it was to fill, "all" where it was the order itself."""
    return [order.words[-1] if ONLY_FILL in order.words else "all" for order in cluster.begun]


def test_every_task_asks_for_gpus_and_the_film_comes_last(lend: Callable[..., Cluster]) -> None:
    cluster = lend(CPU=8.0, GPU=2.0)
    (outcome,) = list(on_cluster([ORDER], "anywhere", gpus=1))
    assert [(given["num_gpus"], given["max_retries"]) for given in cluster.options_given] == [(1, 2)]
    assert asked(cluster) == ["0:0", "0:100", "100:101", "all"]
    assert outcome is not None
    assert [one["worker"].split()[-1] for one in outcome.facts["filled_by"]] == 2 * [str(os.getpid())]
    assert cluster.is_shut


@pytest.mark.parametrize(
    ("resources", "gpus", "orders", "whole", "tasks"),
    [
        ({"CPU": 2.0}, 0.0, 3, False, 12),
        # Orders enough to keep two places busy.
        ({"CPU": 2.0}, 0.0, 4, False, 4),
        # Half a GPU each of one makes two places; a whole one makes one.
        ({"CPU": 8.0, "GPU": 1.0}, 0.5, 3, False, 12),
        ({"CPU": 8.0, "GPU": 1.0}, 1.0, 3, False, 3),
        ({"CPU": 8.0}, 0.0, 1, True, 1),
    ],
)
def test_a_removal_is_divided_where_the_cluster_would_stand_idle(
    lend: Callable[..., Cluster], resources: dict[str, float], gpus: float, orders: int, whole: bool, tasks: int
) -> None:
    cluster = lend(**resources)
    outcomes = list(on_cluster([replace(ORDER, number=n) for n in range(orders)], "anywhere", gpus, whole))
    assert sorted(outcome.order.number for outcome in outcomes if outcome) == list(range(orders))
    assert len(cluster.begun) == tasks


def test_who_leaves_has_every_task_stopped(lend: Callable[..., Cluster]) -> None:
    cluster = lend(CPU=4.0)
    outcomes = on_cluster([replace(ORDER, command="track"), replace(ORDER, number=2)], "anywhere")
    next(outcomes)
    outcomes.close()
    assert len(cluster.cancelled) == 1
    assert cluster.is_shut


def test_workers_use_the_cache_that_was_named(
    lend: Callable[..., Cluster], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lend(CPU=4.0)
    seen: list[str | None] = []

    def run(order: Order) -> Outcome:
        seen.append(os.environ.get("PEANUT_STUDIO_CACHE"))
        return Outcome(order, "done")

    monkeypatch.setattr(workers, "run_alone", run)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", "kept")
    list(on_cluster([ORDER], "anywhere", whole=True))
    assert seen == [str(tmp_path / "kept")]
