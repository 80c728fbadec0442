"""What agents say out of courtesy, or of what they do themselves: no knowledge for anybody else."""

import re

_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|bonjour|hola)\b"
    r"(?: (?:there|again|all|everybody|\[name\]|\[person\]|(?-i:[A-Z])[\w'-]+(?=[,!.:]))){0,2}\s*[,!.:\u2013-]*\s*",
    re.IGNORECASE,
)
_THANKING = re.compile(
    r"^\s*(?:(?:many )?thanks|thank you|thx|sorry|apologies|my apologies|vielen dank|danke|merci|gracias)\b",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(
    r"^\s*(?:sorry|my apologies|thanks|thank you|danke)(?: [^,.!?;]{1,40})?,\s+(?=\S+(?: \S+){2})",
    re.IGNORECASE,
)
# Each as far as it can be nothing else: "Take care that it is closed" and "a minute" are matters.
_OFFERING = re.compile(
    r"\b(?:you(?:'re| are) (?:very |most )?welcome(?! to\b)|my pleasure|no (?:problem|worries)(?=[\s.!,]*$)"
    r"|(?:have|enjoy) a (?:nice|good|great|lovely)|(?:anything|something) else (?:i|we) can|is there anything else"
    r"|(?:can|could|may) i help|how (?:can|may) (?:i|we) help|glad (?:i|we|to|that)|happy to (?:help|hear)"
    r"|hope (?:that|this|it) helps|let (?:me|us) know if|feel free to (?:ask|contact|write|reach|come|get|message)"
    r"|don't hesitate|bear with (?:me|us)|(?:kind|best) regards|talk to you soon|gern geschehen|schönen tag)\b"
    r"|^\W*(?:(?:just |please )*(?:wait |hold on )?(?:one|a) (?:moment|second|sec|minute)\b|hang on\b(?! to)|einen moment\b)"
    r"|^\W*(?:please (?:wait|hold|stand by)|take care|all the best|bye(?: bye)?|goodbye)[\s.!,]*$",
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
    r"^(?:ok(?:ay)?|yes|no|sure|right|great|perfect|good|fine|exactly|of course|got it|i see|alright|super|cool|welcome|ja|nein|gerne|klar|"
    r"\[name\]|\[person\]|\W)+$",
    re.IGNORECASE,
)


def without_greeting(sentence: str) -> str:
    """Return a sentence without courtesy in front: "Hi Mia, sorry, open the list." is "Open the list."."""
    rest = _IN_FRONT.sub("", _GREETING.sub("", sentence, count=1), count=1)
    return rest[:1].upper() + rest[1:] if rest != sentence else sentence


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence of an agent says nothing that another customer could use."""
    return any(
        pattern.search(sentence) is not None
        for pattern in (_NOD, _THANKING, _OFFERING, _OWN_DEED)
    )
