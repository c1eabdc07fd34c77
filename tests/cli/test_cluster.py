"""A batch on a Ray cluster: one worker dies in the middle, and nothing is missing in the end; windows are tasks."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from peanut_studio.batch.order import Order, Outcome
from peanut_studio.batch.workers import on_cluster, on_this_machine
from peanut_studio.media.reader import open_clip
from peanut_studio.media.synthesis import write_clip
from peanut_studio.pipeline.demo_scene import Scene

SCENE = Scene(192, 128, 40)
LONG, LATER, OBJECT = 240, 210, 30
"""Frames of a clip, where the object comes for the second time, and how long it stays."""


@pytest.fixture
def orders(tmp_path: Path) -> list[Order]:
    """Two removals that take some seconds each."""
    frames = (SCENE.frame(index) for index in range(SCENE.count))
    write_clip(tmp_path / "in.mp4", frames, (SCENE.width, SCENE.height), Fraction(24), SCENE.sound())
    masks = tmp_path / "masks"
    masks.mkdir()
    for index in range(SCENE.count):
        cv2.imwrite(str(masks / f"{index:05d}.png"), SCENE.mask(index).astype(np.uint8) * 255)
    words = ("--mask", "masks", "--codec", "ffv1", "--overwrite")
    return [Order(number, "remove", Path("in.mp4"), Path(f"{number}.mkv"), words, tmp_path) for number in (1, 2)]


@pytest.fixture
def long(tmp_path: Path) -> Order:
    """One removal of which the beginning and the end, far from each other, take some seconds each."""
    scene = Scene(192, 128, LONG)
    write_clip(tmp_path / "long.mp4", map(scene.frame, range(LONG)), (scene.width, scene.height), Fraction(24))
    masks = tmp_path / "two"
    masks.mkdir()
    for index in range(LONG):
        there = index % LATER < OBJECT
        cv2.imwrite(str(masks / f"{index:05d}.png"), scene.mask(index % LATER).astype(np.uint8) * 255 * there)
    words = ("--mask", "two", "--codec", "ffv1", "--overwrite")
    return Order(1, "remove", Path("long.mp4"), Path("long.mkv"), words, tmp_path)


@pytest.fixture
def local_cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ray = pytest.importorskip("ray", reason="needs the package ray: pip install 'peanut-studio[cluster]'")
    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    yield
    ray.shutdown()


def busy_workers() -> list[int]:
    """Process numbers of the cluster's workers that carry out an order."""
    told = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [int(line.split()[0]) for line in told.splitlines() if "ray::run_as_task" in line]


def kill_one(killed: list[int], wanted: int) -> None:
    for _ in range(600):
        found = busy_workers()
        if len(found) >= wanted:
            time.sleep(2)
            os.kill(found[0], signal.SIGKILL)
            killed.append(found[0])
            return
        time.sleep(0.1)


def pictures(path: Path) -> list[np.ndarray]:
    with open_clip(path) as reader:
        return [reader[index] for index in range(len(reader))]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: a worker is killed by a signal")
@pytest.mark.usefixtures("local_cluster")
def test_a_worker_that_is_killed_costs_nothing_but_time(orders: list[Order]) -> None:
    killed: list[int] = []
    killer = threading.Thread(target=kill_one, args=(killed, 2))
    killer.start()
    outcomes = [outcome for outcome in on_cluster(orders, "local", whole=True) if outcome is not None]
    killer.join()
    assert len(killed) == 1
    assert {outcome.order.number: outcome.state for outcome in outcomes} == {1: "done", 2: "done"}
    folder = orders[0].folder
    first, second = pictures(folder / "1.mkv"), pictures(folder / "2.mkv")
    assert len(first) == SCENE.count
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    (alone,) = (one for one in on_this_machine(orders[:1]) if isinstance(one, Outcome))
    assert alone.state == "done"
    assert all(np.array_equal(a, b) for a, b in zip(pictures(folder / "1.mkv"), second, strict=True))


def without_cache(order: Order, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """The pictures of the same order carried out by one process that finds nothing in the cache."""
    monkeypatch.setenv("PEANUT_STUDIO_CACHE", str(folder / "another cache"))
    (alone,) = (one for one in on_this_machine([replace(order, target=Path("alone.mkv"))]) if isinstance(one, Outcome))
    assert alone.facts["windows_computed"] == alone.facts["windows"] > 0
    return pictures(folder / "alone.mkv")


def is_same(first: list[np.ndarray], second: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX: a worker is killed by a signal")
@pytest.mark.usefixtures("local_cluster")
def test_a_worker_that_is_killed_while_it_fills_its_part_of_a_clip(
    long: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []
    # There are two at work only while both parts are being filled.
    killer = threading.Thread(target=kill_one, args=(killed, 2))
    killer.start()
    (outcome,) = (outcome for outcome in on_cluster([long], "local") if outcome is not None)
    killer.join()
    assert len(killed) == 1
    assert outcome.state == "done"
    assert [one["state"] for one in outcome.facts["filled_by"]] == ["done", "done"]
    assert {one["frames"] for one in outcome.facts["filled_by"]} == {"0:138", "138:139"}
    assert not any(one["worker"].endswith(f" {killed[0]}") for one in outcome.facts["filled_by"])
    assert outcome.facts["windows_computed"] == 0 < outcome.facts["windows"]
    assert is_same(pictures(tmp_path / "long.mkv"), without_cache(long, tmp_path, monkeypatch))


@pytest.mark.slow
@pytest.mark.usefixtures("local_cluster")
def test_windows_of_one_clip_are_filled_by_two_workers(
    long: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = tmp_path / "still.png"
    cv2.imwrite(str(still), SCENE.mask(10).astype(np.uint8) * 255)
    order = replace(long, words=("--mask", still.name, "--inpainter", "telea", "--codec", "ffv1"))
    (outcome,) = (outcome for outcome in on_cluster([order], "local") if outcome is not None)
    assert (outcome.state, outcome.order) == ("done", order)
    filled = outcome.facts["filled_by"]
    assert len({one["worker"] for one in filled}) == 2
    assert all(one["windows_computed"] == one["windows"] > 0 for one in filled)
    assert sum(one["windows"] for one in filled) == outcome.facts["windows"] == LONG
    assert outcome.facts["windows_computed"] == 0
    assert is_same(pictures(tmp_path / "long.mkv"), without_cache(order, tmp_path, monkeypatch))
