"""Headers of other knowledge bases, turned into ours without losing what they say."""

import re
from collections.abc import Iterable

import yaml

from knowledge.format.header import Entry
from knowledge.format.slugs import slugify
from knowledge.format.values import MAX_TITLE, Problem
from knowledge.format.write import Value, with_new_name, with_values

_LISTS = ("tags", "related")


def adopt(
    header: str, entries: Iterable[Entry], problems: Iterable[Problem], heading: str
) -> tuple[str, list[Problem]]:
    """Return a header of ours, and the problems that are left.

    A value that we can't use is kept under `original_KEY`, with a warning. A missing title
    is taken from the text's first heading; other errors of the title stay errors.
    """
    values = {entry.key: entry.value for entry in entries}
    repairs: dict[str, Value] = {}
    left: list[Problem] = []
    for problem in problems:
        key, node = problem.key, values.get(problem.key)
        if problem.severity == "warning":
            left.append(problem)
        elif key == "title":
            found = heading[:MAX_TITLE] if node is None else ""
            repairs |= {"title": found} if found else {}
            left += [] if found else [problem]
        elif node is not None and key not in repairs:
            repairs[key] = _replacement(key, node)
            if not isinstance(repairs[key], list):
                name = f"original_{key}"
                header = with_new_name(header, key, name)
                message = f"{problem.message}; kept as {name}"
                left.append(Problem(problem.line, key, message, "warning"))
    return with_values(header, repairs), left


def _replacement(key: str, node: yaml.Node) -> Value:
    """Return what stands in for a value that we can't use; mostly nothing."""
    if key in _LISTS:
        return _listed(node)
    if key == "id" and isinstance(node, yaml.ScalarNode):
        return slugify(node.value)
    return "article" if key == "type" else None


def _listed(node: yaml.Node) -> list[str] | None:
    """Return the items of a list that was given as one string."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    items = (" ".join(item.split()) for item in re.split("[,;]", node.value))
    return [item for item in items if item]
