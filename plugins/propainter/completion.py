"""ProPainter's flow completion (Zhou et al., ICCV 2023, section 3.1): flow inside holes from flow round them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from peanut_studio.nets.e2fgvi import Doubling

from .alignment import Alignment, backbone

SLOPE = 0.2
REACH, SLOW = 5, 0.1
CHANNELS = 128
BRANCHES = ("backward_", "forward_")


class Pseudo3d(nn.Module):
    """A convolution in space, then one in time which looks two frames off."""

    def __init__(self, before: int, after: int, stride: int = 1) -> None:
        super().__init__()
        across = nn.Conv3d(before, after, (1, 3, 3), (1, stride, stride), (0, 1, 1))
        self.conv1 = nn.Sequential(across, nn.LeakyReLU(SLOPE))
        self.conv2 = nn.Sequential(nn.Conv3d(after, after, (3, 1, 1), padding=(2, 0, 0), dilation=(2, 1, 1)))

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.conv2(self.conv1(x))
        return found


class Recurrence(nn.Module):
    """Features of consecutive frames (T, C, H, W), each told what those after and before it know."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        align = {name: Alignment(2 * channels, channels, 3 * channels, REACH) for name in BRANCHES}
        self.deform_align = nn.ModuleDict(align)
        self.backbone = nn.ModuleDict(
            {name: backbone((2 + number) * channels, channels, SLOW) for number, name in enumerate(BRANCHES)}
        )
        self.fusion = nn.Conv2d(2 * channels, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        behind = self._passed("backward_", [features])
        before = self._passed("forward_", [features, behind])
        fused: Tensor = self.fusion(torch.cat((behind, before), 1))
        return fused + features

    def _passed(self, name: str, known: list[Tensor]) -> Tensor:
        nothing = torch.zeros_like(known[0][:1])
        feature, found = nothing, list[Tensor]()
        count = len(known[0])
        for step, index in enumerate(range(count) if name == "forward_" else range(count - 1, -1, -1)):
            here = [features[index : index + 1] for features in known]
            if step:
                last, farther = found[-1], found[-2] if step > 1 else nothing
                condition = torch.cat((last, here[0], farther), 1)
                feature = self.deform_align[name](torch.cat((last, farther), 1), condition)
            feature = feature + self.backbone[name](torch.cat((*here, feature), 1))
            found.append(feature)
        return torch.cat(found if name == "forward_" else found[::-1])


class EdgeDetector(nn.Module):
    """Was trained beside the rest and is in the checkpoint; nothing uses it."""

    def __init__(self) -> None:
        super().__init__()
        self.projection = nn.Sequential(nn.Conv2d(2, 16, 3))
        self.mid_layer_1 = nn.Sequential(nn.Conv2d(16, 16, 3))
        self.mid_layer_2 = nn.Sequential(nn.Conv2d(16, 16, 3))
        self.out_layer = nn.Conv2d(16, 1, 1)


class FlowCompletion(nn.Module):
    """The network. Parameter names are those of the published checkpoint."""

    def __init__(self) -> None:
        super().__init__()
        leaky = nn.LeakyReLU(SLOPE)
        first = nn.Conv3d(3, 32, (1, 5, 5), (1, 2, 2), (0, 2, 2), padding_mode="replicate")
        self.downsample = nn.Sequential(first, leaky)
        self.encoder1 = nn.Sequential(Pseudo3d(32, 32), leaky, Pseudo3d(32, 64, 2), leaky)
        self.encoder2 = nn.Sequential(Pseudo3d(64, 64), leaky, Pseudo3d(64, CHANNELS, 2), leaky)
        layers: list[nn.Module] = []
        for spread in (3, 2, 1):
            side = (1, spread, spread)
            layers += [nn.Conv3d(CHANNELS, CHANNELS, (1, 3, 3), padding=(0, spread, spread), dilation=side), leaky]
        self.mid_dilation = nn.Sequential(*layers)
        self.feat_prop_module = Recurrence(CHANNELS)
        self.decoder2 = nn.Sequential(nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), leaky, Doubling(CHANNELS, 64), leaky)
        self.decoder1 = nn.Sequential(nn.Conv2d(64, 64, 3, padding=1), leaky, Doubling(64, 32), leaky)
        self.upsample = nn.Sequential(nn.Conv2d(32, 32, 3, padding=1), leaky, Doubling(32, 2))
        self.edgeDetector = EdgeDetector()

    def forward(self, flows: Tensor, holes: Tensor) -> Tensor:
        """Flows (T, 2, H, W) and holes (T, 1, H, W), 1 inside, sides multiples of 8 -> flows known everywhere."""
        seen = torch.cat((flows * (1 - holes), holes), 1).transpose(0, 1)[None]
        quarter = self.encoder1(self.downsample(seen))
        eighth = self.mid_dilation(self.encoder2(quarter))
        known = self.feat_prop_module(eighth[0].transpose(0, 1))
        picture: Tensor = self.upsample(self.decoder1(self.decoder2(known) + quarter[0].transpose(0, 1)))
        return picture

    def completed(self, ahead: Tensor, back: Tensor, holes: Tensor) -> tuple[Tensor, Tensor]:
        """Flow from each of T frames to the next, (T - 1, 2, H, W), and back, completed inside holes (T, 1, H, W)."""
        there = self(ahead, holes[:-1])
        home = self(back.flip(0), holes[1:].flip(0)).flip(0)
        return _combined(there, ahead, holes[:-1]), _combined(home, back, holes[1:])


def _combined(found: Tensor, known: Tensor, holes: Tensor) -> Tensor:
    return found * holes + known * (1 - holes)
