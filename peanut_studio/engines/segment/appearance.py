"""What an object looks like against what is round it, learnt while it is being tracked.

A ridge regression from a cell's features to +1 (object) or -1 (not), both kinds weighing the same. Only its normal
equations are kept, so its size does not depend on the number of frames. The idea of telling an object from its
surroundings by a linear model that is learnt online: Danelljan et al., "ATOM", CVPR 2019; Robinson et al., "Learning
Fast and Robust Target Models for Video Object Segmentation", CVPR 2020.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch

Features = torch.Tensor
"""(1, C, rows, columns)."""

Map = npt.NDArray[np.float32]
"""(rows, columns)."""

RIDGE = 0.01
"""Regularisation, relative to features of unit variance and weights that sum to two."""

STEEPNESS = 6.0
"""How fast the probability rises with the regression's value round 0."""

INSIDE = 0.6
OUTSIDE = 0.1
"""Cells covered by more than `INSIDE` are object, by less than `OUTSIDE` are not; what is between teaches nothing."""

FIRST_SHARE = 0.5
"""The share that the frame which a person prompted keeps for ever."""


@dataclass(frozen=True, eq=False)
class Appearance:
    """A linear model of an object: `products` (C + 1, C + 1) and `targets` (C + 1,) are its normal equations.

    `first_products` and `first_targets` are those of the prompted frame alone.
    """

    products: npt.NDArray[np.float64]
    targets: npt.NDArray[np.float64]
    first_products: npt.NDArray[np.float64]
    first_targets: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float32]

    @staticmethod
    def learn(features: Features, coverage: Map) -> Appearance | None:
        """From one frame's features and how much of each cell the object covers; None without both kinds of cells."""
        equations = _equations(features, coverage)
        if equations is None:
            return None
        products, targets = equations
        return Appearance(products, targets, products, targets, _solve(products, targets))

    def learn_more(self, features: Features, coverage: Map, rate: float) -> Appearance:
        """The model after another frame, which weighs `rate` against those since the first."""
        equations = _equations(features, coverage)
        if equations is None:
            return self
        products = (1 - rate) * self.products + rate * equations[0]
        targets = (1 - rate) * self.targets + rate * equations[1]
        weights = _solve(
            FIRST_SHARE * self.first_products + (1 - FIRST_SHARE) * products,
            FIRST_SHARE * self.first_targets + (1 - FIRST_SHARE) * targets,
        )
        return replace(self, products=products, targets=targets, weights=weights)

    def value(self, features: Features) -> Map:
        """The regression's value for each cell: about 1 on the object, about -1 off it."""
        rows, columns = features.shape[2:]
        return np.asarray((_rows(features) @ self.weights).reshape(rows, columns), np.float32)


def likelihood(value: Map) -> Map:
    """How likely each cell belongs to the object, in [0, 1], from the regression's value."""
    return np.asarray(1 / (1 + np.exp(-STEEPNESS * value)), np.float32)


def agreement(likely: Map, coverage: Map) -> float:
    """How well a mask's coverage of cells fits the likelihood of the object there, in [0, 1].

    The F-measure (Dice coefficient) of the two maps; likelihoods up to 1/4 count as none.
    """
    sure = np.maximum(likely - 0.25, 0) / 0.75
    total = float(sure.sum() + coverage.sum())
    return min(1.0, 2 * float((sure * coverage).sum()) / total) if total > 0 else 0.0


def _rows(features: Features) -> npt.NDArray[np.float32]:
    channels = features.shape[1]
    cells = features[0].permute(1, 2, 0).reshape(-1, channels).float().cpu().numpy()
    return np.concatenate([cells, np.ones((len(cells), 1), np.float32)], axis=1)


def _equations(features: Features, coverage: Map) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    rows, flat = _rows(features), coverage.ravel()
    enough = min(INSIDE, 0.8 * float(flat.max()))
    kinds = ((rows[flat > max(enough, OUTSIDE)], 1.0), (rows[flat < OUTSIDE], -1.0))
    products = np.zeros((rows.shape[1], rows.shape[1]))
    targets = np.zeros(rows.shape[1])
    for cells, target in kinds:
        if not len(cells):
            return None
        products += cells.T @ cells / len(cells)
        targets += target * cells.mean(axis=0)
    return products, targets


def _solve(products: npt.NDArray[np.float64], targets: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    # numpy would solve it without letting other threads run.
    ridged = torch.from_numpy(products + RIDGE * np.eye(len(targets)))
    return np.asarray(torch.linalg.solve(ridged, torch.from_numpy(targets)).numpy(), np.float32)
