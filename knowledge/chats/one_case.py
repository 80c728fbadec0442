"""What agents say of one customer's case or put off till later: true for nobody else, and not for long."""

import re

_WHO = r"(?:i|we|they|it|he|she|you|that|this|somebody|someone)"
_WILL = r"(?: ?['\u2019]ll| will| shall| am going to| are going to| is going to| ?['\u2019]m going to| ?['\u2019]re going to)"
_LATER = (
    rf"\b(?:i|we){_WILL} (?:\w+ )?(?:come back|get back|look into|check|find out|be in touch|write|mail|call|ring|update|keep you"
    r"|let you know|tell you|send you|have (?:a look|an answer)|see what)\b",
    rf"\byou{_WILL} (?:hear|be (?:told|informed|contacted)|get (?:an answer|a reply|a call|our answer|news|word))\b",
    rf"\b{_WHO}{_WILL} be (?:\w+ )?(?:fixed|ready|done|sorted|solved|resolved|repaired|there|live|available|back)\b[^.!?]{{0,20}}"
    r"\b(?:today|tonight|tomorrow|soon|shortly|next \w+|this \w+|by \w+|within \w+|in (?:a|an|one|two|three|the) \w+|as soon as|later)\b",
    r"\b(?:i|we)(?: ?['\u2019](?:re|m)| are| am) (?:still |already |now )?(?:looking into|working on|checking|investigating|waiting"
    r" for|on it)\b",
    r"\bgive (?:me|us) (?:until|till|a (?:day|moment|few)|some time|\d+)\b|\bas soon as (?:i|we) (?:know|hear|have)\b",
    r"\bich (?:melde|kl\u00e4re|schaue|pr\u00fcfe|gebe)\b[^.!?]{0,40}\b(?:mich|nach|bescheid|das)\b|\bwir (?:melden uns|k\u00fcmmern uns|kl\u00e4ren das)\b",
)
_MONEY = r"(?:[\d.,]+ ?(?:euros?|eur|\u20ac|dollars?|usd|\$|pounds?|\u00a3|francs?|chf)|[\u20ac$\u00a3] ?[\d.,]+|amount|money|sum|refund|payment|credit)"
_THING = r"(?:parcel|package|order|invoice|contract|account|subscription|booking|ticket|licen[cs]e|box|delivery|appointment|plan|access|file|entry|report|document|team|workspace|number|seat)"
_DONE = r"(?:back|refunded|credited|unlocked|reset|activated|reactivated|cancelled|canceled|extended|corrected|fixed|paid|booked|shipped|sent|restored|removed|deleted|merged|changed|updated|moved|added|closed|reopened|done|sorted|with you|on (?:its|the|their) way|in your|there again|open again|working again|yours)"
_CASE = (
    # "The 45 euros are back with you", "Your refund is on its way"
    rf"\b(?:the|your|both|all) (?:\w+ )?{_MONEY} (?:is|are|has been|have been|was|were|should be|will be) (?:\w+ )?{_DONE}\b",
    rf"\byour (?:\w+ )?{_THING} (?:has been|have been|was|were|is now|are now|is already|is back|is on|is with|went|left|should (?:now|arrive))\b",
    rf"\b(?:the|that|this|it|they|both) (?:\w+ )?(?:has|have) (?:just |now |already )?been {_DONE}\b[^.!?]{{0,40}}\b(?:for you|to you|your|yours|now|just|today|yesterday)\b",
    rf"\b(?:it|that|everything|they)(?: is| are|['\u2019]s|['\u2019]re) (?:all )?(?:now |again |back )?{_DONE} (?:for you|with you|to you|now|again|in your)\b",
    r"\b(?:it|that|everything) (?:should )?works? (?:for you )?(?:now|again)\b|\byou(?:['\u2019]ve| have) (?:now |just |already )?(?:got|been (?:charged|refunded|moved|upgraded|added))\b",
)
_PUTS_OFF = re.compile("|".join(_LATER), re.IGNORECASE)
_OF_ONE = re.compile("|".join(_CASE), re.IGNORECASE)


def puts_off(sentence: str) -> bool:
    """Whether a sentence only says that something will be told or done later."""
    return _PUTS_OFF.search(sentence) is not None


def is_of_one_case(sentence: str) -> bool:
    """Whether a sentence says what was done for this customer."""
    return _OF_ONE.search(sentence) is not None
