"""Plain text and Markdown, with the tables that converters leave in them."""
