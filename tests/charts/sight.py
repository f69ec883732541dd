"""How colours arrive in eyes that lack one kind of cone.

Source: Machado, Oliveira and Fernandes (2009), severity 1, on linear light.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]
"""Red, green and blue along the last axis."""

SIGHT: Final = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.3039],
        ]
    ),
}


def linear(colours: Colours) -> Colours:
    """Light of colours from 0 to 255, 0 to 1."""
    share = colours / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def seen(colours: Colours, sight: str) -> Colours:
    """The light that arrives, 0 to 1."""
    light: Colours = np.clip(linear(colours) @ SIGHT[sight].T, 0, 1)
    return light


def shown(light: Colours) -> NDArray[np.uint8]:
    """Light as colours from 0 to 255 again."""
    share = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    colours: NDArray[np.uint8] = np.rint(share * 255).astype(np.uint8)
    return colours
