"""The rules, one by one, and what a finding says."""

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from numeco.diagnostics import Severity

#: Findings of one rule that are listed one by one; one more then says how many followed.
LISTED: Final = 1_000


@frozen
class Finding:
    """One thing in a calendar that is not as its standard says.

    >>> print(Finding(7, "bare-lf", "RFC 5545, 3.1", Severity.ERROR, "a line must end in CRLF"))
    line 7: a line must end in CRLF [bare-lf; RFC 5545, 3.1]
    """

    #: The physical line, from 1; of a folded line the first.
    line: int
    #: A stable word for the rule, to filter by.
    rule: str
    #: Where the rule is written: ``RFC 5545, 3.1``.
    section: str
    #: ERROR breaks a MUST or the grammar; WARNING is legal or a SHOULD, but some programs go wrong;
    #: INFO is worth knowing.
    severity: Severity
    #: What must hold, and what is there.
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text} [{self.rule}; {self.section}]"


@frozen
class Rule:
    """A rule of the lint."""

    word: str
    section: str
    severity: Severity = Severity.ERROR

    def at(self, line: int, text: str, section: str = "") -> Finding:
        """Return a finding of this rule."""
        return Finding(line, self.word, section or self.section, self.severity, text)


def bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Iterate over findings, those of a rule that come too often summed up in one."""
    counts: dict[str, int] = {}
    firsts: dict[str, Finding] = {}
    for one in findings:
        count = counts[one.rule] = counts.get(one.rule, 0) + 1
        if count <= LISTED:
            yield one
        else:
            firsts.setdefault(one.rule, one)
    for rule, first in firsts.items():
        text = f"{counts[rule] - LISTED:,} more findings of this rule begin here: {first.text}"
        yield Finding(first.line, rule, first.section, first.severity, text)


_WARNING: Final = Severity.WARNING
_INFO: Final = Severity.INFO
_LINES: Final = "RFC 5545, 3.1"

# Octets.
BARE_LF: Final = Rule("bare-lf", _LINES)
BARE_CR: Final = Rule("bare-cr", _LINES)
NO_LINE_END: Final = Rule("no-line-end", _LINES)
LONG_LINE: Final = Rule("long-line", _LINES, _WARNING)
FOLD_IN_CHARACTER: Final = Rule("fold-in-character", _LINES)
FOLD_IN_ESCAPE: Final = Rule("fold-in-escape", _LINES, _WARNING)
ENCODING: Final = Rule("encoding", "RFC 5545, 3.1.4")
BYTE_ORDER_MARK: Final = Rule("byte-order-mark", "RFC 5545, 3.1.4")
CONTROL: Final = Rule("control", _LINES)
LINE_SEPARATOR: Final = Rule("line-separator", _LINES, _WARNING)
BLANK_LINE: Final = Rule("blank-line", _LINES)
TOO_LONG: Final = Rule("too-long", _LINES, _WARNING)

# Content lines.
MALFORMED_LINE: Final = Rule("malformed-line", _LINES)
PARAMETER_SYNTAX: Final = Rule("parameter-syntax", "RFC 5545, 3.2")
PARAMETER_REPEATED: Final = Rule("parameter-repeated", "RFC 5545, 3.2")
PARAMETER_VALUES: Final = Rule("parameter-values", "RFC 5545, 3.2")
PARAMETER_QUOTES: Final = Rule("parameter-quotes", "RFC 5545, 3.2")
PARAMETER_VALUE: Final = Rule("parameter-value", "RFC 5545, 3.2")
UNREGISTERED_PARAMETER: Final = Rule("unregistered-parameter", "RFC 5545, 8.3.3", _WARNING)

# Values.
RAW_COMMA: Final = Rule("raw-comma", "RFC 5545, 3.3.11")
RAW_SEMICOLON: Final = Rule("raw-semicolon", "RFC 5545, 3.3.11")
BAD_ESCAPE: Final = Rule("bad-escape", "RFC 5545, 3.3.11")
VALUE: Final = Rule("value", "RFC 5545, 3.3")
VALUE_TYPE: Final = Rule("value-type", "RFC 5545, 3.2.20")
VALUE_TYPE_MISSING: Final = Rule("value-type-missing", "RFC 7986, 5")
URI_CHARACTERS: Final = Rule("uri-characters", "RFC 3986, 2", _WARNING)
UNKNOWN_VALUE: Final = Rule("unknown-value", "RFC 5545, 3.8")
UNREGISTERED_VALUE: Final = Rule("unregistered-value", "RFC 5545, 8.3", _WARNING)
RANGE: Final = Rule("range", "RFC 5545, 3.8")
GEO: Final = Rule("geo", "RFC 5545, 3.8.1.6")
NOT_UTC: Final = Rule("not-utc", "RFC 5545, 3.8.7")
NOT_LOCAL: Final = Rule("not-local", "RFC 5545, 3.6.5")
RECUR: Final = Rule("recur", "RFC 5545, 3.3.10")
RECUR_NEVER: Final = Rule("recur-never", "RFC 5545, 3.3.10", _WARNING)
RECUR_ORDER: Final = Rule("recur-order", "RFC 5545, 3.3.10", _WARNING)

# Components.
NO_CALENDAR: Final = Rule("no-calendar", "RFC 5545, 3.4")
EMPTY_CALENDAR: Final = Rule("empty-calendar", "RFC 5545, 3.6", _WARNING)
OUTSIDE_CALENDAR: Final = Rule("outside-calendar", "RFC 5545, 3.4")
UNBALANCED: Final = Rule("unbalanced", "RFC 5545, 3.6")
TOO_DEEP: Final = Rule("too-deep", "RFC 5545, 3.6", _WARNING)
MISSING_PROPERTY: Final = Rule("missing-property", "RFC 5545, 3.6")
REPEATED_PROPERTY: Final = Rule("repeated-property", "RFC 5545, 3.6")
EXCLUSIVE_PROPERTIES: Final = Rule("exclusive-properties", "RFC 5545, 3.6")
MISPLACED_PROPERTY: Final = Rule("misplaced-property", "RFC 5545, 3.6", _WARNING)
MISPLACED_COMPONENT: Final = Rule("misplaced-component", "RFC 5545, 3.6", _WARNING)
LATE_PROPERTY: Final = Rule("late-property", "RFC 5545, 3.6", _WARNING)
DEPRECATED: Final = Rule("deprecated", "RFC 5545, 8.3", _INFO)
UNREGISTERED_PROPERTY: Final = Rule("unregistered-property", "RFC 5545, 8.3.2", _WARNING)
UNREGISTERED_COMPONENT: Final = Rule("unregistered-component", "RFC 5545, 8.3.1", _WARNING)
EMPTY_VTIMEZONE: Final = Rule("empty-vtimezone", "RFC 5545, 3.6.5")
UID_REPEATED: Final = Rule("uid-repeated", "RFC 5545, 3.8.4.7")
UID_BLANK: Final = Rule("uid-blank", "RFC 5545, 3.8.4.7")

# Times.
DATE_MIXTURE: Final = Rule("date-mixture", "RFC 5545, 3.8.2.2")
END_NOT_AFTER_START: Final = Rule("end-not-after-start", "RFC 5545, 3.8.2.2")
NEGATIVE_DURATION: Final = Rule("negative-duration", "RFC 5545, 3.8.2.5")
UNTIL_FORM: Final = Rule("until-form", "RFC 5545, 3.3.10")
UNTIL_BEFORE_START: Final = Rule("until-before-start", "RFC 5545, 3.3.10", _WARNING)
START_OUTSIDE_RULE: Final = Rule("start-outside-rule", "RFC 5545, 3.8.5.3", _WARNING)
MISSING_TIME: Final = Rule("missing-time", "RFC 5545, 3.3.5", _WARNING)

# Time zones.
ZONE_ON_UTC: Final = Rule("zone-on-utc", "RFC 5545, 3.2.19")
ZONE_ON_DATE: Final = Rule("zone-on-date", "RFC 5545, 3.2.19")
MISSING_VTIMEZONE: Final = Rule("missing-vtimezone", "RFC 5545, 3.2.19")
REPEATED_VTIMEZONE: Final = Rule("repeated-vtimezone", "RFC 5545, 3.6.5")
UNUSED_VTIMEZONE: Final = Rule("unused-vtimezone", "RFC 5545, 3.6.5", _INFO)
WRONG_VTIMEZONE: Final = Rule("wrong-vtimezone", "RFC 5545, 3.6.5", _WARNING)
UNCHECKED_VTIMEZONE: Final = Rule("unchecked-vtimezone", "RFC 5545, 3.6.5", _INFO)
UNKNOWN_ZONE: Final = Rule("unknown-zone", "X-WR-TIMEZONE", _WARNING)

#: Every rule, by its word.
RULES: Final = {one.word: one for one in list(globals().values()) if isinstance(one, Rule)}
