"""The reports of a store judged against each other: across years, levels and agencies."""

from gongkai.corpus.extras import require

for _module in ("numpy", "rensa"):
    require(_module, "analytics")

from gongkai.corpus.auditing.judging import Outcome, audit_store  # noqa: E402

__all__ = ["Outcome", "audit_store"]
