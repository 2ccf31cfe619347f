"""The kinds and roles of things, as the field names them.

Each enumeration takes its text as well (``OrganizationKind("chamber")``) and has an ``OTHER``; what
is open-ended goes into a thing's ``tags``.
"""

from numeco._checks import Kind


class TerritoryKind(Kind):
    """What a territory is; a city that acts is an organization."""

    NEIGHBOURHOOD = "neighbourhood"
    MUNICIPALITY = "municipality"  #: a commune, a city, a town
    INTERMUNICIPALITY = "intermunicipality"  #: a group of communes (EPCI), a metropolitan area
    DEPARTMENT = "department"  #: a French département
    COUNTY = "county"
    PROVINCE = "province"
    REGION = "region"
    STATE = "state"
    COUNTRY = "country"
    COLLECTIVITY = "collectivity"  #: an overseas collectivity, such as New Caledonia
    COAST = "coast"
    BUSINESS_PARK = "business-park"
    CONTINENT = "continent"
    OTHER = "other"


class Helix(Kind):
    """The four subsystems of the quadruple helix.

    Carayannis & Campbell 2009, "'Mode 3' and 'Quadruple Helix'", International Journal of
    Technology Management 46 (3/4), DOI 10.1504/IJTM.2009.023374.
    """

    ACADEMIA = "academia"
    INDUSTRY = "industry"
    GOVERNMENT = "government"
    CIVIL_SOCIETY = "civil-society"  #: the media-based and culture-based public


class OrganizationKind(Kind):
    """What an organization is."""

    CHAMBER = "chamber"  #: of commerce and industry, of trades
    PUBLIC_AUTHORITY = "public-authority"  #: a city, a département, a region, a state
    PUBLIC_AGENCY = "public-agency"  #: of development, of employment
    COMPANY = "company"
    STARTUP = "startup"
    INVESTOR = "investor"
    CLUSTER = "cluster"
    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    THIRD_PLACE = "third-place"  #: a coworking space, a fab lab
    MEDIA = "media"
    CULTURAL_INSTITUTION = "cultural-institution"  #: a library, a museum, a theatre
    UNIVERSITY = "university"
    SCHOOL = "school"
    RESEARCH = "research"
    OTHER = "other"

    @property
    def helix(self) -> Helix | None:
        """The subsystem of the quadruple helix that it belongs to; None for `OTHER`.

        A chamber counts as industry, for whose members it speaks.
        """
        return _HELIX.get(self)


_HELIX = {
    kind: helix
    for helix, kinds in {
        Helix.ACADEMIA: (
            OrganizationKind.UNIVERSITY,
            OrganizationKind.SCHOOL,
            OrganizationKind.RESEARCH,
        ),
        Helix.INDUSTRY: (
            OrganizationKind.CHAMBER,
            OrganizationKind.COMPANY,
            OrganizationKind.STARTUP,
            OrganizationKind.INVESTOR,
            OrganizationKind.CLUSTER,
        ),
        Helix.GOVERNMENT: (OrganizationKind.PUBLIC_AUTHORITY, OrganizationKind.PUBLIC_AGENCY),
        Helix.CIVIL_SOCIETY: (
            OrganizationKind.ASSOCIATION,
            OrganizationKind.FOUNDATION,
            OrganizationKind.THIRD_PLACE,
            OrganizationKind.MEDIA,
            OrganizationKind.CULTURAL_INSTITUTION,
        ),
    }.items()
    for kind in kinds
}


class SizeClass(Kind):
    """How large an organization is (EU recommendation 2003/361/EC; INSEE adds intermediate)."""

    MICRO = "micro"  #: fewer than 10 people
    SMALL = "small"  #: fewer than 50
    MEDIUM = "medium"  #: fewer than 250
    INTERMEDIATE = "intermediate"  #: fewer than 5,000 (INSEE's ETI)
    LARGE = "large"
    OTHER = "other"


class MembershipRole(Kind):
    """What a member is in an organization, an event or a series."""

    PRESIDENT = "president"
    VICE_PRESIDENT = "vice-president"
    TREASURER = "treasurer"
    SECRETARY = "secretary"
    DIRECTOR = "director"
    FOUNDER = "founder"  #: co-founders too
    PARTNER = "partner"  #: of a firm
    BOARD_MEMBER = "board-member"
    ELECTED_MEMBER = "elected-member"
    ORGANIZER = "organizer"
    OPENER = "opener"  #: who opens an event
    STAFF = "staff"
    MEMBER = "member"
    OTHER = "other"


class EventKind(Kind):
    """What an event is."""

    DIGITAL_WEEK = "digital-week"
    FAIR = "fair"
    CONFERENCE = "conference"
    FESTIVAL = "festival"
    MEETUP = "meetup"
    TALK = "talk"  #: an event of one talk
    TOUR = "tour"
    TRADE_MISSION = "trade-mission"
    HACKATHON = "hackathon"
    GENERAL_ASSEMBLY = "general-assembly"
    CONSULTATION = "consultation"  #: part in drawing up a plan
    OTHER = "other"


class EventStatus(Kind):
    """How far an event has come."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"
    OTHER = "other"


class AttendanceMode(Kind):
    """Where people attend (schema.org's eventAttendanceMode)."""

    ON_SITE = "on-site"
    ONLINE = "online"
    HYBRID = "hybrid"
    OTHER = "other"


class SessionKind(Kind):
    """What a session is."""

    KEYNOTE = "keynote"
    TALK = "talk"
    LIGHTNING_TALK = "lightning-talk"
    WORKSHOP = "workshop"
    PANEL = "panel"
    PLENARY = "plenary"
    BUSINESS_MEETING = "business-meeting"
    DEMONSTRATION = "demonstration"
    EXHIBITION = "exhibition"
    VISIT = "visit"
    CEREMONY = "ceremony"
    PERFORMANCE = "performance"
    NETWORKING = "networking"
    BREAK = "break"
    OTHER = "other"


class SessionStatus(Kind):
    """How sure a session is (STATUS of a VEVENT: RFC 5545, 3.8.1.11)."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Audience(Kind):
    """Whom a session is for."""

    GENERAL_PUBLIC = "general-public"
    CHILDREN = "children"
    YOUTH = "youth"
    STUDENTS = "students"
    SENIORS = "seniors"
    JOB_SEEKERS = "job-seekers"
    DIGITALLY_EXCLUDED = "digitally-excluded"  #: people who cannot use digital tools
    PROFESSIONALS = "professionals"
    COMPANY_HEADS = "company-heads"
    FOUNDERS = "founders"
    INVESTORS = "investors"
    DEVELOPERS = "developers"
    DESIGNERS = "designers"
    MARKETERS = "marketers"
    RESEARCHERS = "researchers"
    TEACHERS = "teachers"
    PUBLIC_OFFICIALS = "public-officials"
    ASSOCIATIONS = "associations"
    PRESS = "press"
    OTHER = "other"


class Access(Kind):
    """How one gets in."""

    OPEN = "open"  #: free, without registration
    REGISTRATION = "registration"  #: free, with registration
    TICKET = "ticket"
    INVITATION = "invitation"
    MEMBERS = "members"
    OTHER = "other"


class Accessibility(Kind):
    """What a session offers to those who would otherwise miss it."""

    STEP_FREE = "step-free"
    SIGN_LANGUAGE = "sign-language"
    CAPTIONS = "captions"
    HEARING_LOOP = "hearing-loop"
    AUDIO_DESCRIPTION = "audio-description"
    EASY_LANGUAGE = "easy-language"
    CHILDCARE = "childcare"
    OTHER = "other"


class PartnershipRole(Kind):
    """What an organization is to an event, a series or a territory."""

    ORGANIZER = "organizer"
    CO_ORGANIZER = "co-organizer"
    FUNDER = "funder"
    SPONSOR = "sponsor"
    SUPPORTER = "supporter"
    INSTITUTIONAL = "institutional"
    EXHIBITOR = "exhibitor"
    SUPPLIER = "supplier"
    MEDIA = "media"
    PARTNER = "partner"  #: where an account says no more
    OTHER = "other"


class Contribution(Kind):
    """What a partner brings."""

    MONEY = "money"
    LOGISTICS = "logistics"
    CONTENT = "content"
    COMMUNICATION = "communication"
    SPACE = "space"
    PEOPLE = "people"
    OTHER = "other"


class AllianceKind(Kind):
    """What ties the members of an alliance."""

    CORRIDOR = "corridor"
    AGENCY = "agency"
    CONSORTIUM = "consortium"
    DELEGATION = "delegation"
    TWINNING = "twinning"
    OTHER = "other"


class Measure(Kind):
    """What an observation counts or ranks."""

    VISITORS = "visitors"
    PARTICIPANTS = "participants"
    SESSIONS = "sessions"
    EVENTS = "events"
    EDITIONS = "editions"
    PARTNERS = "partners"
    ORGANIZATIONS = "organizations"
    POPULATION = "population"
    SHARE_OF_PEOPLE = "share-of-people"
    JOBS_GROWTH = "jobs-growth"
    UNFILLED_JOBS = "unfilled-jobs"
    DIGITAL_MATURITY = "digital-maturity"
    TRAVEL_TIME = "travel-time"
    DURATION = "duration"
    MARKET_RANK = "market-rank"
    OTHER = "other"
