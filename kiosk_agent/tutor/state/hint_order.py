"""In which order hints are read: one by one, then all of them again, then none until the key is pressed anew."""


def hint_after(at: int, total: int, *, is_shown: bool) -> int | None:
    """Return which hint the key shows, from 0; `total` for all of them, None for what was there before.

    `at` is the one that was shown last, -1 before the first; `is_shown` when it can be seen now.
    """
    if is_shown and at >= total:
        return None
    return min(at + 1 if is_shown or at < 0 else at, total)
