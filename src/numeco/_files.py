"""Files written whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_atomically(path: str | os.PathLike[str], parts: Iterable[bytes]) -> None:
    """Write a file so that a crash halfway leaves the old one as it was.

    The parts go to a new file beside it, which takes its place once it is on the disk.

    Raises:
        OSError: as `open` does; the new file is then taken away again.
    """
    # A link keeps pointing where it did: the file behind it is replaced.
    target = Path(os.path.realpath(path))
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as new:
        try:
            for part in parts:
                new.write(part)
            new.flush()
            os.fsync(new.fileno())
            new.close()
            Path(new.name).chmod(_mode(target))
            Path(new.name).replace(target)
        except BaseException:
            new.close()
            Path(new.name).unlink(missing_ok=True)
            raise


def _mode(target: Path) -> int:
    """Return the permissions of the old file, or those that a plain `open` would give."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
