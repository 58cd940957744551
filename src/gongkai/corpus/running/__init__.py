"""The reading run: plan, chunks, workers of this machine or of a cluster, faults, progress, resumption.

``read_corpus(addresses, store, engine=…)`` does it all; engines are ``running.local.LocalEngine(workers)`` and
``running.cluster.ClusterEngine(address)``, the latter with the extra ``cluster``. See docs/corpus.md.
"""

from gongkai.corpus.running.progress import Progress, Summary
from gongkai.corpus.running.run import read_corpus

__all__ = ["Progress", "Summary", "read_corpus"]
