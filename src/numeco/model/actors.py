"""Actors and their ties: organizations, persons, memberships, partnerships, alliances, labels."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from numeco._checks import (
    a,
    each,
    email,
    matching,
    not_blank,
    optional,
    slug,
    truth,
    url,
)
from numeco.errors import InvalidValue
from numeco.model._base import (
    Thing,
    as_contributions,
    as_decimal,
    as_id,
    as_id_set,
    as_identifiers,
    as_intervals,
    as_optional_id,
    as_words,
    check_period,
    naming_refusals,
)
from numeco.model.identifiers import Identifier
from numeco.model.ids import (
    AllianceId,
    EventId,
    LabelId,
    MembershipId,
    OrganizationId,
    PartnershipId,
    PersonId,
    SeriesId,
    TerritoryId,
    ThemeId,
)
from numeco.model.kinds import (
    AllianceKind,
    Contribution,
    Helix,
    MembershipRole,
    OrganizationKind,
    PartnershipRole,
    SizeClass,
)
from numeco.time import Days, Interval


def _as_size(value: SizeClass | str | None) -> SizeClass | None:
    return None if value is None else SizeClass(value)


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Organization(Thing):
    """An actor: a chamber, a city, a company, an association, a university.

    >>> Organization(name="CCI de Nouvelle-Calédonie", kind="chamber").helix
    Helix.INDUSTRY
    """

    name: str = field(validator=not_blank)
    id: OrganizationId = field(default=None, converter=as_optional_id, validator=optional(slug))
    kind: OrganizationKind = field(default=OrganizationKind.OTHER, converter=OrganizationKind)
    #: The territory where it sits.
    seat: TerritoryId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    #: The territories that it works for.
    serves: frozenset[TerritoryId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    #: The organization that it is part of.
    parent: OrganizationId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    identifiers: frozenset[Identifier] = field(
        default=(),
        converter=as_identifiers,
        validator=each(a(Identifier, "an Identifier"), frozenset),
    )
    size: SizeClass | None = field(
        default=None, converter=_as_size, validator=optional(a(SizeClass, "a SizeClass"))
    )
    #: The themes in which it has something to offer, and in which it seeks something.
    offers: frozenset[ThemeId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    seeks: frozenset[ThemeId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    email: str | None = field(default=None, validator=optional(email))
    url: str | None = field(default=None, validator=optional(url))

    @property
    def helix(self) -> Helix | None:
        """Its subsystem of the quadruple helix, which follows from its kind."""
        return self.kind.helix


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Person(Thing):
    """Someone who speaks, organizes or holds an office."""

    name: str = field(validator=not_blank)
    id: PersonId = field(default=None, converter=as_optional_id, validator=optional(slug))
    aliases: frozenset[str] = field(
        default=(), converter=as_words, validator=each(not_blank, frozenset)
    )
    identifiers: frozenset[Identifier] = field(
        default=(),
        converter=as_identifiers,
        validator=each(a(Identifier, "an Identifier"), frozenset),
    )
    email: str | None = field(default=None, validator=optional(email))
    url: str | None = field(default=None, validator=optional(url))
    #: Whether it stands for nobody in particular: "TBA", the name of a group.
    placeholder: bool = field(default=False, validator=truth)
    #: When the person can be there; empty means always.
    available: tuple[Interval, ...] = field(
        default=(), converter=as_intervals, validator=each(a(Interval, "an Interval"), tuple)
    )


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Membership(Thing):
    """A person's or an organization's place in an organization, an event or a series.

    >>> Membership(member="person-henryk-klaba", of="organization-ovh", role="president").id
    'membership-person-henryk-klaba-organization-ovh-president'
    """

    member: PersonId | OrganizationId = field(converter=as_id, validator=slug)
    of: OrganizationId | EventId | SeriesId = field(converter=as_id, validator=slug)
    id: MembershipId = field(default=None, converter=as_optional_id, validator=optional(slug))
    role: MembershipRole = field(default=MembershipRole.MEMBER, converter=MembershipRole)
    #: The office as it was said: "general director and principal partner".
    title: str | None = field(default=None, validator=optional(not_blank))
    since: Days | None = field(default=None, validator=optional(a(Days, "a Days")))
    until: Days | None = field(default=None, validator=optional(a(Days, "a Days")))

    def _naming(self) -> Iterable[str]:
        return self.member, self.of, self.role

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_period(self)


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Partnership(Thing):
    """An organization's typed, dated tie to an event, a series or a territory.

    Who hosts a session stands in `Session.hosts`, and only there.
    """

    organization: OrganizationId = field(converter=as_id, validator=slug)
    of: EventId | SeriesId | TerritoryId = field(converter=as_id, validator=slug)
    id: PartnershipId = field(default=None, converter=as_optional_id, validator=optional(slug))
    role: PartnershipRole = field(default=PartnershipRole.PARTNER, converter=PartnershipRole)
    #: The rank that the event gives its partners: gold, platinum.
    level: str | None = field(default=None, validator=optional(not_blank))
    contributions: frozenset[Contribution] = field(
        default=(),
        converter=as_contributions,
        validator=each(a(Contribution, "a Contribution"), frozenset),
    )
    #: What it pays, in `currency`.
    amount: Decimal | None = field(
        default=None,
        converter=as_decimal,
        validator=optional(
            a(
                Decimal,
                "a Decimal or a whole number: a float is not exact",
                lambda amount: amount.is_finite() and amount >= 0,
                "must be a finite amount, 0 or more",
            )
        ),
    )
    #: The currency of `amount`, as ISO 4217 writes it: EUR, CAD, XPF.
    currency: str | None = field(
        default=None,
        validator=optional(
            matching(r"[A-Z]{3}", "must be a currency of three capitals (ISO 4217) such as EUR")
        ),
    )
    since: Days | None = field(default=None, validator=optional(a(Days, "a Days")))
    until: Days | None = field(default=None, validator=optional(a(Days, "a Days")))

    def _naming(self) -> Iterable[str]:
        return self.organization, self.of, self.role

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_period(self)
        if (self.amount is None) != (self.currency is None):
            given = (self.amount, self.currency)
            raise InvalidValue("Partnership.amount", "must be given together with currency", given)


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Alliance(Thing):
    """A tie among several organizations or several territories: a corridor, a joint agency."""

    id: AllianceId = field(default=None, converter=as_optional_id, validator=optional(slug))
    name: str | None = field(default=None, validator=optional(not_blank))
    kind: AllianceKind = field(default=AllianceKind.OTHER, converter=AllianceKind)
    organizations: frozenset[OrganizationId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    territories: frozenset[TerritoryId] = field(
        default=(), converter=as_id_set, validator=each(slug, frozenset)
    )
    #: The organization that embodies it.
    body: OrganizationId | None = field(
        default=None, converter=as_optional_id, validator=optional(slug)
    )
    since: Days | None = field(default=None, validator=optional(a(Days, "a Days")))
    until: Days | None = field(default=None, validator=optional(a(Days, "a Days")))

    def _naming(self) -> Iterable[str]:
        members = sorted((*self.organizations, *self.territories))
        return (self.name,) if self.name else (self.kind, *members)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        check_period(self)
        if not self.organizations and not self.territories:
            must = "must name at least one organization or territory"
            raise InvalidValue("Alliance.organizations", must, ())


_year: Final = a(
    int, "a whole number", lambda year: 1 <= year <= 9999, "must be a year from 1 to 9999"
)


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Label(Thing):
    """A distinction that an organization or a territory holds: Villes Internet @@@@, 2017."""

    holder: OrganizationId | TerritoryId = field(converter=as_id, validator=slug)
    issuer: OrganizationId = field(converter=as_id, validator=slug)
    id: LabelId = field(default=None, converter=as_optional_id, validator=optional(slug))
    #: As the issuer writes it: @@@@.
    level: str | None = field(default=None, validator=optional(not_blank))
    year: int | None = field(default=None, validator=optional(_year))

    def _naming(self) -> Iterable[str]:
        level = self.level if self.level and re.search(r"\w", self.level) else ""
        return self.holder, self.issuer, level, str(self.year or "")
