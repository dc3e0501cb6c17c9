"""Gives memory that was needed for a moment back to the system, where the C library does not do so by itself."""

from __future__ import annotations

import ctypes
import sys

MMAP_THRESHOLD = -3
"""`M_MMAP_THRESHOLD` of glibc's mallopt(3)."""

LARGE_BYTES = 128 * 1024
"""What is larger gets pages of its own, which go when it goes."""


def give_back_large_pieces() -> None:
    """From now on return what large arrays took as soon as they are deleted.

    glibc begins so, and after the first of them it changes its mind: it keeps pieces of up to 32 MB, between which small
    ones settle. Where another C library is used, nothing is changed.
    """
    library = _glibc()
    if library is not None:
        library.mallopt(MMAP_THRESHOLD, LARGE_BYTES)


def give_back() -> None:
    """Return what is free now. Takes some milliseconds, without the GIL."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
