"""Golden questions as files: CSV with headings, or one JSON object in each line.

The lines of an evaluation set (`query`, `relevant`, `in_scope`, `history`) are understood too.
"""

from knowledge.golden_files.reading import MOST_BYTES, MOST_ROWS, read
from knowledge.golden_files.rows import Fault, Row
from knowledge.golden_files.writing import as_csv, as_jsonl

__all__ = ["MOST_BYTES", "MOST_ROWS", "Fault", "Row", "as_csv", "as_jsonl", "read"]
