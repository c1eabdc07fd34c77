"""SAMWISE's adapters learn a small clip, stop and go on; data sets are read as they are laid out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

pytest.importorskip("sam2", reason="needs the package sam2: pip install 'peanut-studio[sam2]'")
pytest.importorskip("transformers", reason="needs the Python package transformers")

from peanut_studio.cli.app import run
from peanut_studio.media.indexed_png import read_numbers, write_indexed_png
from peanut_studio.model.coco_runs import press_runs
from peanut_studio.model.errors import InputError, MediaError
from peanut_studio.model.picture import Mask
from peanut_studio.model.progress import run_job
from peanut_studio.model.run_length import encode_runs
from peanut_studio.nets.samwise_net import Samwise
from peanut_studio.training import mask as training
from peanut_studio.training.losses import dice, focal, turning
from peanut_studio.training.mask import TRAINED, MaskTraining, follow, train, trained_parts
from peanut_studio.training.phrases import Lessons
from peanut_studio.training.referring import Referred, read_referring

NAMES = [f"{index:05d}" for index in range(3)]
RED = "a red box on the left"


def letters(words: str) -> dict[str, list[int]]:
    return {"input_ids": [0, *(ord(one) for one in words), 2]}


def truth(index: int, number: int = 1) -> Mask:
    mask = np.zeros((96, 120), np.bool_)
    mask[30:70, 20 + 10 * index : 60 + 10 * index] = number == 1
    mask[2:22, 90:110] = number == 2
    return mask


def pictures(folder: Path) -> None:
    folder.mkdir(parents=True)
    for index, name in enumerate(NAMES):
        picture = np.full((96, 120, 3), 60, np.uint8)
        picture[truth(index)] = (40, 60, 220)
        picture[truth(index, 2)] = (220, 80, 30)
        cv2.imwrite(str(folder / f"{name}.jpg"), picture)


def numbered(folder: Path) -> None:
    folder.mkdir(parents=True)
    for index, name in enumerate(NAMES):
        numbers = truth(index).astype(np.uint8) + 2 * truth(index, 2).astype(np.uint8)
        write_indexed_png(folder / f"{name}.png", numbers)


def videos(path: Path, expressions: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"videos": {"clip": {"expressions": expressions, "frames": NAMES}}}))


@pytest.fixture
def youtube(tmp_path: Path) -> Path:
    """One clip as Ref-YouTube-VOS has it."""
    root = tmp_path / "youtube"
    pictures(root / "train" / "JPEGImages" / "clip")
    numbered(root / "train" / "Annotations" / "clip")
    videos(root / "meta_expressions" / "train" / "meta_expressions.json", {"0": {"exp": RED, "obj_id": "1"}})
    return root


def _request(data: Path, target: Path, steps: int, **more: object) -> MaskTraining:
    return MaskTraining(data, target, letters, steps=steps, rate=3e-3, size="tiny", side=128, frames=2, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "share", "least"), [(7, 0.96, 0.0), pytest.param(40, 0.8, 0.6, marks=pytest.mark.slow)]
)
def test_adapters_learn_a_small_clip(
    youtube: Path, tmp_path: Path, steps: int, share: float, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Samwise] = []
    monkeypatch.setattr(training, "Samwise", lambda *size: made.append(Samwise(*size)) or made[-1])
    torch.manual_seed(0)
    report = run_job(train(_request(youtube, tmp_path / "net.pth", steps)))
    assert report.step == steps
    assert np.mean(report.losses[-2:]) < share * np.mean(report.losses[:2])
    (net,) = made
    lesson = Lessons(read_referring(youtube), 2, 128)[0]
    net.eval()
    with torch.no_grad():
        seen = net.encode(lesson.pictures, torch.tensor([letters(lesson.text)["input_ids"]]))
        logits, verdicts = follow(net, seen, lesson.masks)
    found, wanted = logits > 0, lesson.masks > 0
    assert float((found & wanted).sum() / (found | wanted).sum()) >= least
    assert len(verdicts) == 1, "the first frame has no memory to doubt"


def test_only_adapters_learn_and_a_stopped_training_goes_on(
    youtube: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[dict[str, torch.Tensor]] = []
    made: list[Samwise] = []

    def remembered(*size: object) -> Samwise:
        torch.manual_seed(0)
        made.append(Samwise(*size))  # type: ignore[arg-type]
        before.append({name: value.clone() for name, value in made[-1].state_dict().items()})
        return made[-1]

    monkeypatch.setattr(training, "Samwise", remembered)
    target, whole = tmp_path / "net.pth", tmp_path / "whole.pth"
    job = train(_request(youtube, target, 2))
    for progress in job:
        if progress.done == 1:
            break
    job.close()
    assert torch.load(target, weights_only=True)["step"] == 1
    assert run_job(train(_request(youtube, target, 2, whole=whole))).step == 2
    now = torch.load(whole, weights_only=True)["model"]
    assert set(now) == set(before[0])
    changed = {name for name, value in now.items() if not torch.equal(value, before[0][name])}
    assert changed
    assert all(name.startswith(TRAINED) for name in changed)
    for prefix in TRAINED:
        assert any(name.startswith(prefix) for name in changed), f"{prefix} learned nothing"
    kept = torch.load(target, weights_only=True)["params"]
    assert all(name.startswith(TRAINED) for name in kept)
    learned = sum(value.numel() for part in trained_parts(made[0]) for value in part.parameters())
    assert 4e6 < learned < 6e6
    with pytest.raises(InputError, match="training of another network"):
        run_job(train(MaskTraining(youtube, target, letters, steps=3, size="base", side=128, frames=2)))


def _check(found: Sequence[Referred]) -> None:
    (one,) = found
    assert one.text == RED
    assert [frame.stem for frame in one.frames] == NAMES
    for index in range(3):
        mask = one.mask(index)
        assert mask is not None
        assert np.array_equal(mask, truth(index))


def test_ref_youtube_vos_is_read(youtube: Path) -> None:
    _check(read_referring(youtube))


def test_mevis_is_read_and_several_things_are_one_mask(tmp_path: Path) -> None:
    pictures(tmp_path / "train" / "JPEGImages" / "clip")
    expressions = {"0": {"exp": RED, "obj_id": [0], "anno_id": [7]}, "1": {"exp": "both", "anno_id": [7, 8]}}
    videos(tmp_path / "train" / "meta_expressions.json", dict(expressions))
    runs = {
        str(6 + number): [{"size": [96, 120], "counts": press_runs(encode_runs(truth(i, number)))} for i in range(3)]
        for number in (1, 2)
    }
    runs["8"][2] = None  # type: ignore[call-overload]
    (tmp_path / "train" / "mask_dict.json").write_text(json.dumps(runs))
    first, second = read_referring(tmp_path)
    _check([first])
    both = second.mask(1)
    assert both is not None
    assert np.array_equal(both, truth(1) | truth(1, 2))
    rest = second.mask(2)
    assert rest is not None
    assert np.array_equal(rest, truth(2))


def test_ref_davis_is_read_as_it_is_published(tmp_path: Path) -> None:
    pictures(tmp_path / "JPEGImages" / "480p" / "clip")
    numbered(tmp_path / "Annotations" / "480p" / "clip")
    folder = tmp_path / "davis_text_annotations"
    folder.mkdir()
    (folder / "Davis17_annot1.txt").write_text(f'clip 1 "{RED}"\nelsewhere 1 "a camel"\n', encoding="latin-1")
    _check(read_referring(tmp_path))


def test_lessons_are_always_the_same_and_sided_phrases_are_not_mirrored(youtube: Path) -> None:
    lessons = Lessons(read_referring(youtube), 2, 128)
    one, again = lessons[5], lessons[5]
    assert torch.equal(one.pictures, again.pictures)
    assert one.pictures.shape == (2, 3, 128, 128)
    assert one.masks.shape == (2, 25, 32)
    assert all(lessons[number].masks[0, :, :20].sum() > lessons[number].masks[0, :, 20:].sum() for number in range(8))
    free = [Referred("a box", one.frames, one.mask) for one in read_referring(youtube)]
    halves = {
        bool(lesson.masks[0, :, :16].sum() > lesson.masks[0, :, 16:].sum())
        for lesson in (Lessons(free, 2, 128)[number] for number in range(12))
    }
    assert halves == {True, False}


def test_losses_count_what_they_should() -> None:
    wanted = torch.tensor([[[1.0, 0.0], [1.0, 0.0]]])
    right, wrong = (wanted * 2 - 1) * 20, (1 - wanted * 2) * 20
    assert float(dice(right, wanted)) < 0.01 < 0.7 < float(dice(wrong, wanted))
    assert float(focal(right, wanted)) < 1e-4 < 1 < float(focal(wrong, wanted))
    plain = torch.nn.functional.binary_cross_entropy_with_logits(right / 20, wanted)
    assert float(focal(right / 20, wanted, share=-1, gamma=0)) == pytest.approx(float(plain))
    said = torch.tensor([[3.0, -3.0]])
    low, high = torch.tensor([0.2]), torch.tensor([0.9])
    assert float(turning(said, high, low)) < 0.01
    assert float(turning(said, low, high)) > 5


def test_what_cannot_be_learned_from_is_said(youtube: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="laid out neither as Ref-YouTube-VOS"):
        read_referring(tmp_path)
    with pytest.raises(InputError, match="a phrase and 9 frames"):
        Lessons(read_referring(youtube), 9, 128)
    with pytest.raises(InputError, match="multiple of 64"):
        run_job(train(MaskTraining(youtube, tmp_path / "n.pth", letters, side=100)))
    other = tmp_path / "other.pth"
    torch.save({"params": {}}, other)
    with pytest.raises(InputError, match="no training of this program"):
        run_job(train(_request(youtube, other, 5)))
    assert run(["train", "mask", str(tmp_path), "-o", str(tmp_path / "n.pth")]) != 0
    assert "laid out neither as" in capsys.readouterr().err
    assert run(["train", "mask", str(youtube), "-o", str(tmp_path / "n.pth"), "--size=huge"]) != 0
    assert "'huge' is no size" in capsys.readouterr().err
    (youtube / "meta_expressions" / "train" / "meta_expressions.json").write_text("{}")
    with pytest.raises(InputError, match="not as in its data set"):
        read_referring(youtube)
    cv2.imwrite(str(tmp_path / "c.png"), np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(MediaError, match="holds colours"):
        read_numbers(tmp_path / "c.png")
