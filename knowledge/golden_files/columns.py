"""What the columns of such files are called, and how a cell is kept from being computed."""

COLUMNS = ("question", "expects", "atoms", "site", "before", "verified")
# What an evaluation set calls it.
ALSO = {"query": "question", "relevant": "atoms"}
# What its lines say besides; of some of it nothing is kept.
OF_SETS = frozenset(
    {
        "in_scope",
        "history",
        "qid",
        "answer",
        "answerability",
        "multi_turn",
        "oos_type",
        "question_type",
        "removed_article_title",
        "standalone",
        "true_intent",
    }
)
# A spreadsheet computes what begins so.
_SPOKEN_TO = tuple("=+-@\t'")


def inert(value: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula; `plain` takes the sign off again."""
    return f"'{value}" if value[:1] in _SPOKEN_TO else value


def plain(cell: str) -> str:
    """Return what a cell says without that sign."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _SPOKEN_TO else cell


def name_of(cell: str) -> str:
    """Return the name that a heading or a key stands for."""
    name = cell.strip().lower()
    return ALSO.get(name, name)
