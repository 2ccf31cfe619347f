"""Observations: figures about things."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from attrs import field, frozen

from numeco._checks import a, not_blank, optional, slug
from numeco.model._base import Thing, as_decimal, as_id, as_optional_id, naming_refusals
from numeco.model.figures import Count, Figure, Level, Rank, as_count
from numeco.model.ids import ObservationId, ThingId
from numeco.model.kinds import Measure
from numeco.time import Days


def _as_figure(value: Figure | int) -> Any:
    return as_count(value) if isinstance(value, int) else as_decimal(value)


_figure: Final = a(
    (Count, Decimal, Rank, Level),
    "a Count, Decimal, Rank, Level or whole number",
    lambda value: not isinstance(value, Decimal) or value.is_finite(),
    "must be finite",
)


@frozen(kw_only=True, repr=False, field_transformer=naming_refusals)
class Observation(Thing):
    """A figure about any thing, at a time: visitors of a fair, population of a city.

    What a session counts itself (capacity, registered, attended) is not repeated here.

    >>> visitors = Observation(
    ...     subject="series-web2day", measure="visitors", value=Count.parse("près de 5 000")
    ... )
    >>> print(visitors.value)
    about 5,000
    """

    subject: ThingId = field(converter=as_id, validator=slug)
    measure: Measure = field(converter=Measure)
    #: A count, an exact decimal, a rank, or a step of an ordinal scale.
    value: Figure = field(converter=_as_figure, validator=_figure)
    id: ObservationId = field(default=None, converter=as_optional_id, validator=optional(slug))
    #: Of what, or per what: ``%``, ``per month``, ``hours``.
    unit: str | None = field(default=None, validator=optional(not_blank))
    #: When it held.
    days: Days | None = field(default=None, validator=optional(a(Days, "a Days")))

    def _naming(self) -> Iterable[str]:
        return self.subject, self.measure, str(self.days or "")
