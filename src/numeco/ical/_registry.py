"""What IANA's iCalendar registry says of properties, components, parameters and value types.

From RFC 5545, 6321 (XML), 6638 (SCHEDULE-…), 7529 (RSCALE), 7808 (TZUNTIL …), 7953 (VAVAILABILITY),
7986, 8607 (managed attachments), 9073, 9074 and 9253.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@frozen
class Kind:
    """What the value of a property is."""

    #: Of a value without VALUE; then those that VALUE may name.
    default: str
    others: tuple[str, ...] = ()
    #: What parts several values, or the components of one: a comma, a semicolon or nothing.
    separator: str = ""
    #: Whether VALUE has to be there, though it says what holds anyway.
    explicit: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return each value type that the property may have."""
        return (self.default, *self.others)


def _kinds(names: str, kind: Kind) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


_TEXT: Final = Kind("TEXT")
_UTC: Final = Kind("DATE-TIME")
_MOMENT: Final = Kind("DATE-TIME", ("DATE",))

PROPERTIES: Final[Mapping[str, Kind]] = MappingProxyType(
    _kinds(
        "ACTION BUSYTYPE CALSCALE CLASS COLOR COMMENT CONTACT DESCRIPTION LOCATION METHOD NAME "
        "PARTICIPANT-TYPE PRODID PROXIMITY REFID RESOURCE-TYPE STATUS SUMMARY TRANSP TZID "
        "TZID-ALIAS-OF TZNAME UID VERSION",
        _TEXT,
    )
    | _kinds("CATEGORIES LOCATION-TYPE RESOURCES", Kind("TEXT", separator=","))
    | _kinds("REQUEST-STATUS", Kind("TEXT", separator=";"))
    | _kinds("GEO", Kind("FLOAT", separator=";"))
    | _kinds("PERCENT-COMPLETE PRIORITY REPEAT SEQUENCE", Kind("INTEGER"))
    | _kinds("ACKNOWLEDGED COMPLETED CREATED DTSTAMP LAST-MODIFIED TZUNTIL", _UTC)
    | _kinds("DTEND DTSTART DUE RECURRENCE-ID", _MOMENT)
    | _kinds("EXDATE", Kind("DATE-TIME", ("DATE",), ","))
    | _kinds("RDATE", Kind("DATE-TIME", ("DATE", "PERIOD"), ","))
    | _kinds("FREEBUSY", Kind("PERIOD", separator=","))
    | _kinds("EXRULE RRULE", Kind("RECUR"))
    | _kinds("DURATION", Kind("DURATION"))
    | _kinds("REFRESH-INTERVAL", Kind("DURATION", explicit=True))
    | _kinds("TRIGGER", Kind("DURATION", ("DATE-TIME",)))
    | _kinds("TZOFFSETFROM TZOFFSETTO", Kind("UTC-OFFSET"))
    | _kinds("ATTENDEE CALENDAR-ADDRESS ORGANIZER", Kind("CAL-ADDRESS"))
    | _kinds("CONCEPT SOURCE TZURL URL", Kind("URI"))
    | _kinds("CONFERENCE", Kind("URI", explicit=True))
    | _kinds("ATTACH", Kind("URI", ("BINARY",)))
    | _kinds("IMAGE", Kind("URI", ("BINARY",), explicit=True))
    | _kinds("LINK", Kind("URI", ("UID", "XML-REFERENCE")))
    | _kinds("RELATED-TO", Kind("TEXT", ("UID", "URI")))
    | _kinds("STRUCTURED-DATA", Kind("TEXT", ("BINARY", "URI")))
    | _kinds("STYLED-DESCRIPTION", Kind("TEXT", ("URI",)))
    | _kinds("XML", Kind("TEXT", ("BINARY",)))
)

#: Value types (RFC 5545, 3.3, and RFC 9253, 7).
TYPES: Final = _words(
    "BINARY BOOLEAN CAL-ADDRESS DATE DATE-TIME DURATION FLOAT INTEGER PERIOD RECUR TEXT TIME UID "
    "URI UTC-OFFSET XML-REFERENCE"
)

#: Parameters that hold one value each.
SINGLE_PARAMETERS: Final = _words(
    "ALTREP CN CUTYPE DERIVED DIR EMAIL ENCODING FBTYPE FILENAME FMTTYPE GAP LABEL LANGUAGE "
    "LINKREL MANAGED-ID ORDER PARTSTAT RANGE RELATED RELTYPE ROLE RSVP SCHEDULE-AGENT "
    "SCHEDULE-FORCE-SEND SCHEDULE-STATUS SCHEMA SENT-BY SIZE TZID VALUE"
)
PARAMETERS: Final = SINGLE_PARAMETERS | _words("DELEGATED-FROM DELEGATED-TO DISPLAY FEATURE MEMBER")
#: Those whose values are URIs, in quotes always (RFC 5545, 3.2).
QUOTED_PARAMETERS: Final = _words("ALTREP DELEGATED-FROM DELEGATED-TO DIR MEMBER SENT-BY")


@frozen
class Shape:
    """What a component holds."""

    section: str
    required: frozenset[str] = field(converter=_words)
    #: Beside those required: at most one of each.
    once: frozenset[str] = field(converter=_words)
    many: frozenset[str] = field(converter=_words)
    components: frozenset[str] = field(converter=_words)


_INSTANCE: Final = (
    "ATTACH ATTENDEE CATEGORIES COMMENT CONCEPT CONFERENCE CONTACT EXDATE EXRULE IMAGE LINK RDATE "
    "REFID RELATED-TO REQUEST-STATUS RESOURCES RRULE STRUCTURED-DATA STYLED-DESCRIPTION XML"
)
_AROUND: Final = "PARTICIPANT VLOCATION VRESOURCE"
_DESCRIBED: Final = (
    "CLASS COLOR CREATED DESCRIPTION DTSTART GEO LAST-MODIFIED LOCATION ORGANIZER PRIORITY "
    "RECURRENCE-ID SEQUENCE STATUS SUMMARY URL"
)
_OBSERVANCE: Final = Shape(
    "RFC 5545, 3.6.5", "DTSTART TZOFFSETFROM TZOFFSETTO", "", "COMMENT RDATE RRULE TZNAME", ""
)

COMPONENTS: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "VCALENDAR": Shape(
            "RFC 5545, 3.6",
            "PRODID VERSION",
            "CALSCALE COLOR LAST-MODIFIED METHOD REFRESH-INTERVAL SOURCE UID URL",
            "CATEGORIES CONCEPT DESCRIPTION IMAGE LINK NAME REFID XML",
            "VAVAILABILITY VEVENT VFREEBUSY VJOURNAL VTIMEZONE VTODO",
        ),
        "VEVENT": Shape(
            "RFC 5545, 3.6.1",
            "DTSTAMP UID",
            f"{_DESCRIBED} DTEND DURATION TRANSP",
            _INSTANCE,
            f"{_AROUND} VALARM",
        ),
        "VTODO": Shape(
            "RFC 5545, 3.6.2",
            "DTSTAMP UID",
            f"{_DESCRIBED} COMPLETED DUE DURATION PERCENT-COMPLETE",
            _INSTANCE,
            f"{_AROUND} VALARM",
        ),
        "VJOURNAL": Shape(
            "RFC 5545, 3.6.3",
            "DTSTAMP UID",
            "CLASS COLOR CREATED DTSTART LAST-MODIFIED ORGANIZER RECURRENCE-ID SEQUENCE STATUS "
            "SUMMARY URL",
            f"{_INSTANCE} DESCRIPTION",
            _AROUND,
        ),
        "VFREEBUSY": Shape(
            "RFC 5545, 3.6.4",
            "DTSTAMP UID",
            "CONTACT DTEND DTSTART ORGANIZER URL",
            "ATTENDEE COMMENT CONCEPT FREEBUSY LINK REFID RELATED-TO REQUEST-STATUS "
            "STRUCTURED-DATA STYLED-DESCRIPTION XML",
            _AROUND,
        ),
        "VTIMEZONE": Shape(
            "RFC 5545, 3.6.5",
            "TZID",
            "LAST-MODIFIED TZUNTIL TZURL",
            "COMMENT TZID-ALIAS-OF XML",
            "DAYLIGHT STANDARD",
        ),
        "STANDARD": _OBSERVANCE,
        "DAYLIGHT": _OBSERVANCE,
        "VALARM": Shape(
            "RFC 5545, 3.6.6",
            "ACTION TRIGGER",
            "ACKNOWLEDGED DESCRIPTION DURATION PROXIMITY REPEAT SUMMARY UID",
            "ATTACH ATTENDEE COMMENT RELATED-TO STRUCTURED-DATA STYLED-DESCRIPTION XML",
            "VLOCATION",
        ),
        "VAVAILABILITY": Shape(
            "RFC 7953, 3.1",
            "DTSTAMP UID",
            "BUSYTYPE CLASS CREATED DESCRIPTION DTEND DTSTART DURATION LAST-MODIFIED LOCATION "
            "ORGANIZER PRIORITY SEQUENCE SUMMARY URL",
            "CATEGORIES COMMENT CONTACT",
            "AVAILABLE",
        ),
        "AVAILABLE": Shape(
            "RFC 7953, 3.1",
            "DTSTAMP DTSTART UID",
            "CREATED DESCRIPTION DTEND DURATION LAST-MODIFIED LOCATION RECURRENCE-ID RRULE SUMMARY",
            "CATEGORIES COMMENT CONTACT EXDATE RDATE",
            "",
        ),
        "PARTICIPANT": Shape(
            "RFC 9073, 7.1",
            "PARTICIPANT-TYPE UID",
            "CALENDAR-ADDRESS CREATED DESCRIPTION DTSTAMP GEO LAST-MODIFIED PRIORITY SEQUENCE "
            "STATUS SUMMARY URL",
            "ATTACH CATEGORIES COMMENT CONTACT LOCATION RELATED-TO REQUEST-STATUS RESOURCES "
            "STRUCTURED-DATA STYLED-DESCRIPTION",
            "VLOCATION VRESOURCE",
        ),
        "VLOCATION": Shape(
            "RFC 9073, 7.2",
            "UID",
            "DESCRIPTION GEO LOCATION-TYPE NAME URL",
            "STRUCTURED-DATA",
            "",
        ),
        "VRESOURCE": Shape(
            "RFC 9073, 7.3",
            "UID",
            "DESCRIPTION GEO NAME RESOURCE-TYPE",
            "STRUCTURED-DATA",
            "",
        ),
    }
)


def experimental(name: str) -> bool:
    """Return whether a name is one of those that need no registration (RFC 5545, 3.1)."""
    return name.startswith("X-")


#: The values that a property may have, by component where that matters; all in upper case.
STATUS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "VEVENT": _words("TENTATIVE CONFIRMED CANCELLED"),
        "VTODO": _words("NEEDS-ACTION COMPLETED IN-PROCESS CANCELLED"),
        "VJOURNAL": _words("DRAFT FINAL CANCELLED"),
    }
)
CLOSED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"TRANSP": _words("OPAQUE TRANSPARENT"), "VERSION": _words("2.0")}
)
#: Lists that registration or an X- name may lengthen.
OPEN: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "ACTION": _words("AUDIO DISPLAY EMAIL"),
        "BUSYTYPE": _words("BUSY BUSY-UNAVAILABLE BUSY-TENTATIVE"),
        "CALSCALE": _words("GREGORIAN"),
        "CLASS": _words("PUBLIC PRIVATE CONFIDENTIAL"),
        "METHOD": _words("PUBLISH REQUEST REPLY ADD CANCEL REFRESH COUNTER DECLINECOUNTER"),
    }
)
CLOSED_PARAMETERS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "ENCODING": _words("8BIT BASE64"),
        "RANGE": _words("THISANDFUTURE"),
        "RELATED": _words("START END"),
        "RSVP": _words("TRUE FALSE"),
    }
)
#: The first and the last number allowed.
RANGES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "PERCENT-COMPLETE": (0, 100),
        "PRIORITY": (0, 9),
        "REPEAT": (0, 2**31 - 1),
        "SEQUENCE": (0, 2**31 - 1),
    }
)


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(sorted(names))


#: The colour names of CSS (css-color-3, 4.3), which COLOR takes (RFC 7986, 5.9).
COLORS: Final = _words(
    "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue "
    "blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk "
    "crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki "
    "darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen "
    "darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue "
    "dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite "
    "gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki "
    "lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan "
    "lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen "
    "lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen "
    "magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen "
    "mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream "
    "mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid "
    "palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum "
    "powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell "
    "sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal "
    "thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen"
)
