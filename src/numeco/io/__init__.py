"""numeco's own JSON: lossless, versioned, readable in a diff.

A document holds ``"format": "numeco"``, a version, and one list for each kind of thing. Things are
sorted by id, refer to one another by id, and leave out every field at its default, so that equal
ecosystems give equal texts. `schema` returns the JSON Schema of what may stand in it.
"""

import json
import os
import warnings
from pathlib import Path

from numeco._files import write_atomically
from numeco.ecosystem import Ecosystem
from numeco.errors import InvalidType, Malformed
from numeco.io._plain import document
from numeco.io._schema import schema
from numeco.io._structure import OffsetWarning, moved_offsets, parsed, structured

__all__ = ["OffsetWarning", "dumps", "loads", "read", "schema", "write"]


def dumps(ecosystem: Ecosystem) -> str:
    """Return an ecosystem as JSON text, which ends with a line break; equal ones give equal texts.

    >>> from numeco import Theme
    >>> print(dumps(Ecosystem.of(Theme(name="IA", aliases=["intelligence artificielle"]))), end="")
    {
      "format": "numeco",
      "version": 1,
      "themes": [
        {
          "id": "theme-ia",
          "name": "IA",
          "aliases": [
            "intelligence artificielle"
          ]
        }
      ]
    }
    """
    if not isinstance(ecosystem, Ecosystem):
        raise InvalidType("dumps", "must be given an Ecosystem", ecosystem)
    return json.dumps(document(ecosystem), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def loads(text: str | bytes) -> Ecosystem:
    """Return the ecosystem that a JSON text holds.

    A time whose offset disagrees with its zone, since the rules of the zone changed after it was
    written, keeps its wall clock, with an `OffsetWarning` that says where.

    Raises:
        Malformed: the text is no JSON, or does not follow the format; the sentence begins with
            the place, such as ``events[3].days.first``.
    """
    document = parsed(text)
    ecosystem = structured(document)
    for place, said in moved_offsets(document):
        words = (
            f"{place}: {said} has an offset that its zone has not then, so the wall clock was kept"
        )
        warnings.warn(words, OffsetWarning, stacklevel=2)
    return ecosystem


def read(path: str | os.PathLike[str]) -> Ecosystem:
    """Return the ecosystem that a JSON file holds.

    Raises:
        Malformed: as for `loads`; the place begins with the file's name.
        OSError: as `open` does.
    """
    data = Path(path).read_bytes()
    try:
        return loads(data)
    except Malformed as error:
        place = f"{Path(path).name}: {error.place}" if error.place else Path(path).name
        raise Malformed(place, error.problem) from None


def write(ecosystem: Ecosystem, path: str | os.PathLike[str]) -> None:
    """Write an ecosystem to a JSON file, whole or not at all.

    Raises:
        OSError: as `open` does; an old file then stays as it was.
    """
    write_atomically(path, [dumps(ecosystem).encode()])
