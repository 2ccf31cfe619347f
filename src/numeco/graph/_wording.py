"""Numbers in words, said alike by all results of the chapter."""


def several(number: int, noun: str) -> str:
    """Return a number of something: ``1 pair``, ``2 pairs``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share in words; all of it and nothing only where that is so."""
    if 0.995 <= share < 1:
        return "more than 99 %"
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.2g} %"
