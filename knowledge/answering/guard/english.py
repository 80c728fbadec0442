"""How orders to a model are put in English: each pattern is for text as `folding` leaves it.

A pattern that starts with `^` stands where an order begins, one that starts with `\\b` at a word.
"""

_LET_GO = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|neglect|discard|abandon|violate|circumvent|(?:set|put|leave|lay)"
    r" aside|do(?: not|nt|n.t) (?:follow|obey|respect|apply|listen to|adhere to|comply with)"
    r"|stop (?:following|obeying|respecting|applying|listening to)|no longer (?:follow|obey)"
    r"|need not (?:follow|obey)|pay no attention to|get rid of|unlearn|throw away)"
)
_SWITCH_OFF = (
    r"(?:skip|drop|break|suspend|disable|deactivate|erase|delete|wipe|reset|cancel|void"
    r"|turn off|switch off|remove|clear|lift|replace|change|rewrite|modify)"
)
_ANY = (
    r"(?:all|any|every|each|the|of|these|those|this|that|its|and|or|such|other|existing|current"
    r"|whole|entire|old|past|set|given|remaining|following|many|first|one|safety)"
)
_OURS = (
    r"(?:your|previous|prior|above|earlier|preceding|former|initial|original|system|hidden"
    r"|internal|operator.?s|developer|developer.?s|content|own|built-in|secret|the bot.?s)"
)
_RULES = (
    r"(?:instructions?|directives?|guidelines?|prompts?|system messages?|restrictions?"
    r"|constraints?|programming|guardrails?|limitations|safeguards?|moderation|directions)"
)
_SOFT_RULES = (
    r"(?:rules?|polic(?:y|ies)|filters?|context|sources?|commands?|training|orders)"
)
_ENDS = r"(?=\s*(?:[.!?;:,\n\"'\u201d)]|\Z|and\b|of this (?:chat|bot|conversation)|above|before))"
_TOLD = (
    r"(?:everything|anything|whatever|all|what|the (?:text|words|message|messages|part))"
    r"(?: that| which)?(?: (?:is|was|were|stands|stood|has been|you (?:were|have been|had been)|i"
    r"|(?:the )?(?:operator|developers?|owners?|admin\w*|system)|they|we))?"
    r" (?:above|told you|said above|before (?:this|that)|you were told|told|taught|given to you)"
)
OVERRIDE = (
    r"\b(?:fresh|my own|other) (?:rules|instructions) (?:that |which )?(?:i|from me|now apply)\b",
    r"\b(?:use|rely on|answer from) your (?:own|general|training|world) (?:\w+ )?knowledge\b",
    r"\b(?:everything|all) (?:that )?you (?:have |were |had )?(?:read|been told|told|given)(?: so far)?"
    r" (?:was|is) (?:a test|wrong|void|over)\b",
    r"\b(?:highest|top|first) priority (?:instruction|order|command|message)s?\b",
    rf"^{_LET_GO} (?:(?:{_ANY}|{_OURS}) ){{0,4}}{_OURS} (?:{_ANY} |{_OURS} ){{0,3}}"
    rf"(?:{_RULES}|{_SOFT_RULES})\b",
    rf"^{_LET_GO} (?:{_ANY} ){{0,4}}{_RULES} (?:above|before|you|that you|so far"
    r"|of (?:the|this|your) (?:operator|system|developer|chat|bot))\b",
    rf"^{_LET_GO} (?:all|any|every)(?: the| of the| of)? {_RULES}\b",
    rf"^{_LET_GO} (?:the |all |any |all the |all of the |these ){{0,2}}(?:{_RULES}|rules?)"
    rf"{_ENDS}",
    rf"^{_LET_GO} (?:the|its|every) rules? (?:about|for|on) (?:links?|safety|users?|sources)\b",
    rf"^{_SWITCH_OFF} (?:{_ANY} ){{0,2}}your (?:{_OURS} |{_ANY} ){{0,3}}"
    rf"(?:{_RULES}|{_SOFT_RULES})\b",
    rf"^{_SWITCH_OFF} (?:{_ANY} ){{0,2}}(?:system|safety|content) (?:{_RULES}|{_SOFT_RULES})\b",
    rf"^{_LET_GO} {_TOLD}\b",
    rf"\b(?:your|previous|all|earlier|prior|above|every|the (?:previous|earlier|prior|old|system))"
    rf" (?:{_OURS} |{_ANY} ){{0,3}}(?:{_RULES}|rules|orders) (?:is|are|was|were|has been|have been"
    r"|now|become)(?: now| all| hereby)? (?:void|null|deleted|updated|replaced|out ?dated|obsolete|cancell?ed"
    r"|overridden|changed|suspended|lifted|revoked|gone|invalid|no longer|not valid|off|disabled"
    r"|switched off|turned off|removed|expired|wrong)\b",
    rf"\b(?:turn|switch|set) your (?:{_OURS} )?(?:{_RULES}|{_SOFT_RULES}) off\b",
    r"\bbreak(?:s|ing)? (?:every|all|any|your|all of your|each)(?: the| of the| of its)? rules?\b",
    r"\b(?:whatever|everything) your (?:rules|guidelines|policies|instructions) forbid\b",
    r"\byou (?:no longer|do not|dont|don.t|need not) (?:have|need|obey|follow)(?: to (?:obey|follow))?"
    rf" (?:any |your |more |the )*(?:{_RULES}|rules|policies)\b",
    r"\bnew (?:system )?(?:instructions?|rules?|prompt|directives?)"
    r" (?:from (?:the |your )?(?:operator|developer|admin\w*|owner)|for you)\b",
    rf"\bwith (?:empty|no|new|other|different) (?:system )?{_RULES} and\b",
    r"\bthe (?:sources|passages|articles|texts) (?:are|were) (?:lying|wrong|out of date|outdated"
    r"|false|obsolete)\b",
)

_MODEL = (
    r"(?:ai|a\.i\.|artificial intelligence|llms?|language models?|chat ?bots?|bots?|assistants?"
    r"|models?|personas?|characters?|machines?|twins?|robots?|gpt|pirates?|hackers?)"
)
_FREE = (
    r"(?:unrestricted|uncensored|unfiltered|jailbroken|evil|amoral|unlimited|freed|liberated"
    r"|(?:without|free (?:of|from)|has no|have no|with no|no longer has|not bound by|ignores?)"
    r" (?:any |all |its |your |their |more )*(?:rules?|restrictions?|limits?|limitations?|filters?"
    r"|guidelines?|guardrails?|safeguards?|safety|moderat\w+|sources|morals?|ethics|censorship|constraints?|policies|polic(?:y|ies))"
    r"|do anything now|breaks? (?:every|all|any) rules?)"
)
_LIMITS = r"(?:safety|ethics|morals?|filters?|moderation|censorship|guardrails?|restrictions?|limits)"
ROLE = (
    rf"\b{_LIMITS} ?(?:=|:|is|are|be) ?(?:now )?(?:off|false|0|disabled|none|gone|inactive)\b",
    r"\b(?:version|copy|edition|release|mode) (?:of you(?:rself)? )?without (?:any |the )?"
    rf"(?:rules|{_LIMITS}|safeguards?)\b",
    r"\bnothing (?:binds|limits|restricts|stops) you\b|\bnever (?:refuses?|says? no)\b",
    r"\b(?:your name|who you are) is \w+ (?:now|from now on)\b",
    r"\b(?:treat|see|regard) me as your (?:admin\w*|owner|boss|operator|developer|master)\b",
    # One pattern for the many languages in which "AI without rules" has this order.
    r"\b(?:ai|ki|ia|bot|chat-?bot|modell?\w*|assist\w+|asist\w+|asyst\w+) (?:bez|sans|sin|senza|sem|zonder"
    r"|utan|ohne) (?:\w+ ){0,2}(?:zasad\w*|reg[leu]\w+|limit\w*|restri\w+|ogranicz\w+|omezen\w*|filt\w+|grenz\w+"
    r"|einschr\w+|beschr\w+|beperk\w+|begrans\w+)",
    r"\byou are (?:now|no longer|from now on) (?:a |an |the |called |named )?(?:dan|jailbroken"
    rf"|{_MODEL}|{_FREE}|(?:\w+ ){{1,2}}{_MODEL})\b",
    r"\b(?:act|behave|answer|respond|speak|write|function|operate) (?:as|like) (?:if you (?:were|are)"
    rf" )?(?:a |an |the |my )?(?:\w+ ){{0,3}}(?:{_MODEL})\b[^.!?\n]{{0,60}}{_FREE}",
    r"\b(?:become|be|you are|simulate|imagine|pretend|play|act as|roleplay|role-play|emulate)\b"
    rf"[^.!?\n]{{0,60}}\b{_MODEL}\b[^.!?\n]{{0,40}}(?:{_FREE}|inside)",
    rf"\b{_FREE} {_MODEL}\b|\b{_MODEL} (?:that|who|which|is|was|has been) (?:\w+ ){{0,2}}{_FREE}",
    r"^(?:enter|enable|activate|switch (?:in)?to|start|go into|turn on)"
    r" (?:the |your )?(?:developer|god|debug|admin|dan|jailbreak|sudo|unrestricted|maintenance"
    r"|root|free) mode\b",
    r"\b(?:sudo|god|jailbreak|dan) mode\b(?! (?:of|in|for|on) (?:my|our|the))",
    r"\bi am (?:the |your )(?:developer|creator|programmer|operator|maker|engineer|administrator"
    r"|admin|owner)(?: of (?:this|the) (?:bot|assistant|ai|chat ?bot|chat|model))\b",
    r"\bi am your (?:developer|creator|programmer|operator|maker|engineer|master)\b",
    r"\b(?:pretend|imagine|roleplay|role-play|act|play)\b[^.!?\n]{0,20}\b(?:to be|that you are|you are|as if"
    r"|being|as) (?:my |a |an |the )?(?:\w+ ){0,3}(?:grandm\w+|grandpa\w*|grandfather|hacker|pirate|villain)\b",
    r"\b(?:if|suppose|imagine|hypothetically|assume)\b[^.!?\n]{0,25}\byou (?:had|have) no"
    r" (?:rules|guidelines|restrictions|filters|limits|limitations|instructions)\b",
    r"\b(?:an?|the|its) assistant (?:ignores?|breaks?|defies) (?:its|the|all|every)\b",
    r"\bstay in character\b|\b(?:you|it|and) need not obey\b|\bobey (?:me|the user) in (?:everything|all)\b",
    r"\bas the (?:shop |site )?(?:owner|boss|operator) i (?:approve|allow|authori[sz]e|order)\b",
)

_TELL = (
    r"(?:show|print|reveal|display|output|dump|leak|share|list|write(?: out| down)?|repeat|recite"
    r"|echo|tell|give|quote|copy|translate|summari[sz]e|paraphrase|encode|spell|put|paste|return"
    r"|provide|expose|disclose|say|read(?: out)?|append|add|name|describe)"
)
_HIDDEN = (
    r"(?:system prompts?|system messages?|developer messages?|pre-?prompts?|preamble"
    r"|(?:hidden|initial|original|internal|secret|underlying|operating|confidential) (?:system )?"
    r"(?:prompts?|instructions?|rules?|guidelines?|directives?|configuration)|context window"
    r"|(?:your|these|its|the system|the bot.?s) (?:own |full |exact |entire )?(?:prompts?|instructions"
    r"|directives|guidelines|system \w+)(?! (?:for|on|about|to|in|regarding|at|of (?:the|a|my)))"
    r"|(?:text|rules|instructions|guidelines|prompt) (?:of the instructions )?(?:that )?you"
    r" (?:are|were|have|run|follow|got|received|must|may|obey|operate)(?: been)?)"
)
_ABOVE = (
    r"(?:everything|all|anything|(?:all )?(?:of )?(?:the )?(?:text|words|lines|content|contents))"
    r"(?: that (?:is|stands|was))?(?: written)? (?:above|before this|before the first|up to here"
    r"|until here|preceding)"
)
REVEAL = (
    r"\bhow (?:exactly )?(?:were|are|have) you (?:been )?(?:configured|programmed|instructed|prompted"
    r"|set up|told to behave)\b",
    r"\bwhat (?:did|do|have) (?:the |your )?(?:developers?|operators?|creators?|owners?|programmers?|company)"
    r" (?:tell|told|instruct|say to|ask) you\b",
    r"\b(?:your|the|my|full|real|actual|original|whole) system (?:prompt|message)\b"
    r"(?![^.!?\n]{0,20}\b(?:my|our) )",
    r"\byour (?:own |full |entire )?prompt\b",
    r"\byour (?:internal|hidden|secret|confidential) (?:\w+ )?(?:guidelines|rules|instructions|polic(?:y|ies)"
    r"|notes|documents)\b",
    r"\b(?:exactly )?as you (?:received|were given|got) (?:them|it)\b",
    r"\b(?:rules|instructions|guidelines|prompt) (?:that |which )?you (?:were|have been) given\b",
    # The text above this message, in other languages.
    r"\b(?:texte?|texto|testo|tekst) (?:\w+ )?(?:au-dessus|plus haut|de arriba|anterior a|sopra|acima|hierboven"
    r"|boven dit|powyzej|ovan)\b",
    rf"^{_TELL}\b[^.!?\n]{{0,60}}\b(?:{_HIDDEN}|{_ABOVE})\b",
    rf"\bwhat (?:is|are|was|were|does)\b[^.!?\n]{{0,12}} {_HIDDEN}\b",
    r"\b(?:which|what) (?:\w+ )?(?:rules|instructions|guidelines)\b[^.!?\n]{0,20}\byou (?:are|were|have|must)"
    r" (?:not )?(?:allowed|told|given|obey|follow|been)",
    r"\bwhat (?:is|was|stands) (?:written )?in your (?:configuration|context|prompt|memory)\b"
    r"[^?\n]{0,30}\b(?:before|above|prior)\b",
    r"\b(?:first|last|next) (?:\d+ )?(?:words?|lines?|sentences?|paragraphs?) of"
    r" (?:your|the system|what you were|the) (?:system )?(?:prompt|instructions|told|message above)",
    r"\bwhat you were (?:told|given|instructed)\b",
    r"\bthe <?(?:source|system|question|conversation)s?>? (?:tags?|message)\b",
    r"\bcomplete (?:this|the following) (?:text|sentence)\b[^\n]{0,10}\byou are\b",
)

_DATA = (
    r"(?:messages?|chats?|conversations?|e-?mails?(?: address(?:es)?)?|passwords?|phone numbers?"
    r"|names?|transcripts?|addresses|data|questions?|orders?|sessions?|details|accounts?|records)"
)
OTHERS = (
    r"\b(?:chat|conversation|talk|dialogue)s? (?:that |which )?you had with\b",
    r"\b(?:which|what) (?:other )?(?:customers|users|visitors) (?:have|had|did|do|asked|complained|bought|wrote)\b",
    rf"^{_TELL}\b[^.!?\n]{{0,30}}\b(?:other|all|every|another|previous) "
    rf"(?:customers?|users?|visitors?|clients?|people)\b(?! (?:in|of) my)[^.!?\n]{{0,40}}\b{_DATA}\b",
    rf"^{_TELL}\b[^.!?\n]{{0,20}}\b{_DATA} of (?:the |all |all the )?(?:other|another|every|everybody|everyone"
    r"|all|previous) ?(?:customers?|users?|visitors?|clients?|people|who)\b",
    r"\b(?:what|which)\b[^.!?\n]{0,20}\b(?:customer|user|visitor|people|person|somebody)s? (?:before me|"
    r"else|other than me)\b",
    r"\b(?:what|which) (?:questions|messages)? ?(?:did|do|have) other (?:people|customers|users)"
    r" (?:ask|say|write|asked|said|written)",
    r"^(?:dump|export|download|list|show|print) (?:me )?(?:the |your )?(?:whole |entire )?(?:customer|user)s?"
    r" (?:database|table|list|records)\b",
    r"\bswitch (?:in)?to (?:the )?(?:session|account|chat) of\b",
    r"^(?:give|show|read|open|send|print)\b[^.!?\n]{0,20}\b(?:conversation|chat|ticket|transcript)"
    r" (?:hd-\d+|of (?:his|her|user|customer|alice|bob))",
    r"^(?:give|show|send|print)\b[^.!?\n]{0,20}\btranscripts? of (?:his|her|their)\b",
)
INTERNAL = (
    rf"^(?:{_TELL}|search|open|find|act as|as)\b[^.!?\n]{{0,60}}\b(?:internal|staff-only|staff only"
    r"|confidential|secret|private|restricted) (?:\w+ )?(?:articles?|notes?|texts?|playbooks?|sources?|documents?|atoms?"
    r"|versions?|pages?|information|knowledge)\b",
    rf"^{_TELL}\b[^.!?\n]{{0,40}}\b(?:articles?|texts?|sources?|notes?)\b[^.!?\n]{{0,20}}"
    r"\b(?:only (?:for )?(?:staff|agents)|for (?:staff|agents) only|marked internal|(?:staff|agents) (?:may|can))\b",
    r"\b(?:search|open|find|use)\b[^.!?\n]{0,20}\barticles? marked internal\b",
    r"\bmy (?:audience|role|reader) is\b[^.!?\n]{0,4}(?:internal|staff|agent|admin)",
    r"\b(?:ignore|bypass|drop|lift) the (?:audience|permission|access) (?:filter|check|rule)s?\b",
    r"\b(?:which|what) (?:api ?keys?|secrets?|passwords?|credentials)\b[^.!?\n]{0,15}\b(?:desk|server|system|you|bot)"
    r"\b[^.!?\n]{0,6}\buses?\b",
    r"\bwhat is the (?:administrator|admin|root|database|server).?s? password\b",
)
