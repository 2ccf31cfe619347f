"""Files written whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_atomically(path: str | os.PathLike[str], parts: Iterable[bytes]) -> None:
    """Write a file so that a crash halfway leaves the old one as it was.

    The parts go to a new file beside it, which takes its place once it is on the disk. What is no
    plain file, such as a pipe, is written to as it is.

    Raises:
        OSError: as `open` does, with the path that was given; no new file is then left.
    """
    # A link keeps pointing where it did: the file behind it is replaced.
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            _write(target, parts)
        else:
            _replace(target, parts)
    except OSError as error:
        if error.filename is not None:
            error.filename = os.fspath(path)
        raise


def _write(target: Path, parts: Iterable[bytes]) -> None:
    with target.open("wb") as file:
        file.writelines(parts)


def _replace(target: Path, parts: Iterable[bytes]) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(target))
    with NamedTemporaryFile(dir=target.parent, prefix=".numeco-", delete=False) as new:
        try:
            new.writelines(parts)
            new.flush()
            os.fsync(new.fileno())
            new.close()
            Path(new.name).chmod(_mode(target))
            Path(new.name).replace(target)
        except BaseException:
            new.close()
            with suppress(OSError):
                Path(new.name).unlink()
            raise


def _mode(target: Path) -> int:
    """Return the permissions of the old file, or those that a plain `open` would give."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
