"""Synthetic reports as files: the layouts in which agencies, their sites and converters leave them."""
