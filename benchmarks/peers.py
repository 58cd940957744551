"""What a user would pick instead, on the same files: runs in the peers' own environment (``make peers``).

``python benchmarks/peers.py PEER FILE…`` prints one JSON line: the seconds over all files, after one file of each
format to warm up. PEER is ``markitdown`` (conversion to Markdown), ``docling`` (its backends that need no model:
conversion of Word and web pages, text cells of PDF) or ``pdfplumber`` (the tables of the PDF files). Plain text needs
no conversion by docling and is read as it is.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Convert = Callable[[Path], object]


def markitdown() -> Convert:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: converter.convert(str(path))


def docling() -> Convert:
    from docling.backend.docling_parse_backend import DoclingParseDocumentBackend
    from docling.backend.html_backend import HTMLDocumentBackend
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    backends: dict[str, tuple[Any, Any]] = {
        ".docx": (InputFormat.DOCX, MsWordDocumentBackend),
        ".html": (InputFormat.HTML, HTMLDocumentBackend),
        ".pdf": (InputFormat.PDF, DoclingParseDocumentBackend),
    }

    def convert(path: Path) -> object:
        if path.suffix not in backends:
            return path.read_bytes()
        form, backend = backends[path.suffix]
        document = InputDocument(path_or_stream=path, format=form, backend=backend, filename=path.name)
        if path.suffix == ".pdf":
            return [cell.text for page in document._backend.iter_pages() for cell in page.get_text_cells()]
        return document._backend.convert().export_to_markdown()

    return convert


def pdf_tables() -> Convert:
    import pdfplumber

    def tables(path: Path) -> object:
        if path.suffix != ".pdf":
            return None
        with pdfplumber.open(path) as pdf:
            return [page.extract_tables() for page in pdf.pages]

    return tables


PEERS: dict[str, Callable[[], Convert]] = {"markitdown": markitdown, "docling": docling, "pdfplumber": pdf_tables}


def seconds(convert: Convert, files: Sequence[Path]) -> float:
    """Wall time of converting all files, one after another in this process."""
    for first in {path.suffix: path for path in files}.values():
        convert(first)
    begin = time.perf_counter()
    for path in files:
        convert(path)
    return time.perf_counter() - begin


def main() -> None:
    peer, *names = sys.argv[1:]
    files = [Path(name) for name in names]
    print(json.dumps({"peer": peer, "files": len(files), "seconds": seconds(PEERS[peer](), files)}))  # noqa: T201


if __name__ == "__main__":
    main()
