"""The prose of synthetic reports: sentences that state figures, and what is written around them."""
