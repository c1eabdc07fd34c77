from __future__ import annotations

import errno
import hashlib
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from peanut_studio.engines import download as downloads
from peanut_studio.engines import weights as weights_module
from peanut_studio.engines.catalogue import Catalogue, WeightInfo
from peanut_studio.engines.download import SourceFailed
from peanut_studio.engines.weights import WeightStore, default_root
from peanut_studio.model.errors import InputError, WeightsError

from .conftest import CONTENT, MakeStore, Site


def kept(store: WeightStore) -> set[str]:
    return {path.name for path in store.root.iterdir() if not path.name.startswith(".")}


def test_a_missing_file_is_announced_and_fetched_once(make_store: MakeStore, site: Site) -> None:
    said: list[str] = []
    seen: list[tuple[int, int]] = []
    store = make_store("/file", said=said)
    assert store.path("net.bin") is None
    path = store.require("net.bin", on_progress=lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert path == store.where("net.bin") == store.path("net.bin")
    assert len(said) == 1
    assert "1.0 MB" in said[0]
    assert "licence MIT (https://example.org/licence)" in said[0]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    store.require("net.bin")
    store.fetch("net.bin")
    assert len(site.asked) == len(said) == 1
    assert kept(store) == {"net.bin"}


def test_a_redirect_is_followed(make_store: MakeStore, site: Site) -> None:
    assert make_store("/moved").require("net.bin").read_bytes() == CONTENT
    assert [path for path, _ in site.asked] == ["/moved", "/file"]


def test_nothing_comes_but_by_https(make_store: MakeStore, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"example\.org: files are fetched by https only"):
        make_store("/astray").require("net.bin")
    with pytest.raises(SourceFailed, match="by https only"):
        downloads.download("http://example.org/file", tmp_path / "part", 0, lambda _done, _total: None)
    assert not (tmp_path / "part").exists()


@pytest.mark.parametrize("ranges", [True, False])
def test_a_broken_connection_is_taken_up_again(make_store: MakeStore, site: Site, ranges: bool) -> None:
    site.ranges = ranges
    site.break_after = [600_000, 100_000]
    assert make_store("/file").require("net.bin").read_bytes() == CONTENT
    asked = [wanted for _, wanted in site.asked]
    assert len(asked) == 3
    assert asked[0] is None
    assert asked[1] is not None
    received = int(asked[1].removeprefix("bytes=").removesuffix("-"))
    assert 0 < received <= 600_000


def test_what_a_stopped_program_left_is_not_fetched_again(make_store: MakeStore, site: Site) -> None:
    store = make_store("/file")
    store.root.mkdir()
    (store.root / "net.bin.part").write_bytes(CONTENT[:1000])
    assert store.state("net.bin").state == "partial"
    assert store.fetch("net.bin").read_bytes() == CONTENT
    assert site.asked == [("/file", "bytes=1000-")]


@pytest.mark.parametrize("length", [1000, len(CONTENT)])
def test_a_part_with_wrong_bytes_is_replaced(make_store: MakeStore, site: Site, length: int) -> None:
    store = make_store("/file")
    store.root.mkdir()
    (store.root / "net.bin.part").write_bytes(bytes(length))
    assert store.fetch("net.bin").read_bytes() == CONTENT
    assert site.asked[-1] == ("/file", None)
    assert kept(store) == {"net.bin"}


def test_a_complete_part_needs_no_network(make_store: MakeStore, site: Site) -> None:
    store = make_store("/file")
    store.root.mkdir()
    (store.root / "net.bin.part").write_bytes(CONTENT)
    assert store.fetch("net.bin").read_bytes() == CONTENT
    assert site.asked == []


def test_a_part_that_is_too_long_is_thrown_away(make_store: MakeStore) -> None:
    for exact in (True, False):
        store = make_store("/file", exact_size=exact)
        shutil.rmtree(store.root, ignore_errors=True)
        store.root.mkdir()
        (store.root / "net.bin.part").write_bytes(CONTENT + b"more")
        assert store.fetch("net.bin").read_bytes() == CONTENT


def test_a_server_that_keeps_breaking_off_is_given_up(make_store: MakeStore, site: Site) -> None:
    site.break_after = [0] * 50
    with pytest.raises(WeightsError, match=r"127\.0\.0\.1: the connection broke off"):
        make_store("/file").require("net.bin")
    assert len(site.asked) == downloads.TRIES


def test_the_next_home_is_asked_when_one_says_no(make_store: MakeStore, site: Site) -> None:
    assert make_store("/gone", "/page", "/file").require("net.bin").read_bytes() == CONTENT
    assert [path for path, _ in site.asked] == ["/gone", "/page", "/file"]


def test_no_connection_is_one_sentence_that_says_what_to_do(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "CONNECT_SECONDS", 0.5)
    store = make_store("http://127.0.0.1:9/net.bin", "/gone")
    with pytest.raises(WeightsError) as caught:
        store.require("net.bin")
    sentence = str(caught.value)
    assert "net.bin (1.0 MB)" in sentence
    assert "127.0.0.1: no connection; 127.0.0.1: it answered 404" in sentence
    assert "download it from http://127.0.0.1:9/net.bin" in sentence
    assert f"put it at {store.where('net.bin')}." in sentence
    assert "\n" not in sentence


def test_offline_never_touches_the_network(make_store: MakeStore, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_OFFLINE", "1")
    said: list[str] = []
    with pytest.raises(WeightsError, match="PEANUT_STUDIO_OFFLINE forbids the network"):
        make_store("/file", said=said).require("net.bin")
    assert site.asked == []
    assert said == []


def test_another_file_than_published_is_put_aside_not_used(make_store: MakeStore, site: Site) -> None:
    site.content = b"x" + CONTENT[1:]
    store = make_store("/file")
    with pytest.raises(WeightsError, match="gave another file than was published"):
        store.require("net.bin")
    assert kept(store) == {"net.bin.wrong"}
    assert (store.root / "net.bin.wrong").read_bytes() == site.content


def test_the_first_digits_of_a_hash_suffice(make_store: MakeStore, site: Site) -> None:
    start = hashlib.sha256(CONTENT).hexdigest()[:8]
    assert make_store("/file", sha256=start, size=999, exact_size=False).require("net.bin").read_bytes() == CONTENT
    site.content = b"x" + CONTENT[1:]
    store = make_store("/file", sha256=start, size=999, exact_size=False)
    store.where("net.bin").unlink()
    with pytest.raises(WeightsError, match="another file"):
        store.require("net.bin")


def test_an_unpublished_hash_is_that_of_the_first_file(make_store: MakeStore, site: Site) -> None:
    store = make_store("/file", sha256="")
    assert store.require("net.bin").read_bytes() == CONTENT
    assert store.verify("net.bin") == store.where("net.bin")
    store.where("net.bin").write_bytes(b"x" + CONTENT[1:])
    with pytest.raises(WeightsError, match="is not the published file"):
        make_store("/file", sha256="").require("net.bin")
    assert store.fetch("net.bin").read_bytes() == CONTENT
    site.content = b"x" + CONTENT[1:]
    store.discard("net.bin")
    assert store.require("net.bin").read_bytes() == site.content, "who deletes it takes what is there now"


def test_a_file_put_there_by_hand_is_checked_before_use(make_store: MakeStore, site: Site) -> None:
    store = make_store("/file")
    store.root.mkdir()
    store.where("net.bin").write_bytes(CONTENT)
    assert store.require("net.bin") == store.where("net.bin")
    store.where("net.bin").write_bytes(b"x" + CONTENT[1:])
    for judge in (store.require, store.verify):
        with pytest.raises(WeightsError, match="is not the published file"):
            judge("net.bin")
    assert site.asked == []
    assert store.fetch("net.bin").read_bytes() == CONTENT
    assert kept(store) == {"net.bin", "net.bin.wrong"}


def test_a_file_of_the_wrong_size_is_seen_without_reading_it(make_store: MakeStore) -> None:
    store = make_store("/file")
    store.root.mkdir()
    store.where("net.bin").write_bytes(b"short")
    assert store.path("net.bin") is None
    assert [state.state for state in store.list()] == ["damaged"]


def test_a_full_disk_is_said_before_anything_is_fetched(
    make_store: MakeStore, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store("/file")
    store.root.mkdir()
    usage = shutil.disk_usage(store.root)
    monkeypatch.setattr(weights_module.shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    with pytest.raises(WeightsError, match="the disk is full"):
        store.require("net.bin")
    assert site.asked == []


def test_a_disk_that_fills_up_on_the_way(make_store: MakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(weights_module, "download", full)
    with pytest.raises(WeightsError, match=r"cannot be stored in .* the disk is full; make room"):
        make_store("/file").require("net.bin")


def test_a_folder_that_cannot_be_made(make_store: MakeStore, tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("a file where the folder should be")
    with pytest.raises(WeightsError, match="cannot be stored"):
        make_store("/file").require("net.bin")


def test_two_at_once_fetch_once(make_store: MakeStore, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = weights_module.download

    def slow(*arguments: object) -> str:
        time.sleep(0.2)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(weights_module, "download", slow)
    stores = [make_store("/file"), make_store("/file")]
    threads = [threading.Thread(target=store.fetch, args=("net.bin",)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.asked) == 1
    assert stores[0].require("net.bin").read_bytes() == CONTENT


def test_another_process_is_waited_for(make_store: MakeStore, site: Site) -> None:
    store = make_store("/file")
    store.root.mkdir()
    program = (
        "import filelock, pathlib, sys, time\n"
        "root = pathlib.Path(sys.argv[1])\n"
        "with filelock.FileLock(root / '.net.bin.lock'):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(0.3)\n"
        "    (root / 'net.bin').write_bytes(bytes(range(256)) * 4096)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(store.root)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert store.fetch("net.bin").read_bytes() == CONTENT
    assert site.asked == []


def test_the_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PEANUT_STUDIO_WEIGHTS", str(tmp_path))
    assert default_root() == WeightStore().root == tmp_path
    monkeypatch.delenv("PEANUT_STUDIO_WEIGHTS")
    assert default_root().parts[-2:] == ("peanut-studio", "weights") or sys.platform == "win32"


def test_unknown_weights_are_named_with_those_of_a_like_name(make_store: MakeStore) -> None:
    with pytest.raises(InputError, match=r"no weights 'other'; 'peanut-studio models list' names them all\."):
        make_store("/file").require("other")
    with pytest.raises(InputError, match=r"no weights 'net'; did you mean net\.bin\? '"):
        make_store("/file").require("net")


def test_what_nobody_published_is_made_by_everybody_and_may_change(tmp_path: Path) -> None:
    info = WeightInfo(
        "own.pth", "Your own", 10, "", "your own", "https://a.b", "https://a.b", note="Make it.", exact_size=False
    )
    store = WeightStore(tmp_path, catalogue=Catalogue(weights=(info,)))
    with pytest.raises(WeightsError, match=r"own\.pth is nowhere to be fetched.*Make it\."):
        store.require("own.pth")
    for content in (b"first", b"second, trained further"):
        store.where("own.pth").write_bytes(content)
        assert store.require("own.pth").read_bytes() == content
        assert store.verify("own.pth") == store.path("own.pth")
