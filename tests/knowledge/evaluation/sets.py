"""A small evaluation set on disk."""

import json
from pathlib import Path

ARTICLE = "---\nid: {id}\ntitle: {title}\ncategory: of another desk\n---\n{body}\n"


def write_articles(folder: Path) -> Path:
    """Two articles with a header of somebody else's, and four questions."""
    knowledge = folder / "knowledge"
    knowledge.mkdir(parents=True)
    for name, title, body in (
        ("invoices", "Invoices", "You can save an invoice as a file in your account."),
        ("printers", "Printers", "Put the paper into the upper tray of the printer."),
    ):
        text = ARTICLE.format(id=name, title=title, body=body)
        (knowledge / f"{name}.md").write_text(text)
    write_queries(
        folder,
        {"query": "How can I save an invoice?", "relevant": ["invoices"]},
        {
            "query": "And where does the paper go?",
            "relevant": ["printers"],
            "history": [
                {"role": "user", "text": "I have a new printer"},
                {"role": "agent", "text": "Good."},
            ],
        },
        {"query": "What is the capital of France?", "relevant": [], "oos_type": "far"},
    )
    return folder


def write_pairs(folder: Path) -> Path:
    """Two pairs, one without an answer, and a question about each."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [
        {
            "id": "pay",
            "question": "How do I pay?",
            "alt_questions": ["which cards are taken"],
            "answer": "By card.\n\nOr by transfer.",
        },
        {"id": "lost", "question": "Where is my parcel?", "answer": None},
    ]
    (folder / "faq.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    write_queries(
        folder,
        {"query": "Which cards are taken", "relevant": ["pay"]},
        {"query": "where is my parcel", "relevant": ["lost"]},
    )
    return folder


def write_queries(folder: Path, *queries: dict[str, object]) -> None:
    rows = [
        {"qid": str(number), "in_scope": bool(query["relevant"]), **query}
        for number, query in enumerate(queries)
    ]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
