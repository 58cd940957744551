"""The faults that are put into reports, each with what must be found because of it."""

from __future__ import annotations

from gongkai.corpus.synth.faults import copies, documents, prose, tables, years
from gongkai.corpus.synth.faults.case import Fault

FAULTS: dict[str, Fault] = {
    fault.id: fault for fault in (*tables.FAULTS, *years.FAULTS, *copies.FAULTS, *prose.FAULTS, *documents.FAULTS)
}
FAMILIES = ("arithmetic", "cross-year", "prose", "document")
