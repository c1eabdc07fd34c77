"""Looking at a clip, at its small copies, and at a result that is still being made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from peanut_studio.media.reader import open_clip
from peanut_studio.model.clip import Span
from peanut_studio.model.progress import Job, Progress, run_job
from peanut_studio.pipeline import viewing as viewing_module
from peanut_studio.pipeline.live import LiveResult, recorded
from peanut_studio.pipeline.proxy import build_proxies, is_worth_it, proxies_of
from peanut_studio.pipeline.viewing import Glance, Viewing
from peanut_studio.store.proxy_folder import ProxyFolders
from tests.numbered import number_in, numbered, write_numbered

SIZE = (640, 360)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_numbered(tmp_path_factory.mktemp("film") / "clip.mp4", 140, SIZE)


def test_going_back_decodes_nothing_again(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    viewing = Viewing(clip)
    assert number_in(viewing.small(100)) == 100
    decoded: list[int] = []
    planes = viewing.reader.source.planes
    monkeypatch.setattr(viewing.reader.source, "planes", lambda frame: (decoded.append(frame), planes(frame))[1])
    assert [number_in(viewing.small(frame)) for frame in range(100, -1, -9)] == list(range(100, -1, -9))
    assert decoded == []
    assert number_in(viewing.small(120)) == 120
    assert decoded == list(range(101, 121))
    viewing.close()


def test_what_was_passed_is_bounded(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing_module, "PASSED_BYTES", 20 * SIZE[0] * SIZE[1] * 3 // 2)
    viewing = Viewing(clip)
    viewing.small(100)
    assert len(viewing._passed) == 20
    assert number_in(viewing.small(3)) == 3
    viewing.close()


def test_copies_begin_at_the_playhead_and_go_on_where_they_were_stopped(clip: Path, tmp_path: Path) -> None:
    folders = ProxyFolders(tmp_path)
    with open_clip(clip) as reader:
        assert is_worth_it(reader.source)
        folder, proxies = proxies_of(reader.source, folders)
        assert folder is not None
        assert proxies is not None
        job = build_proxies(reader.source, folder, lambda: 70, folders)
        while 70 not in proxies:
            progress = next(job)
        assert (progress.done, progress.total) == (65, 140)
        assert 0 not in proxies
        job.close()
        assert len(list(folder.iterdir())) == 1
        again = build_proxies(reader.source, folder, lambda: 0, folders)
        assert next(again).done == 65
        run_job(again)
        glance = Glance()
        glance.set_source(proxies)
        for frame in (0, 63, 64, 139):
            picture = glance.source(frame)
            assert picture is not None
            assert number_in(picture) == frame
        assert glance.source(140) is None
        glance.close()


def test_no_more_is_kept_than_is_allowed(clip: Path, tmp_path: Path) -> None:
    other = tmp_path / "proxies" / "1-other"
    other.mkdir(parents=True)
    (other / "000000.mp4").write_bytes(bytes(5000))
    folders = ProxyFolders(tmp_path / "proxies", kept_bytes=4000)
    with open_clip(clip) as reader:
        folder = folders.folder(clip)
        assert run_job(build_proxies(reader.source, folder, lambda: 0, folders)) is False
    assert not other.exists()
    assert 0 < len(list(folder.iterdir())) < 3


def test_a_result_is_seen_as_far_as_it_got(tmp_path: Path) -> None:
    live = LiveResult(tmp_path / "small", Span(10, 110), SIZE[1])

    def job() -> Job[str]:
        yield Progress("tracking", 1, 1, numbered(999, SIZE))
        yield Progress("filling", 0, 100)
        for done in range(1, 101):
            yield Progress("filling", done, 100, None if done % 5 == 0 else numbered(done - 1, SIZE))
        return "made"

    running = recorded(job(), live)
    glance = Glance()
    glance.set_result(live)
    for progress in running:
        if progress.stage == "filling" and progress.done == 30:
            break
    assert _shown(glance, 10) == 0
    assert _shown(glance, 38) == 28
    assert _shown(glance, 40) is None
    assert glance.is_coming(40)
    assert not glance.is_coming(5)
    assert glance.is_unchanged(14)
    assert run_job(running) == "made"
    assert live.waiting == {}
    assert [_shown(glance, 10 + number) for number in range(100) if number % 5 != 4] == [
        number for number in range(100) if number % 5 != 4
    ]
    assert not glance.is_coming(40)
    glance.close()


def test_a_full_disk_stops_the_copies_and_not_the_job(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    live = LiveResult(blocked / "small", Span(0, 64), SIZE[1])

    def job() -> Job[int]:
        for done in range(1, 65):
            yield Progress("filling", done, 64, np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
        return 7

    assert run_job(recorded(job(), live)) == 7


def _shown(glance: Glance, frame: int) -> int | None:
    picture = glance.result(frame)
    return None if picture is None else number_in(picture)
