"""Chance with a name: each quantity draws from its own stream, so that adding one changes no other."""

import zlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one purpose."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
