"""Messages that may need a person: an angry demand, or a matter of one customer's own account."""

import re

_ANGER = re.compile(
    r"\b(?:ridiculous|unacceptable|disgrac\w+|disgusting|outrageous|shameful|furious|angry"
    r"|fed up|sick of|worst (?:service|company|support|experience)|pathetic|appalling"
    r"|terrible (?:service|support)|horrible (?:service|support)|incompetent"
    r"|(?:second|third|fourth|fifth|\d+(?:nd|rd|th)|last) time i(?: have| am| ve)?"
    r"|(?:nobody|no one|noone) (?:answers|replies|responds|helps|cares|answered|replied"
    r"|responded|helped|is answering|is helping)|waste of (?:my )?(?:time|money)|ignored me"
    r"|i have had enough|had enough of|how dare you|unverschamt\w*|unverschaemt\w*|frechheit"
    r"|sauerei|saftladen|wutend|inakzeptabel|unmoglich(?:er|es)? (?:service|laden)"
    r"|zum (?:dritten|vierten|funften|wiederholten) mal|niemand (?:antwortet|meldet|hilft)"
    r"|reicht (?:es )?mir|abzocke)\b"
)
_DEMAND = re.compile(
    r"\b(?:(?:take|taking|necessary|legal) action|lawyer|attorney|solicitor|sue you|court"
    r"|(?:file|make|lodge|raise|register|submit|log) (?:a |an )?(?:formal |official )?complaint"
    r"|report you|i (?:demand|insist|expect) |(?:give|want|need) (?:me )?(?:back )?my money"
    r"|(?:speak|talk) to (?:a|the|your) (?:manager|supervisor)|(?:fix|solve|resolve) (?:this|it)"
    r"|do something|refund me|compensat\w+|consumer (?:protection|rights|court)|ombudsman"
    r"|anwalt\w*|anzeige|verbraucherschutz|verbraucherzentrale|geld zuruck|geld zurueck"
    r"|ich (?:verlange|fordere|erwarte)|beschwer(?:e ich mich|de einreichen)"
    r"|schadensersatz|kummern sie sich|tun sie (?:endlich )?was)\b"
)
_THREAT = re.compile(
    r"\b(?:(?:call|contact|involve|hire|talk to|go to|get|hear from) my (?:lawyer|attorney"
    r"|solicitor)|(?:will|going to|gonna|ill) (?:sue|take you to court)|sue you"
    r"|take legal action|meinen anwalt|meinem anwalt|rechtliche schritte)\b"
)

_OWN_RECORD = re.compile(
    r"\b(?:where(?: is|s| are)|status of|track|wheres) (?:is )?my (?:\w+ )?"
    r"(?:order|parcel|package|refund|delivery|shipment|payment|ticket|money)\b"
    r"|\bmy (?:order|parcel|refund|delivery|payment|ticket|invoice|booking|account|card"
    r"|subscription)\b.{0,60}(?<!\w)(?:#|no |number |id |nr )?\d{4,}"
    r"|\b(?:you(?: have| ve)?|i was|ive been|i have been|been|was|got) (?:over)?charged"
    r" (?:me|my card|twice|double)\b"
    r"|\bwhy (?:was|were|is|has) my (?:card|account|bank account|order|payment|subscription)\b"
    r".{0,20}\b(?:charged|debited|suspended|blocked|locked|declined|closed|cancelled|banned)\b"
    r"|\bmy account\b.{0,60}\b(?:suspended|blocked|locked|banned|disabled|hacked|unlock)\b"
    r"|\b(?:order|bestellung|rechnung|ticket|invoice|booking|buchung)s?"
    r"(?: number| no| nr| id|nummer)? (?:is |ist |lautet )?\d{5,}\b"
    r"|\bwo (?:ist|bleibt|sind) (?:mein|meine|meinen) (?:bestellung|paket|erstattung|geld"
    r"|lieferung|sendung)\b"
    r"|\bmein (?:konto|account)\b.{0,60}\b(?:gesperrt|entsperren|gehackt|deaktiviert)\b"
    r"|\b(?:doppelt|zweimal|zu viel) (?:abgebucht|belastet|berechnet)\b"
)


def complains(clauses: str) -> bool:
    """Whether somebody is angry and wants something done; either alone is not enough."""
    return bool(_THREAT.search(clauses)) or bool(
        _ANGER.search(clauses) and _DEMAND.search(clauses)
    )


def about_own_account(clauses: str) -> bool:
    """Whether only a look into this customer's records could answer, if no text does."""
    return _OWN_RECORD.search(clauses) is not None
