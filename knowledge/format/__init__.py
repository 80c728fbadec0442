"""The file format of an atom: markdown with a YAML header, read and written without Django."""

from knowledge.format.parse import parse
from knowledge.format.values import AtomProblems, Pair, ParsedAtom, Problem
from knowledge.format.write import join, with_values

__all__ = [
    "AtomProblems",
    "Pair",
    "ParsedAtom",
    "Problem",
    "join",
    "parse",
    "with_values",
]
