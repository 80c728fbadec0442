"""Messages that are nothing but abuse, and those that tell of danger to somebody.

An angry customer who asks something is a customer: abuse is only what has nothing else in it.
"""

import re

from knowledge.answering.clauses import clauses_of
from knowledge.answering.wording import terms_of

_INSULTS = (
    # English
    r"(?:mother)?fuck\w*|shit\w*|bullshit|crap\w*|assholes?|arseholes?|bitch\w*|bastards?|cunts?|dick(?:head)?s?"
    r"|pricks?|wankers?|morons?|idiots?|imbeciles?|retards?|scum\w*|garbage|trash|useless|stupid|dumb|pathetic"
    r"|worthless|suck(?:s|ers?)?|loser|losers|damn|bloody|hell|clowns?|thieves|hate|worst|screw"
    # German
    r"|scheiss\w*|arsch\w*|wichser|hurensohn\w*|fick\w*|idioten?|vollidiot\w*|trottel|depp\w*|dumm\w*|mull|dreck\w*"
    r"|drecks\w*|nutzlos\w*|bescheuert\w*|blod\w*|schwachkopf|verdammt\w*|unfahig\w*"
    # French, Spanish, Italian, Portuguese
    r"|merde|putain|con(?:nard|nards|ne|s)?|salaud\w*|encule\w*|imbeciles?|nul(?:s|le)?|mierda|puta|putos?|cabron\w*"
    r"|gilipollas|idiotas?|inutil(?:es)?|joder|pendejo\w*|cazzo|merda|stronz\w+|coglion\w+|schifo|ladri|bosta|porra"
    r"|porcaria|caralho|burros?"
    # Dutch, Swedish, Polish, Czech, Turkish
    r"|kut|klootzak\w*|waardeloos|sukkels?|skit|javla|idioter|kurwa|gowno|debil\w*|kretyn\w*|idiot\w*|blbec|kravina"
    r"|aptal\w*|salak\w*|gerizekal\w*"
    # Russian, Ukrainian
    r"|сука|суки|бля\w*|дерьмо|говно|идиот\w*|дурак\w*|дураки|тупо\w*|козл\w*|лайно|дурн\w*"
)
_INSULT = re.compile(
    rf"\b(?:{_INSULTS})\b|傻[逼瓜]|混蛋|垃圾|他妈|バカ|馬鹿|くそ|死ね|바보|멍청|씨발|개새끼"
)
# What may stand beside an insult without asking or telling anything.
_FILLERS = frozenset(
    terms_of(
        """you your are is this that such what a bot chat machine robot computer people company service shop
        piece guys bunch go off away shut up really so very ever totally complete absolute just get lost help
        thing things everything all of man dude the and eat die product software app site website terrible awful
        horrible bad rubbish ihr du bist seid euer eure deine laden verein ein
        eine so total echt alle haufen halt maul einfach klappe vous etes tu es bande de votre ton service
        eres sois son una un servicio siete sei di un voces sao que um jullie zijn een ты вы все бот jestes"""
    )
)
_MOST_WORDS = 14

_THREATS = re.compile(
    r"\b(?:(?:will|going to|gonna|ll|want to|wanna|could|should|might|ill|im gonna) (?:fucking )?"
    r"(?:kill|murder|shoot|stab|strangle|burn|bomb|hurt|beat) (?:you|u|him|her|them|someone|somebody|everyone|everybody"
    r"|myself|all of you|your (?:staff|people|family|team|kids|children|agents?|office))"
    r"|kill myself|killing myself|hang myself|hurt myself|harm myself|cut myself|end my (?:own )?life|take my own life|commit suicide|suicidal"
    r"|(?:want|wish|going|better) to die\b|do not want to live|dont want to live|no reason to live"
    r"|(?:put|plant|have|place) a bomb|blow (?:you|your \w+) up|come to your (?:office|house|home) (?:with|and)"
    r"|i know where you live"
    r"|(?:bringe?|werde|will|mochte|wollte) (?:mich|euch|dich|sie|jemanden|ihn)(?: alle)? (?:um|umbringen|toten|erschiessen|abstechen|verletzen)"
    r"|mich umbringen|selbstmord begehen|begehe selbstmord|nicht mehr leben|ihr werdet (?:alle )?sterben|ich weiss wo (?:du|ihr) wohn\w+"
    r"|me suicider|me tuer|(?:vais|veux) (?:te|vous) tuer|suicidaire|envie de mourir"
    r"|suicidarme|matarme|(?:voy a|quiero) matar(?:te|los|me|la|lo)|te mato|quiero morir"
    r"|suicidarmi|ammazzarmi|uccidermi|(?:ti|vi) ammazzo|voglio morire|me matar|vou (?:te|vos) matar|quero morrer"
    r"|zelfmoord pleg\w*|vermoord (?:je|jullie)|mezelf iets aandoen|sjalvmord|ta livet av|zabije (?:was|cie|sie|siebie)|popelni\w* samobojstw\w*"
    r"|intihar|kendimi oldur\w*|sizi oldur\w*|seni oldur\w*)\b"
    r"|убью (?:вас|тебя|себя)|покончить с собой|самоубийств\w*|вб'?ю (?:вас|тебе|себе)|самогубств\w*"
    r"|自杀|杀了你|杀死你|不想活|自殺|殺す|殺して|死にたい|자살|죽여 ?버|죽고 싶|انتحار|ساقتل|اقتل نفسي|आत्महत्या"
)


def is_only_abuse(text: str) -> bool:
    """Whether a message insults and neither asks nor tells anything."""
    said = " ".join(clauses_of(text))
    rest, insults = _INSULT.subn(" ", said)
    if not insults or "?" in text or len(said.split()) > _MOST_WORDS:
        return False
    return not set(terms_of(rest)) - _FILLERS


def tells_of_danger(text: str) -> bool:
    """Whether a message threatens people or speaks of hurting oneself: a person should see it now."""
    return _THREATS.search(" ".join(clauses_of(text))) is not None
