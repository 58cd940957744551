"""One file that may be a report, known by its address before it is opened; and why one could not be read."""

from __future__ import annotations

from dataclasses import dataclass


def storable(address: str) -> str:
    """An address as the store keeps it: bytes of a name that are no UTF-8 become ``\\xd6``, which text columns take."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a report, or an archive of them.

    ``address`` opens the file, or the archive that holds it; ``member`` are the names inside archives, outermost first,
    and ``at`` their positions there (number of the entry of a zip, offset of the data in a tar). ``modified`` is the
    time of change or the tag that the file system tells, for a member that of its archive.
    """

    address: str
    size: int
    modified: str
    member: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    within: int = 0
    """Size of the inner archive that holds a member of an archive in an archive."""

    @property
    def path(self) -> str:
        """The address as it is stored and shown: ``archive.zip!inner/name.docx``."""
        return storable("!".join((self.address, *self.member)))

    @property
    def name(self) -> str:
        """The file's name without folders."""
        return storable((self.member[-1] if self.member else self.address).rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class Fault:
    """A file, folder or archive that could not be read. ``sha256`` is set where its contents were judged, so that
    trying again is of no use while they stay as they are."""

    path: str
    reason: str
    mend: str = ""
    size: int | None = None
    modified: str | None = None
    sha256: str | None = None


def fault_of(item: Item, reason: str, mend: str = "", sha256: str | None = None) -> Fault:
    """The fault of a file."""
    return Fault(item.path, reason, mend, item.size, item.modified, sha256)
