"""An ecosystem: an immutable, consistent set of things, looked up by id."""

from numeco.ecosystem._ecosystem import Ecosystem

__all__ = ["Ecosystem"]
