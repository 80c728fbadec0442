"""What agents say out of courtesy, or of what they do themselves: no knowledge for anybody else."""

import re

_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|bonjour|hola)\b"
    r"(?: (?:there|again|all|everybody|\[name\]|[A-Z][\w'-]+)){0,2}\s*[,!.:\u2013-]*\s*",
    re.IGNORECASE,
)
_THANKING = re.compile(
    r"^\s*(?:(?:many )?thanks|thank you|thx|sorry|apologies|my apologies|vielen dank|danke|merci|gracias)\b",
    re.IGNORECASE,
)
_OFFERING = re.compile(
    r"\b(?:you(?:'re| are) (?:very |most )?welcome|my pleasure|no (?:problem|worries)(?=[\s.!,]*$)|(?:have|enjoy) a (?:nice|good|great|lovely)"
    r"|(?:anything|something) else (?:i|we) can|is there anything else|(?:can|could|may) i help|how (?:can|may) (?:i|we) help"
    r"|glad (?:i|we|to|that)|happy to (?:help|hear)|hope (?:that|this|it) helps|let (?:me|us) know if|feel free to|don't hesitate"
    r"|(?:just |please )?(?:one|a) (?:moment|second|sec|minute)(?:,| please|\b(?=[\s.!]*$))|bear with|please (?:wait|hold|stand by)|hang on"
    r"|take care|all the best|(?:kind|best) regards|bye|talk (?:to you )?soon|gern geschehen|einen moment|schönen tag)\b",
    re.IGNORECASE,
)
# "I'd clear the cache" is advice; "I have cleared your cache" is not.
_OWN_DEED = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|now|alright|right|yes|sure|great|then),? )*(?:let me\b|i(?:'ll| will|'ve| have| had|'m| am| was| just| see| can see| found"
    r"| checked| looked| did| got| understand| need| asked| forwarded| passed| sent| hope| think we)\b|we(?:'ve| have) (?:just |now )?(?:refunded|reset"
    r"|sent|fixed|changed|cancelled|canceled|credited)\b|ich (?:habe|werde|schaue|sehe)\b|lassen sie mich\b)",
    re.IGNORECASE,
)
_NOD = re.compile(
    r"^\W*(?:ok(?:ay)?|yes|no|sure|right|great|perfect|good|fine|exactly|of course|got it|i see|alright|super|cool|welcome|ja|nein|gerne|klar|"
    r"\[name\]|\W)+$",
    re.IGNORECASE,
)


def without_greeting(sentence: str) -> str:
    """Return a sentence without a greeting in front: "Hi Mia, open the list." is "open the list."."""
    rest = _GREETING.sub("", sentence, count=1)
    return rest[:1].upper() + rest[1:] if rest != sentence else sentence


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence of an agent says nothing that another customer could use."""
    return any(
        pattern.search(sentence) is not None
        for pattern in (_NOD, _THANKING, _OFFERING, _OWN_DEED)
    )
