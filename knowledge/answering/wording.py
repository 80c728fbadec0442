"""The words of a sentence without markup and endings, for comparing it with a source."""

import re
import unicodedata
from functools import lru_cache

from knowledge.answering.word_sets import word_set

# Words that say nothing about the matter itself, in English and German.
STOPWORDS = word_set(
    """a about above after again all also am an and any are as at be been before being below both
    but by can could d did do does doing down during each either else etc ever few for from further
    had has have having he her here hers him his how however i if in into is it its itself just ll
    m may me might more most must my no nor not of off on once only or other our ours out over own
    please re s same shall she should so some such t than that the their them then there these they
    this those through to too under until up upon us use using ve very via was we well were what
    when where which while who whom why will with would yes you your yours yourself
    aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann
    das dass dein deine dem den denn der des dich die dies diese diesem diesen dieser dieses dir
    doch dort du durch ein eine einem einen einer eines er es etwas euch euer eure fur gegen hab
    habe haben hat hatte hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja
    je jede jedem jeden jeder jedes jetzt kann kein keine konnen man mehr mein meine mich mir mit
    muss mussen nach nein nicht noch nun nur ob oder ohne sehr sein seine sich sie sind so sobald
    soll sollen sollte sowie um und uns unter vom von vor wann warum was weil wenn wer werden wie
    wieder wird wo wurde zu zum zur"""
)
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]*+)\]\([^)\s]*+(?:\s\"[^\"\n]*+\")?\)")
LIST_SIGN = re.compile(r"^\s*(?:[-*+\u2022>]\s+|\d{1,3}[.)]\s+|#{1,6}\s+)+")
_MARKUP = re.compile(r"[*_`~|#>\\]+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# Longer endings first, or a shorter one would leave half of them.
_ENDINGS = sorted(
    word_set(
        "ations ation ingly ments ment ings ing ungen ung edly ed ies ier iest est ern em en er es e s"
        " ly n"
    ),
    key=lambda ending: (-len(ending), ending),
)


def bare(text: str) -> str:
    """Return the text as it reads: no markdown, one space between words, small letters."""
    text = LIST_SIGN.sub(
        "", _MARKDOWN_LINK.sub(r"\1", unicodedata.normalize("NFKC", text))
    )
    text = _MARKUP.sub(" ", text).replace("\u2019", "'")
    return " ".join(text.casefold().split()).strip(' .!:;,"\u201c\u201d\u201e')


def words_of(text: str) -> list[str]:
    """Return the words in small letters, accents folded, in their order."""
    folded = _MARKDOWN_LINK.sub(r"\1", text).casefold()
    if not folded.isascii():
        spread = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in spread if not unicodedata.combining(c))
    return [word.replace("\u2019", "'") for word in _WORD.findall(folded)]


def terms_of(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in their order."""
    return [
        stem(word)
        for word in words_of(text)
        if word.split("'")[0] not in STOPWORDS and not word.isdigit()
    ]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut an ending, so that `exports`, `exporting` and `export` compare equal. No dictionary."""
    word = word.split("'")[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return f"{word[:-1]}i" if word.endswith("y") else word
