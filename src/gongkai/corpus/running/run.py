"""One reading run: walk, hash what is new or changed, read the contents that the store lacks, keep them, once each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.running.chunks import Spool, carried_out, to_hash, to_read
from gongkai.corpus.running.engines import Engine, Task
from gongkai.corpus.running.interrupts import uninterrupted
from gongkai.corpus.running.keeping import Keeper, Pace
from gongkai.corpus.running.known import Known, known
from gongkai.corpus.running.local import LocalEngine
from gongkai.corpus.running.progress import Progress, Silent, Summary
from gongkai.corpus.running.target import written_to
from gongkai.corpus.running.tasks import (
    SECONDS,
    Looked,
    Outcome,
    Reader,
    hash_chunk,
    is_fault_of_another_version,
    read_chunk,
    read_report,
)
from gongkai.corpus.sources.contents import Hashed
from gongkai.corpus.sources.items import Fault, Item, fault_of
from gongkai.corpus.sources.kinds import kind_of
from gongkai.corpus.sources.walking import Walk
from gongkai.corpus.store import Store
from gongkai.law.editions import Edition
from gongkai.law.messages import Message

DIED = (
    Message("读这个文件时工作进程中断（崩溃、内存不足，或读了太久没有结果）"),
    Message("请用 Word 或 WPS 打开后另存再读，或加 --retry-faults 再试；仍不行请把文件发给维护者"),
)


def read_corpus(
    addresses: Iterable[str | Path],
    store: Store | str | Path,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    edition: Edition | None = None,
    retry_faults: bool = False,
    reader: Reader = read_report,
    seconds: float = SECONDS,
    pace: Pace = Pace(),  # noqa: B008
) -> Summary:
    """Read the reports at ``addresses`` (folders, files, archives; local or fsspec's) into a store.

    ``engine`` does the work, by default the cores of this machine; the caller closes one that he gives. ``reader``
    makes a Report of bytes, a name and ``edition=`` and must be importable where the workers are; a file on which it
    takes longer than ``seconds`` is a fault. CorpusError where nothing can be done: no such address, no report at all,
    a store that is no store or is being written, workers that are gone. What was committed before stays, and a second
    call goes on from there; so after KeyboardInterrupt, before which everything that is whole is committed.
    """
    texts = [str(address) for address in addresses]
    walk = Walk(texts)
    walk.check()
    read = partial(read_chunk, edition=edition, reader=reader, seconds=seconds)
    with ExitStack() as stack:
        opened, writer = stack.enter_context(written_to(store, texts))
        workers = engine or stack.enter_context(LocalEngine())
        return Run(opened, Keeper(writer, pace), workers, progress or Silent(), read, retry_faults).over(walk)


class Run:
    """One run, holding the store's lock."""

    def __init__(
        self, store: Store, keeper: Keeper, engine: Engine, progress: Progress, read: Task, retry_faults: bool
    ) -> None:
        self.summary = Summary()
        self._keeper, self._engine, self._progress, self._read = keeper, engine, progress, read
        self._retry_faults = retry_faults
        self._known: Known = known(store)
        self._planned: set[bytes] = set()
        self._faulty: dict[bytes, Fault] = {}
        self._archives: dict[str, Item] = {}
        self._met: set[str] = set()  # Addresses with faults of earlier runs that are still there.
        self._looked = self._done = self._total = 0

    def over(self, walk: Walk) -> Summary:
        """Read everything that a walk finds."""
        with Spool() as fresh, Spool() as again:
            with self._kept_when_stopped():
                self._hash(walk, fresh, again)
            self._refuse_nothing(walk)
            with self._kept_when_stopped():
                self._read_all(fresh, again)
                self._conclude(walk)
            with uninterrupted():
                self._keeper.commit()
        return self.summary

    @contextmanager
    def _kept_when_stopped(self) -> Iterator[None]:
        """What is whole is committed, whatever ends the work within."""
        try:
            yield
        except BaseException:
            with uninterrupted():
                self._engine.drop()
                self._keeper.commit()
            raise

    # --- Looking: what is new or changed is hashed.

    def _hash(self, walk: Walk, fresh: Spool, again: Spool) -> None:
        chunks = to_hash(self._news(walk), self._engine.workers, self._engine.largest_chunk)
        for chunk, looked in carried_out(self._engine, hash_chunk, chunks):
            with uninterrupted():
                self._take_hashes(chunk, looked, fresh, again)
                self._keeper.commit_when_due()
        self.summary.others += walk.others

    def _news(self, walk: Walk) -> Iterator[Item]:
        """The files that must be opened; the others are counted."""
        for found in walk:
            self._looked += 1
            self._progress.looking(self._looked)
            if isinstance(found, Fault):
                self._fault(found)
            elif not self._is_settled(found):
                yield found

    def _is_settled(self, item: Item) -> bool:
        """Whether the store knows this file as it is, and it need not be tried again."""
        if item.path in self._known.faults:
            self._met.add(item.path)
        if not self._known.is_unchanged(item):
            return False
        reason, judged = self._known.faults.get(item.path, ("", True))
        if reason:
            if self._is_due(reason) or not (judged or item.member):
                return False
            self._known_fault(item.path, reason)
        elif kind_of(item.name) == "archive" and not item.member:
            return self._is_settled_archive(item)
        else:
            self.summary.present += 1
        return True

    def _is_due(self, reason: str) -> bool:
        """Whether a fault of contents is to be tried again: the user wants it, or Gongkai has changed since."""
        return self._retry_faults or is_fault_of_another_version(reason)

    def _is_settled_archive(self, archive: Item) -> bool:
        faults = {p: r for p, (r, _) in self._known.faults.items() if p.startswith(f"{archive.path}!")}
        if any(map(self._is_due, faults.values())):
            return False
        for path, reason in faults.items():
            self._known_fault(path, reason)
        self.summary.present += self._known.members[archive.path]
        return True

    def _take_hashes(self, chunk: tuple[Item, ...], looked: Looked | None, fresh: Spool, again: Spool) -> None:
        if looked is None:
            self._fault(fault_of(chunk[0], *DIED))
            return
        self.summary.others += looked.others
        failed = {fault.path for fault in looked.faults}
        for fault in looked.faults:
            self._fault(fault)
        for item in chunk:
            if kind_of(item.name) == "archive" and item.path not in failed:
                self._archives[item.path] = item
        for hashed in looked.hashed:
            if not (hashed[0].member and self._is_settled(hashed[0])):
                self._plan(hashed, fresh, again)

    def _plan(self, hashed: Hashed, fresh: Spool, again: Spool) -> None:
        item, content = hashed
        if content in self._known.contents:
            self._has_already(item, content)
        elif content in self._planned:
            again.append(hashed)
        else:
            self._planned.add(content)
            fresh.append(hashed)

    def _has_already(self, item: Item, content: bytes) -> None:
        """A new address of known contents, or a known address whose file was only touched."""
        if self._known.has_address(item.path):
            self.summary.present += 1
        else:
            self.summary.duplicates += 1
        self._keeper.keep_address(item.path, content.hex(), item.size, item.modified)

    def _refuse_nothing(self, walk: Walk) -> None:
        """CorpusError where there was nothing to read: no report, or nothing of what was named opens."""
        faults = self.summary.faults
        if self._planned or self.summary.files > len(faults) or any(f.path not in walk.roots for f in faults):
            return
        if faults:
            raise CorpusError(
                Message("读不了 {file}：{reason}", file=faults[0].path, reason=Message(faults[0].reason)),
                faults[0].mend,
            )
        raise CorpusError(
            Message("没有找到年度报告文件：{places}", places=walk.roots), "请指定放有报告的文件夹、压缩包或报告文件"
        )

    # --- Reading: each content once.

    def _read_all(self, fresh: Spool, again: Spool) -> None:
        self._total = fresh.count
        self._read_each(fresh)
        left = self._settled(again)
        while left:  # The file that was to be read for them went away or changed meanwhile.
            first = {content: item for item, content in reversed(left)}
            left = [(item, content) for item, content in left if item is not first[content]]
            with Spool() as spool:
                for content, item in first.items():
                    spool.append((item, content))
                self._total += spool.count
                self._read_each(spool)
                left = self._settled(left)

    def _read_each(self, spool: Spool) -> None:
        self._progress.reading(self._done, self._total, len(self.summary.faults))
        chunks = to_read(spool, self._engine.workers, self._engine.largest_chunk)
        for chunk, outcome in carried_out(self._engine, self._read, chunks):
            with uninterrupted():
                self._take(chunk, outcome)
                self._keeper.commit_when_due()
            self._done += len(chunk)
            self._progress.reading(self._done, self._total, len(self.summary.faults))

    def _take(self, chunk: tuple[Hashed, ...], outcome: Outcome | None) -> None:
        if outcome is None:
            item, content = chunk[0]
            outcome = Outcome(faults=[fault_of(item, *DIED, content.hex())])
        self._keeper.keep(outcome.tables, len(outcome.contents))
        new = set(outcome.contents) - self._known.contents
        self.summary.read += len(new)
        self.summary.duplicates += len(outcome.contents) - len(new)  # A file that changed after it was hashed.
        self._known.contents |= new
        for fault in outcome.faults:
            self._fault(fault)

    def _settled(self, waiting: Iterable[Hashed]) -> list[Hashed]:
        """Further addresses of contents that were to be read; those whose contents nobody has read are given back."""
        left = []
        for item, content in waiting:
            if content in self._known.contents:
                self._has_already(item, content)
            elif (fault := self._faulty.get(content)) is not None:
                self._fault(fault_of(item, fault.reason, fault.mend, fault.sha256))
            else:
                left.append((item, content))
            self._keeper.commit_when_due()
        return left

    # --- Faults, old and new.

    def _fault(self, fault: Fault) -> None:
        self._met.add(fault.path)
        self.summary.faults.append(fault)
        if fault.sha256:
            self._faulty[bytes.fromhex(fault.sha256)] = fault
        told = f"{fault.reason}；{fault.mend}" if fault.mend else fault.reason
        if self._known.faults.get(fault.path, ("",))[0] != told or not self._known.is_unchanged(fault):
            self._keeper.keep_address(fault.path, fault.sha256, fault.size, fault.modified, told)

    def _known_fault(self, path: str, reason: str) -> None:
        self._met.add(path)
        self.summary.faults.append(Fault(path, reason))

    def _conclude(self, walk: Walk) -> None:
        """Archives are done when all their members are; a fault whose file or folder is gone is none any more."""
        for archive in self._archives.values():
            self._keeper.keep_address(archive.path, None, archive.size, archive.modified)
        for path in self._known.faults.keys() - self._met:
            if any(path == root or path.startswith((f"{root.rstrip('/')}/", f"{root}!")) for root in walk.roots):
                self._keeper.keep_address(path, None, None, None)
