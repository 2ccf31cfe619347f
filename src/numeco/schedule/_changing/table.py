"""Changes as rows and as the lines of a table."""

from typing import Any, Final

from numeco.model import Session
from numeco.schedule._change import Change
from numeco.schedule._changing.release import Release

HEADS: Final = ("change", "when", "room", "title", "was")


def row(old: Release, new: Release, change: Change) -> dict[str, Any]:
    """Return one change as a flat mapping, for a data frame."""
    before, after = _side("old", old, change.before), _side("new", new, change.after)
    return {"change": change.said, **before, **after}


def _side(name: str, release: Release, session: Session | None) -> dict[str, Any]:
    when = None if session is None else session.when
    facts = {
        "id": None if session is None else str(session.id),
        "title": None if session is None else session.title,
        "start": None if when is None else when.start,
        "end": None if when is None else when.end,
        "venue": None if session is None else release.room(session, site=False) or None,
        "people": None if session is None else ", ".join(release.people(session)),
        "themes": None if session is None else ", ".join(release.themes(session)),
    }
    return {f"{name}_{key}": value for key, value in facts.items()}


def cells(old: Release, new: Release, change: Change) -> tuple[str, ...]:
    """Return one change as a line of a table under its heads."""
    before, after = change.before, change.after
    now = _facts(old if after is None else new, change.session)
    was = () if before is None or after is None else _facts(old, before)
    changed = [one or "none" for one, other in zip(was, now, strict=False) if one != other]
    return change.said, *now[:3], ", ".join(changed)


def _facts(release: Release, session: Session) -> tuple[str, ...]:
    return (
        str(session.when or "no time"),
        release.room(session, site=False),
        session.title,
        " / ".join(release.people(session)),
        " / ".join(release.themes(session)),
    )
