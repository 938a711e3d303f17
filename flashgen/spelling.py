"""Spelling: whether two words are the same but for a slip of the pen."""

from __future__ import annotations


def slip(one: str, other: str) -> bool:
    """Whether one letter is more, less or other, or two that stand side by side are exchanged.

    >>> slip("defintion", "definition"), slip("acroynm", "acronym"), slip("stress", "strain")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        apart = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        first, last = (apart[0], apart[-1] + 1) if apart else (0, 0)
        return len(apart) == 1 or (len(apart) == 2 == last - first and one[first:last] == other[first:last][::-1])
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
