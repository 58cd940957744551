"""Files of printed pages: PDF and OFD, their characters and rulings put together to lines, paragraphs and tables."""
