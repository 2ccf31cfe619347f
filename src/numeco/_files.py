"""Files: read from whatever a caller has of one, written whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TypeAlias

from numeco.errors import InvalidType, InvalidValue, Malformed

#: A path, the octets of a file, or a file that is open for reading.
Source: TypeAlias = str | os.PathLike[str] | bytes | IO[str] | IO[bytes]


def content_of(source: Source, noun: str, starts: str = "") -> tuple[str | bytes, str]:
    """Return what a source holds, and the name of its file where there is one, without ending.

    Args:
        source: see `Source`. A text is a path, so that one which cannot be is refused.
        noun: what it holds, as in "the text of {noun}".
        starts: what the texts of such files start with, and paths do not.

    Raises:
        InvalidType, InvalidValue: the source is none.
        Malformed: it is a file that was opened in an encoding which it is not in.
        OSError: as `open` does.
    """
    if isinstance(source, bytes):
        return source, ""
    if isinstance(source, (str, os.PathLike)):
        name = os.fspath(source)
        # A path may hold line ends; a text that holds them is rather what a file holds.
        text = isinstance(source, str) and any(end in name for end in "\r\n")
        if text or "\0" in name or (name and name.lstrip()[:1] in tuple(starts)):
            must = f"must be a path; the text of {noun} goes into io.StringIO(text)"
            raise InvalidValue("source", must, name)
        return Path(name).read_bytes(), Path(name).stem
    try:
        content = source.read()
    except AttributeError:
        must = "must be a path, bytes, or a file open for reading"
        raise InvalidType("source", must, source) from None
    except UnicodeDecodeError as error:
        problem = f"is not {error.encoding}; open it in binary mode, for the encoding to be found"
        raise Malformed("", f"the file {problem}") from None
    if not isinstance(content, (str, bytes)):
        raise InvalidType("source", "must read as text or bytes", content)
    return content, ""


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
