"""How long a preview of an edit takes: the manual's knowledge, and 200 questions near one atom.

    python -m benchmarks.impact

In a database of its own, thrown away at the end. Says the median and the longest of the runs.
"""
