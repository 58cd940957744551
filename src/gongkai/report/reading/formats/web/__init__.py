"""Web pages, alone or packed as MHTML."""
