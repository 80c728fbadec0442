"""Words and turns of phrase by which questions differ without asking anything else.

What stands in none of these lists carries meaning: adding a word here may make two different
questions one. `tests/data/near_misses.txt` holds what must stay apart.
"""

from knowledge.answering.word_sets import word_set

WELCOMES = (
    "(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|dear (?:team|support)"
    "|hallo|guten (?:morgen|tag|abend)|moin|servus)(?: there(?=[,.!]))?"
)
"""Greetings that are nothing else, whatever sign follows."""
GREETINGS = (
    f"{WELCOMES}|excuse me|sorry|please|ok|okay|so|well|quick question"
    "|(?:i have )?a (?:quick |short )?question|bitte"
)
THANKS = (
    "please|pls|plz|thanks|thank you|many thanks|thanks a lot|thank you very much|thx|cheers"
    "|thanks in advance|bitte|danke|vielen dank|danke schon"
)

EXPANDED = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not",
    "cant": "can not", "dont": "do not", "doesnt": "does not", "isnt": "is not",
    "arent": "are not", "wont": "will not", "didnt": "did not", "whats": "what is",
    "wheres": "where is", "hows": "how is", "whos": "who is", "im": "i am", "id": "i would",
    "i'm": "i am", "i'd": "i would",
}  # fmt: skip
"""Contracted forms; the others go by their ends."""

ASKED_KINDLY = (
    r"(?:can|could|would|will) (?:you|someone|anyone) (?:please |kindly )?(?:tell|show|explain|help|teach|advise"
    r"|guide|inform|remind)(?: to)?(?: me| us)?(?: to understand| with| on| about| know)?"
    r"|(?:please |kindly )?(?:tell|show|teach|remind) (?:me|us)(?: about)?|(?:please |kindly )explain(?: to me| to us)?"
    r"|(?:i|we) (?:just )?(?:want|need|wanted|wish|would like|am trying|have) (?:to )?(?:know|find out|ask|learn|understand)"
    r"|(?:i am|i was|we are|we were|i) (?:just )?wonder(?:ing)?|do you know|does anyone know|any idea|i do not know"
)
"""Before what is asked."""

FRAMES = (
    # How, with whoever asks as the one who does it.
    ("HOW", r"how (?:(?:i|we|one) (?:can|could|should|may|might)|(?:do|can|could|would|should|shall|might|may) (?:i|we|you|one)|does one|am i(?: able)? to"
            r"|(?:exactly )?to)(?: go about| be able to)?"),
    ("HOW", r"(?:what|which) (?:is|are|would be) (?:the |a )?(?:\w+est |right |correct |proper |usual )?"
            r"(?:way|ways|steps|procedure|process|method) (?:to|for)"),
    ("CAN", r"(?:can|could) (?:i|we|one)|is it possible(?: for (?:me|us))? to|(?:am i|are we) able to"
            r"|is there (?:a|any) (?:way|possibility)(?: for (?:me|us))? to|do (?:i|we) have (?:a|any) way to"),
    ("MAY", r"(?:may|might) (?:i|we|one)|(?:am i|are we) (?:allowed|permitted) to|is it (?:allowed|permitted|ok|okay) to"),
    ("MUST", r"(?:must|do) (?:i|we|you|one) (?:have to|need to|really have to|really need to)|must (?:i|we|one)"
             r"|is it (?:necessary|required|mandatory) to|(?:am i|are we) (?:required|obliged) to"),
    ("HOW", r"(?:i|we) (?:just )?(?:want|need|wish|would like|would love|am trying|am looking)(?: to| for)?(?: to)?"),
    ("IS", r"(?:do|does|is|are|am|has|have)"),
    ("WHERE", r"where (?:(?:do|can|could|would|should|might) (?:i|we|you|one) (?:find|see|view|locate|look for)"
              r"|to (?:find|see|view|locate|look for)|is|are)(?: found| located)?"),
)  # fmt: skip
WHOLE_FRAMES = (
    ("COST", r"how much (?:does|do|will|would|is|are) (?P<rest>.+?)(?: cost)?"),
    ("COST", r"what (?:does|do|will|would) (?P<rest>.+?) cost"),
    ("COST", r"what (?:is|are) (?:the )?(?:price|prices|cost|costs)(?: of| for) (?P<rest>.+)"),
    ("WHAT", r"what (?:does|do) (?P<rest>.+?) (?:mean|stand for)"),
    ("WHAT", r"what (?:is|are) (?:meant by |the meaning of )?(?P<rest>.+)"),
    ("WHAT", r"(?:what )?the meaning of (?P<rest>.+)"),
    ("WHEN", r"(?:at )?what time (?P<rest>.+)"),
)  # fmt: skip

SAME = {
    name: kept
    for kept, names in {
        "email": "e-mail mail emails e-mails mails",
        "login": "log-in sign-in signin logon",
        "logout": "log-out sign-out signout logoff",
        "colour": "color",
        "picture": "image photo pic",
        "maximum": "max",
        "minimum": "min",
        "information": "info",
        "setup": "set-up",
        "client": "clients",
        "change": "modify alter",
        "begin": "start",
        "buy": "purchase",
        "folder": "directory",
        "kind": "type sort",
        "whether": "if",
        "phone": "telephone",
        "large": "big",
        "organisation": "organization organizations",
        "licence": "license licenses",
        "person": "people persons",
        "child": "children",
        "not": "n't",
    }.items()
    for name in names.split()
}
"""Other spellings and true synonyms of a word."""

PHRASES = (
    (r"(?:turn|switch) on", "enable"),
    (r"(?:turn|switch) (?P<thing>(?:\S+ ){1,4})on\b", r"enable \g<thing>"),
    (r"activate", "enable"),
    (r"(?:turn|switch) off", "disable"),
    (r"(?:turn|switch) (?P<thing>(?:\S+ ){1,4})off\b", r"disable \g<thing>"),
    (r"deactivate", "disable"),
    (r"(?:log|sign) in(?:to| to)?\b", "login"),
    (r"(?:log|sign) out(?: of)?\b", "logout"),
    (r"set (?P<thing>(?:\S+ ){0,3})up\b", r"setup \g<thing>"),
    (r"get rid of", "remove"),
    (r"as soon as possible|right now|at the moment", ""),
)

FILLERS = word_set(
    """a an the i we me us my our mine ours myself please kindly just actually really simply also
    exactly some any is are am be being do does have has got there own then currently basically"""
)
ARTICLES_DE = word_set(
    """der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner
    meines unser unsere unseren unserem unserer bitte denn eigentlich mal"""
)
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
NO_GERUND = word_set(
    """setting settings meeting meetings building billing string strings thing things listing training
    rating ratings warning warnings nothing something anything everything during bring king ring
    evening morning routing embedding embeddings heading headings pricing spelling shipping rounding
    landing following missing pending outgoing incoming existing remaining working shopping
    marketing accounting hosting staging opening closing being"""
)
"""These are things of their own, or tell in which state something is."""
NO_PLURAL = word_set(
    """this is was has does as us its his ours yours always perhaps across less news status bus gas
    sms dns https css js aws ios sas access process address success progress business class pass"""
)
ORDERING = word_set(
    """to from into onto in on out off up down over under before after than by with without between
    instead if whether when while and or but not until till via through against versus vs behind
    above below first last next previous per"""
)
"""Where one of these stands, who does what to which depends on the order of the words."""
WITH_DOER = word_set(
    """who whom whose which what why does did can could may might will would must should not no never
    you your they them their he she his her it everybody somebody nobody anybody"""
)
"""Where one of these is left, somebody else may be the one who does it."""
