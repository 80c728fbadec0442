"""What the columns of a CSV hold: the roles that there are, and which one a heading means."""

import re
from collections.abc import Sequence

# What a column may be called, the best first; case, blanks, digits, - and _ do not count.
KNOWN = {
    "question": ("question", "questions", "frage", "faq", "q"),
    "phrasings": ("alsoaskedas", "alsoasked", "phrasing", "phrasings", "alternative", "alternatives", "alternativequestion", "alternativequestions", "variant", "variants", "variation", "variations", "synonym", "synonyms"),
    "answer": ("answer", "answers", "antwort", "reply", "response", "a"),
    "title": ("title", "titel", "subject", "heading", "headline", "name", "topic"),
    "body": ("body", "text", "content", "contents", "article", "description", "markdown", "html", "inhalt", "solution"),
    "tags": ("tags", "tag", "labels", "label", "keywords", "category", "categories"),
    "category": (),
    "type": ("type", "kind"),
    "id": ("id", "slug", "key"),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
UNUSED = ""
ROLES = (UNUSED, *KNOWN)
"""What a column may hold; an unused one holds nothing."""
_SEVERAL = frozenset({"question", "phrasings", "tags"})


def guessed(headings: Sequence[str]) -> list[str]:
    """Return what each column seems to hold by its heading: one of ROLES."""
    plain = [re.sub(r"[\W_\d]+", "", name).casefold() for name in headings]
    roles = [UNUSED] * len(plain)
    for role, names in KNOWN.items():
        called = [n for name in names for n, p in enumerate(plain) if p == name]
        free = [n for n in called if roles[n] == UNUSED]
        for n in free if role in _SEVERAL else free[:1]:
            roles[n] = role
    if "question" in roles and "answer" not in roles and "body" in roles:
        roles[roles.index("body")] = "answer"
    return roles
