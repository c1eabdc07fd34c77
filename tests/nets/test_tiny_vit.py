from __future__ import annotations

import pytest
import torch

from peanut_studio.nets.mobile_sam import MobileSamNet
from peanut_studio.nets.tiny_vit import TinyViT, WindowAttention


@pytest.fixture(scope="module")
def small() -> TinyViT:
    """Narrow, with statistics and biases that are not the neutral ones of a fresh network."""
    torch.manual_seed(5)
    net = TinyViT(widths=(16, 24, 32, 40), depths=(1, 1, 2, 1), heads=(1, 2, 2, 4)).eval()
    for name, value in [*net.named_parameters(), *net.named_buffers()]:
        if name.endswith(("running_mean", "attention_biases", "bn.bias")):
            value.data.normal_(0, 0.2)
        elif name.endswith(("running_var", "bn.weight")):
            value.data.uniform_(0.5, 1.5)
    return net


@pytest.mark.parametrize("sides", [(128, 128), (64, 176), (48, 16)])
def test_one_cell_per_sixteen_pixels(small: TinyViT, sides: tuple[int, int]) -> None:
    with torch.inference_mode():
        encoded = small(torch.rand(2, 3, *sides))
    assert encoded.shape == (2, 256, sides[0] // 16, sides[1] // 16)
    assert torch.isfinite(encoded).all()


def test_folding_changes_nothing_but_speed(small: TinyViT) -> None:
    picture = torch.rand(1, 3, 96, 160)
    with torch.inference_mode():
        before = small(picture)
        folded = TinyViT(widths=(16, 24, 32, 40), depths=(1, 1, 2, 1), heads=(1, 2, 2, 4)).eval()
        folded.load_state_dict(small.state_dict(), strict=True)
        folded.fold()
        folded.fold()
        after = folded(picture)
    assert not any("bn." in name for name in folded.state_dict())
    torch.testing.assert_close(after, before, atol=2e-4, rtol=2e-3)


def test_attention_is_what_the_paper_says() -> None:
    """softmax(q k^T / sqrt(d) + bias of the absolute offset) v, written out cell by cell."""
    torch.manual_seed(2)
    layer = WindowAttention(channels=8, heads=2, window=3).eval()
    layer.attention_biases.data.normal_()
    x = torch.randn(1, 9, 8)
    with torch.inference_mode():
        result = layer(x)
        qkv = layer.qkv(layer.norm(x))[0].view(9, 2, 12)
        wanted = torch.zeros(9, 8)
        for head in range(2):
            query, key, value = qkv[:, head].split(4, dim=1)
            for cell in range(9):
                logits = torch.empty(9)
                for other in range(9):
                    offset = abs(cell // 3 - other // 3) * 3 + abs(cell % 3 - other % 3)
                    logits[other] = query[cell] @ key[other] / 2 + layer.attention_biases[head, offset]
                wanted[cell, head * 4 : head * 4 + 4] = logits.softmax(0) @ value
        torch.testing.assert_close(result[0], layer.proj(wanted))


def test_windows_do_not_see_each_other(small: TinyViT) -> None:
    """A change far to the right leaves the left of the encoding alone: nothing in the encoder looks everywhere."""
    picture = torch.rand(1, 3, 32, 1024)
    changed = picture.clone()
    changed[..., 992:] += 200
    with torch.inference_mode():
        difference = (small(picture) - small(changed)).abs().amax(dim=(0, 1, 2))
    assert difference[-1] > 1e-3
    assert difference[0] == 0


def test_decoder_gives_four_answers_for_any_mix_of_prompts() -> None:
    torch.manual_seed(4)
    net = MobileSamNet().eval()
    features = torch.randn(1, 256, 9, 16)
    points = torch.tensor([[30.0, 40.0], [100.0, 90.0], [10.0, 10.0], [200.0, 120.0]])
    with torch.inference_mode():
        for labels in ([1], [1, 0], [1, 0, 2, 3]):
            logits, quality = net.decode(features, points[: len(labels)], torch.tensor(labels))
            assert logits.shape == (4, 36, 64)
            assert quality.shape == (4,)
        box_only, _ = net.decode(features, points[2:], torch.tensor([2, 3]))
        guided, _ = net.decode(features, points[2:], torch.tensor([2, 3]), torch.zeros(36, 64))
    assert box_only.shape == guided.shape
    assert (box_only - guided).abs().max() > 1e-4, "the mask prompt must matter"
