"""The store that a run writes into: opened, or made and, where nothing came into it, taken away again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.sources.places import is_remote, normal
from gongkai.corpus.store import Store
from gongkai.corpus.store.lock import HOLDER, LOCK
from gongkai.corpus.store.manifest import NAME
from gongkai.corpus.store.writer import Writer
from gongkai.law.messages import Message


@contextmanager
def written_to(store: Store | str | Path, addresses: list[str]) -> Iterator[tuple[Store, Writer]]:
    """The store and its writer. A store that was made for a run which then fails with nothing committed would look
    like one of no reports, and goes. CorpusError: it is one of the sources, no store, or being written."""
    if isinstance(store, Store):
        with store.writing() as writer:
            yield store, writer
        return
    folder = Path(store)
    _refuse_source(folder, addresses)
    was_there, had_store = folder.exists(), (folder / NAME).exists()
    opened = Store.create_or_open(folder)
    with opened.writing() as writer:
        try:
            yield opened, writer
        except BaseException:
            if not had_store and not opened.manifest.generation:
                _take_away(folder, whole=not was_there)
            raise


def _refuse_source(folder: Path, addresses: list[str]) -> None:
    """A store that is one of the sources would be read into itself."""
    place = str(folder.resolve())
    for address in addresses:
        source = address if is_remote(address) else str(Path(normal(address)).resolve())
        if source == place or source.startswith(place + "/"):
            raise CorpusError(
                Message("{folder} 是报告库本身，里面不是报告", folder=address), "请用 -o 指定另一个文件夹作为报告库"
            )


def _take_away(folder: Path, *, whole: bool) -> None:
    """While we hold the lock: nobody else writes here. A system that keeps open files keeps the lock's."""
    for name in (NAME, HOLDER, LOCK):
        with suppress(OSError):
            (folder / name).unlink()
    if whole:
        with suppress(OSError):
            folder.rmdir()
