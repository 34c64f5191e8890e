"""Where the rows of a board stand among their like. Keys in, keys out."""


def moved(order: list[int], key: int, before: int | None) -> list[int]:
    """The same keys with one of them (or a new one) just before another, or last when that is None.

    Raises ValueError when `before` is not among the others.
    """
    others = [each for each in order if each != key]
    place = len(others) if before is None else others.index(before)
    return [*others[:place], key, *others[place:]]


def follower(order: list[int], key: int) -> int | None:
    """What stands after a key, None of the last."""
    place = order.index(key) + 1
    return order[place] if place < len(order) else None
