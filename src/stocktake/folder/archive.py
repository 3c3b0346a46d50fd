"""Is this file a workbook one may open? What the check of archives says, in a folder's words."""

from __future__ import annotations

from stocktake.folder.raw import refuse
from stocktake.vocabulary.archives import ArchiveError, Parts, Trap, check_workbook


def check_archive(content: bytes, file: str) -> Parts:
    """What the parts of a workbook say; UnreadableError if it should not be opened."""
    try:
        return check_workbook(content)
    except ArchiveError as error:
        if error.trap is Trap.BROKEN:
            raise refuse("workbook-broken", file, why=error.what) from None
        if error.trap is Trap.SIZE:
            raise refuse("workbook-too-large", file, what=error.what, limit=error.limit) from None
        raise refuse("workbook-unsafe", file, what=error.what) from None
