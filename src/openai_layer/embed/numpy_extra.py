"""NumPy for this folder: typed as itself, and an error that names the extra where it is not installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ..extras import load_extra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]
    Integers: TypeAlias = NDArray[np.intp]
else:
    np = load_extra("numpy", extra="embeddings", purpose="working with embeddings")
    Floats = Integers = np.ndarray

__all__ = ["Floats", "Integers", "np"]
