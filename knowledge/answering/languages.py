"""Which language somebody writes: as a small model of letters says, else by little words.

The model was made for longer texts: where it is not sure, as of most messages of one or two words, the
words that only one language has decide, and without any the site's own language is as good a guess.
"""

import threading
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from knowledge.answering.clauses import clauses_of
from knowledge.answering.word_sets import word_set

_WORDS = {
    "en": word_set(
        """a the is are was were how what where why when which who can could do does did my your you it its to of and
        not have has had with for this that there here please thanks hello need want from on at be been will would
        or if but any some about an they them we our us i im ive by as just get got after since no yes dont doesnt"""
    ),
    "de": word_set(
        """der die das ist sind war wie wo was warum wann welche welcher kann kannst konnen koennen mein meine meinen
        ich sie wir du ihr es und nicht kein keine habe haben hat hab mit fur fuer ein eine einen einer einem dem den zu zum
        zur von vom bei beim auf aus im am noch bitte danke hallo seit wird werden wurde mir mich uns sich oder aber auch
        geht ihre ihren nach bis trotzdem gar nichts man alle mehr guten morgen abend tag bist euch moin servus mochte
        moechte gibt jetzt schritt weiter nachstes"""
    ),
    "fr": word_set(
        """le la les un une des du de est sont etait comment ou quel quelle quels quand pourquoi combien je tu il elle
        nous vous mon ma mes votre vos notre nos et pas ne avec pour dans sur par ce cette ces qui que quoi mais bonjour
        bonsoir merci salut ai jai cest puis peux voudrais veux plus tout tous deux depuis chaque au aux a en plait
        quelquun puisje estce"""
    ),
    "es": word_set(
        """el la los las un una unos de del es son era como donde cual cuando cuanto porque por que yo mi mis su sus
        tu nos y no con para en este esta esto pero hola gracias buenas buenos tardes dias se me te lo al ya hay
        tengo tiene quiero puedo pueden favor desde sigue sin muy todo nada dos muchas"""
    ),
}
_ONLY = {
    "de": "\u00df\u00e4\u00f6\u00fc",
    "fr": "\u00e8\u00ea\u00e7\u00f9\u0153\u00ee\u00f4\u00e0",
    "es": "\u00bf\u00a1\u00f1\u00f3\u00ed\u00e1\u00fa",
}
_MARK_COUNTS = 2
SURE, LIKELY = 0.9, 0.5
"""The certainty from which on the model is believed, and from which on it is where no words contradict."""

NAMES = {
    "en": "English", "de": "Deutsch", "fr": "fran\u00e7ais", "es": "espa\u00f1ol", "it": "italiano",
    "pt": "portugu\u00eas", "nl": "Nederlands", "pl": "polski", "ru": "\u0440\u0443\u0441\u0441\u043a\u0438\u0439",
    "uk": "\u0443\u043a\u0440\u0430\u0457\u043d\u0441\u044c\u043a\u0430",
    "el": "\u03b5\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac",
    "ar": "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "he": "\u05e2\u05d1\u05e8\u05d9\u05ea",
    "ja": "\u65e5\u672c\u8a9e", "zh": "\u4e2d\u6587", "ko": "\ud55c\uad6d\uc5b4", "th": "\u0e44\u0e17\u0e22",
    "hi": "\u0939\u093f\u0928\u094d\u0926\u0940",
}  # fmt: skip
"""Each language as it calls itself."""
LANGUAGES = tuple(NAMES)
"""Those that are told apart; with more of them, more messages are taken for the wrong one."""

_loading = threading.Lock()


# A turn asks several times about its message and about the texts that were found.
@lru_cache(maxsize=2000)
def language_in(text: str, otherwise: str) -> str:
    """Return the language that a message is most likely written in; a tie gives `otherwise`."""
    with _loading:
        identifier = _identifier()
    language, certainty = identifier.classify(text)
    if certainty >= (SURE if language in _WORDS else LIKELY):
        return str(language)
    by_words = _by_words(text)
    if base_of(otherwise) in by_words:
        return otherwise
    guesses = [*by_words, *([str(language)] if certainty >= LIKELY else []), otherwise]
    return guesses[0]


def base_of(code: str) -> str:
    """Return the language of a code such as de-AT."""
    return code.split("-")[0].lower()


def name_of(code: str) -> str:
    """Return what a language calls itself; its code where we do not know."""
    return NAMES.get(base_of(code), code)


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model: half a second, once in a process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def _by_words(text: str) -> list[str]:
    """Return the languages that most words speak for; none when no word does."""
    words = [word for clause in clauses_of(text) for word in clause.split()]
    letters = text.casefold()
    scores = {
        language: sum(word in known for word in words)
        + _MARK_COUNTS * any(mark in letters for mark in _ONLY.get(language, ""))
        for language, known in _WORDS.items()
    }
    best = max(scores.values())
    return [language for language, score in scores.items() if best and score == best]
