"""Parts of VINet: gated convolutions, flow between features, what is hidden, memory."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

SEARCH = 4
"""Pixels in each direction in which a feature is looked for in the other picture."""

UP_SLOPE, FLOW_SLOPE = 0.2, 0.1


class Gated(nn.Module):
    """A convolution without bias of which one half of the channels lets the other half through, more or less."""

    def __init__(self, before: int, after: int, stride: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, 2 * after, 3, stride, dilation, dilation, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        value, gate = self.conv(x).chunk(2, 1)
        return torch.sigmoid(gate) * torch.relu(value)


class Flat(nn.Conv3d):
    """A convolution of pictures (N, C, H, W) whose weights have a third dimension of one, as the checkpoint's have."""

    def __init__(self, before: int, after: int, dilation: int = 1) -> None:
        spread = (1, dilation, dilation)
        super().__init__(before, after, (1, 3, 3), padding=(0, dilation, dilation), dilation=spread, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return functional.conv2d(x, self.weight[:, :, 0], None, 1, self.padding[1:], self.dilation[1:])


class FlatGated(nn.Module):
    """`Gated` with weights of three dimensions."""

    def __init__(self, before: int, after: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = Flat(before, 2 * after, dilation)

    def forward(self, x: Tensor) -> Tensor:
        value, gate = self.conv(x).chunk(2, 1)
        return torch.sigmoid(gate) * torch.relu(value)


class GatedUp(nn.Module):
    """Enlarged to a size, smoothly, then a gated convolution."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.ModuleList([nn.Identity(), Flat(before, 2 * after)])

    def forward(self, x: Tensor, size: tuple[int, int]) -> Tensor:
        value, gate = self.conv[1](enlarged(x, size)).chunk(2, 1)
        return torch.sigmoid(gate) * functional.leaky_relu(value, UP_SLOPE)


def enlarged(x: Tensor, size: tuple[int, int]) -> Tensor:
    """Brought to a height and a width, smoothly."""
    return functional.interpolate(x, size=size, mode="bilinear", align_corners=False)


def enlarged_flow(flow: Tensor, times: int) -> Tensor:
    """A flow (N, 2, H, W) for pictures so many times larger."""
    return times * enlarged(flow, (times * flow.shape[-2], times * flow.shape[-1]))


def correlation(first: Tensor, second: Tensor) -> Tensor:
    """How alike the features of two pictures are at every distance of the search, (N, 81, H, W): rows outer.

    Each row is multiplied with the whole of another, of which a band is wanted: ten times the sums, and still less than
    two thirds of the time that eighty-one products of pictures take.
    """
    count, channels, height, width = first.shape
    wide, reach = width + 2 * SEARCH, 2 * SEARCH + 1
    rows = first.permute(0, 2, 3, 1).contiguous()
    others = functional.pad(second, (SEARCH, SEARCH, SEARCH, SEARCH)).permute(0, 2, 1, 3).contiguous()
    band = (height * width * wide, width * wide, wide + 1, 1)
    found = [
        torch.as_strided(rows @ others[:, y : y + height], (count, height, width, reach), band) for y in range(reach)
    ]
    return torch.cat(found, 3).permute(0, 3, 1, 2) / channels


class Refinement(nn.Module):
    """Looks far round each place and corrects the flow."""

    def __init__(self) -> None:
        super().__init__()
        sides = (34, 128, 128, 128, 96, 64, 32, 2)
        self.convs = nn.Sequential(
            *(
                nn.Sequential(nn.Conv2d(before, after, 3, 1, spread, spread), nn.LeakyReLU(FLOW_SLOPE))
                for before, after, spread in zip(sides, sides[1:], (1, 2, 4, 8, 16, 1, 1), strict=False)
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        change: Tensor = self.convs(x)
        return change


class FlowEstimator(nn.Module):
    """Features and how alike they are to a flow (N, 2, H, W)."""

    def __init__(self, before: int) -> None:
        super().__init__()
        sides = (before, 128, 128, 96, 64, 32)
        self.convs = nn.Sequential(
            *(
                nn.Sequential(nn.Conv2d(first, second, 3, 1, 1), nn.LeakyReLU(FLOW_SLOPE))
                for first, second in pairwise(sides)
            )
        )
        self.conv1 = nn.Conv2d(32, 2, 3, 1, 1)
        self.convs_fine = Refinement()

    def forward(self, x: Tensor) -> Tensor:
        features = self.convs(x)
        flow = self.conv1(features)
        result: Tensor = flow + self.convs_fine(torch.cat((features, flow), 1))
        return result


class FlowNet(nn.Module):
    """Flow between features; with `refines` it corrects one that was found before."""

    def __init__(self, channels: int, *, refines: bool) -> None:
        super().__init__()
        self.flow_estimator = FlowEstimator(channels + (2 * SEARCH + 1) ** 2 + 2 * refines)

    def forward(self, first: Tensor, second: Tensor, before: Tensor | None = None) -> Tensor:
        alike = correlation(first, second)
        if before is None:
            flow: Tensor = self.flow_estimator(torch.cat((first, alike), 1))
            return flow
        corrected: Tensor = before + self.flow_estimator(torch.cat((first, alike, before), 1))
        return corrected


class Hidden(nn.Module):
    """From how far features are apart: how much of the other one to take, (N, 1, H, W) in [0, 1]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        half = channels // 2
        self.convs = nn.Sequential(
            nn.Sequential(nn.Conv2d(channels, half, 3, 1, 1), nn.LeakyReLU(FLOW_SLOPE)),
            nn.Sequential(nn.Conv2d(half, half, 3, 1, 1), nn.LeakyReLU(FLOW_SLOPE)),
            nn.Conv2d(half, 1, 3, 1, 1),
        )

    def forward(self, apart: Tensor) -> Tensor:
        return torch.sigmoid(self.convs(apart))


class Gathering(nn.Module):
    """The features of five pictures, (N, C, 5, H, W), brought together."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        conv = nn.Conv3d(channels, 2 * channels, (5, 3, 3), padding=(0, 1, 1), bias=False)
        self.stAgg = nn.ModuleDict({"conv": conv})

    def forward(self, features: Tensor) -> Tensor:
        # Nothing is left of time after it, so it is a convolution of pictures, which is quicker.
        weight = self.stAgg["conv"].get_parameter("weight").flatten(1, 2)
        value, gate = functional.conv2d(features.flatten(1, 2), weight, padding=1).chunk(2, 1)
        return torch.sigmoid(gate) * torch.relu(value)


class Memory(nn.Module):
    """A convolutional LSTM."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.Gates = nn.Conv2d(2 * channels, 4 * channels, 3, padding=1)

    def forward(self, x: Tensor, state: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        """What is told and what is kept, from what comes in and both of the time before."""
        told, kept = state if state is not None else (torch.zeros_like(x), torch.zeros_like(x))
        let_in, keep, tell, new = self.Gates(torch.cat((x, told), 1)).chunk(4, 1)
        kept = torch.sigmoid(keep) * kept + torch.sigmoid(let_in) * torch.tanh(new)
        return torch.sigmoid(tell) * torch.tanh(kept), kept
