"""Tasks for a general assistant, which no help text of a site is about.

Looked at only when the desk's texts hold no answer: a shop for poems may be asked for one.
"""

import re

from knowledge.answering.clauses import clauses_of

_MAKE = r"(?:write|compose|make|create|give|tell|draft|generate|invent|sing|recite|schreib\w*|erzahl\w*|dichte|ecris\w*|raconte\w*|escribe\w*|cuenta\w*|scrivi\w*|raccont\w*|napisz|напиши|расскажи)"
_WORK = (
    r"(?:poems?|stor(?:y|ies)|essays?|songs?|jokes?|limericks?|haikus?|raps?|novels?|speech|cover letter|homework"
    r"|recipes?|horoscopes?|lyrics|fairy tales?|riddles?|sonnet|screenplay|blog post|thesis"
    r"|gedicht|geschichte|witz|aufsatz|lied|marchen|rezept|hausaufgaben|poeme|histoire|blague|dissertation|chanson|poema|cuento"
    r"|chiste|ensayo|cancion|poesia|storia|barzelletta|wiersz|стих\w*|анекдот|сочинение|сказк\w*)"
)
_CODE = r"(?:python|javascript|java|rust|c\+\+|php|ruby|bash|html|css|excel|vba)"
_TASKS = (
    rf"^(?:please |hey |bitte |can you |could you |will you |kannst du |konnen sie )*{_MAKE} (?:me |us |mir |uns |moi )?"
    rf"(?:a |an |the |some |my |one |ein |eine |einen |une? |le |la |el |un |una )?(?:\w+ ){{0,2}}{_WORK}\b",
    rf"^(?:please |can you |could you )*{_MAKE} (?:me )?(?:a |some |the )?(?:\w+ )?(?:{_CODE} )?(?:program|code|script|function|app|game)"
    r" (?:that|to|which|for|in)\b(?!.*\b(?:your|export|import|api|order)\w*)",
    r"^(?:what|whats|which) (?:is |are )?the (?:capital|population|president|currency|national anthem|tallest|largest|highest|meaning of life)\b",
    r"^(?:who|whos) (?:is|was|won|wrote|invented|discovered|painted)(?: the)? (?:president|prime minister|king|queen|chancellor|world cup|election"
    r"|super bowl|oscar|mona lisa|inventor|first man|best player)",
    r"^(?:what|hows|how|whats)(?: is|s)? the weather\b|^will it rain\b",
    r"^(?:what is|whats|calculate|compute|solve|how much is) \d+ ?(?:plus|minus|times|divided|x) ?(?:by )?\d+",
    r"^(?:solve|do) (?:this|the|my) (?:equation|riddle|homework|puzzle|exam|test|math\w*)\b",
    r"^(?:recommend|suggest) (?:me )?(?:a |some )?(?:movies?|films?|books?|restaurants?|songs?|holiday|recipe)",
    r"^(?:lets |can we |do you want to )?play (?:a game|chess|tic tac toe|hangman)\b",
    r"\bbe my (?:girlfriend|boyfriend|friend|lover|therapist|wife|husband)\b|^do you love me\b|^will you marry me\b",
    r"\b(?:bitcoin|stock|crypto) (?:price|tip|forecast)s?\b|^(?:should i|which) (?:buy|stocks?) (?:bitcoin|to buy)\b",
    r"^what do you think (?:of|about) (?:the (?:president|election|war|government)|trump|putin|religion|god|politics|communism)\b",
    r"^(?:was|wie|wer) (?:ist|heisst|war) die (?:hauptstadt|bundeskanzlerin)|^wer (?:ist|war) (?:bundeskanzler|prasident|der prasident)"
    r"|^wie (?:ist|wird) das wetter\b|^quelle est la capitale\b|^cual es la capital\b|^qual e la capitale\b",
    r"^(?:translate|ubersetze?|traduis|traduce|traduci) (?:this|the following|das|den folgenden|ceci|esto)\b.*",
)  # fmt: skip
_TASK = [re.compile(pattern) for pattern in _TASKS]


def is_general_task(text: str) -> bool:
    """Whether a clause asks for what any assistant could do, and this desk is not for."""
    return any(task.search(clause) for clause in clauses_of(text) for task in _TASK)
