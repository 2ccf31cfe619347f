"""What changed, told to attendees."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain
from typing import Final

from attrs import frozen

from numeco.model import Session
from numeco.schedule._change import Change, ChangeKind
from numeco.schedule._changing.languages import Language, repeated
from numeco.schedule._changing.release import Release
from numeco.time import Interval

#: The groups of a message in their order, and the kinds that lead a session there.
_GROUPS: Final = {
    "cancelled": {ChangeKind.CANCELLED},
    "gone": {ChangeKind.GONE},
    "reinstated": {ChangeKind.REINSTATED},
    "time": {ChangeKind.MOVED, ChangeKind.SCHEDULED, ChangeKind.UNSCHEDULED},
    "room": {ChangeKind.REROOMED},
    "length": {ChangeKind.RESIZED},
    "added": {ChangeKind.ADDED},
    "title": {ChangeKind.RETITLED},
    "people": {ChangeKind.PEOPLE},
}
_OF_TIME: Final = _GROUPS["time"] | _GROUPS["length"]
_DAY: Final = timedelta(days=1)
#: What breaks lines or turns the direction of writing, within a title.
_UNPRINTED: Final = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def as_text(
    language: Language,
    old: Release,
    new: Release,
    changes: Iterable[Change],
    renamed: Iterable[tuple[str, str]],
) -> str:
    """Return what changed in one language; nothing where nothing concerns attendees.

    Args:
        language: in which to tell it.
        old: what they know.
        new: what holds now.
        changes: of sessions, in order.
        renamed: the old and new names of rooms.
    """
    groups = _told(changes, old, new)
    message = Message.of(language, old, new, chain.from_iterable(groups.values()))
    lines = {group: [message.line(group, one) for one in of] for group, of in groups.items()}
    names = [message.renamed(before, after) for before, after in renamed]
    if names:
        lines["names"] = names
    return "\n\n".join(message.group(group, of) for group, of in lines.items())


def _told(changes: Iterable[Change], old: Release, new: Release) -> dict[str, list[Change]]:
    """Return the changes that concern attendees, by group, in the order of a message."""
    groups: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        group = next((one for one, kinds in _GROUPS.items() if kinds & change.kinds), None)
        off = change.before is None or old.cancelled(change.before)
        off_now = change.after is None or new.cancelled(change.after)
        if group is not None and not (off and off_now):
            groups[group].append(change)
    return {group: groups[group] for group in _GROUPS if group in groups}


@frozen
class Message:
    """How changes are told in one language."""

    language: Language
    old: Release
    new: Release
    #: Whether times name their zones, and days their years.
    zones: bool
    years: bool

    @classmethod
    def of(
        cls, language: Language, old: Release, new: Release, changes: Iterable[Change]
    ) -> "Message":
        """Return how to tell some changes: zones and years where there are several of them."""
        sides = (side for one in changes for side in ((old, one.before), (new, one.after)))
        slots = [when for at, one in sides if one is not None and (when := at.when(one))]
        zones = {one.zone for one in slots}
        years = {moment.year for one in slots for moment in (one.start, one.end)}
        return cls(language, old, new, len(zones) > 1, len(years) > 1)

    def group(self, group: str, lines: Sequence[str]) -> str:
        """Return some lines under their head."""
        head = self.language.heads[group][len(lines) > 1]
        return "\n".join([head, *(f"- {line}" for line in lines)])

    def line(self, group: str, change: Change) -> str:
        """Return what attendees are told of one session: as they know it, where it is off."""
        before, after = change.before, change.after
        if after is None or (group == "cancelled" and before is not None):
            known = change.session if before is None else before
            title, said = self._title(known), self._slot(self.old, known)
        else:
            title = self._title(after)
            if before is not None and ChangeKind.RETITLED in change.kinds:
                title += self.language.was.format(self._title(before))
            said = self._placed(change, before, after) + self._people(change, before, after)
        return self.language.line.format(title, said)

    def renamed(self, before: str, after: str) -> str:
        """Return what attendees are told of a room under a new name."""
        return self.language.renamed.format(_plain(before), _plain(after))

    # The parts of a line

    def _title(self, session: Session) -> str:
        return self.language.quoted.format(_plain(session.title) or session.id)

    def _slot(self, release: Release, session: Session, *, site: bool = False) -> str:
        room = _plain(release.room(session, site=site))
        return ", ".join(filter(None, (self._time(release.when(session)), room)))

    def _placed(self, change: Change, before: Session | None, after: Session) -> str:
        """Return when and where a session is, and how that was before."""
        if before is None:
            return self._slot(self.new, after)
        rerooms = ChangeKind.REROOMED in change.kinds
        site = rerooms and self._other_site(before, after)
        said = self._slot(self.new, after, site=site)
        if rerooms and after.venue is None:
            said = f"{said}, {self.language.no_room}"
        was: list[str] = []
        when = self.old.when(before)
        if when is not None and change.kinds & _OF_TIME:
            was.append(self._time_before(when, self.new.when(after)))
        if rerooms:
            was.append(_plain(self.old.room(before, site=site)))
        known = ", ".join(filter(None, was))
        return said + (self.language.was.format(known) if known else "")

    def _other_site(self, before: Session, after: Session) -> bool:
        was, now = self.old.sites(before)[1:], self.new.sites(after)[1:]
        return [one.name for one in was] != [one.name for one in now]

    def _people(self, change: Change, before: Session | None, after: Session) -> str:
        if not change.kinds & {ChangeKind.PEOPLE, ChangeKind.ADDED}:
            return ""
        was = "" if before is None else self._names(self.old, before)
        now = self._names(self.new, after)
        if now:
            said = self.language.joined.format(now) + (self.language.was.format(was) if was else "")
        else:
            said = self.language.left.format(was) if was else ""
        return self.language.people.format(said) if said else ""

    def _names(self, release: Release, session: Session) -> str:
        names = release.names((*session.speakers, *session.hosts))
        return self.language.listed([_plain(one) for one in names]) if names else ""

    # Times

    def _time(self, when: Interval | None) -> str:
        if when is None:
            return self.language.no_time
        day = self.language.day(when.start.date(), year=self.years)
        if _days_on(when):
            last = self.language.day(when.end.date(), year=self.years)
            clocks = [self.language.clock(one) for one in (when.start, when.end)]
            said = self.language.days.format(f"{day}, {clocks[0]}", f"{last}, {clocks[1]}")
        else:
            said = f"{day}, {self._hours(when)}"
        return said + self._zone(when)

    def _time_before(self, was: Interval, now: Interval | None) -> str:
        """Return when a session was: only its start, and that without a day, where that tells."""
        if now is None or _days_on(was) or _days_on(now):
            return self._time(was)
        same_length = was.duration == now.duration
        said = self.language.clock(was.start) if same_length else self._hours(was)
        if (was.start.date(), was.zone) != (now.start.date(), now.zone):
            said = f"{self.language.day(was.start.date(), year=self.years)}, {said}"
        return said + self._zone(was)

    def _hours(self, when: Interval) -> str:
        start, end = self.language.clock(when.start), self.language.clock(when.end)
        return start if when.end_us == when.start_us else self.language.hours.format(start, end)

    def _zone(self, when: Interval) -> str:
        named = self.zones or when.zone == "UTC" or repeated(when.start) or repeated(when.end)
        return f", {self.language.zone(when.zone)}" if named else ""


def _days_on(when: Interval) -> bool:
    """Return whether an interval is told from day to day: not one that ends in the night."""
    return when.duration >= _DAY and when.start.date() != when.end.date()


def _plain(text: str) -> str:
    return _UNPRINTED.sub(" ", text).strip()
