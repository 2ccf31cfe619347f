"""What collides: sessions at one time that need the same room or the same person."""

from numeco.schedule._clashes import Clash, Clashes, clashes
from numeco.schedule._rules import DEFAULT, SPEAKER, VENUE, Rule, Severity

__all__ = ["DEFAULT", "SPEAKER", "VENUE", "Clash", "Clashes", "Rule", "Severity", "clashes"]
