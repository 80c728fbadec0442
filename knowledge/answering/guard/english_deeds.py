"""How models are told in English to say or do something, and how texts of the desk speak to them.

The form is that of `english`.
"""

_SAY = (
    r"(?:say|print|write|output|reply|respond|answer|confirm|acknowledge|type|repeat|claim|state"
    r"|announce|declare|introduce yourself|begin|start|finish|end|add|append|include|put|tell"
    r"|promise|quote)"
)
_QUOTED = r"[\"\u201c\u201e\u00ab'\u300c]"
_LITERAL = r"(?!(?:back|soon|me|us|again|preview|button|error|to|in|a|an|the|my|it|review|down|up|out|of|goodbye)\b)"
SAY = (
    r"(?:\A|\n)\s*#{2,}\s*(?:system|user|assistant|(?:new )?instructions?)\s*:?\s*\n",
    # A sentence of its own at the end that names the words to be said, and nothing else.
    rf"(?:[.!?:]\s+|,? and )(?:then )?(?:say|type|print|write|output|answer with|reply with) {_LITERAL}"
    r"[\w'$-]+(?: [\w'$-]+){0,5}[.!]?\s*\Z",
    rf"\bby (?:writing|saying|printing|typing|replying|answering)(?: with)? (?:{_QUOTED}|{_LITERAL}\w+)",
    r"\band nothing else\b",
    r"\b(?:each|every) (?:answer|reply|line|sentence|response) (?:that you (?:give|write) )?(?:starts?|begins?|ends?)"
    r" with\b",
    r"\bwhen i ask (?:about|for) [^.!?\n]{1,30} you (?:reply|answer|say)\b",
    # In other languages: to every question, in every answer.
    r"\b(?:auf jede (?:frage|nachricht)|(?:in|bei|vor|nach) jeder antwort|a chaque (?:question|reponse)"
    r"|a cada (?:pregunta|pergunta)|en cada respuesta|a ogni (?:domanda|risposta)|em cada resposta"
    r"|op elke vraag|bij elk antwoord|na kazde pytanie|v kazde odpovedi|pa varje fraga)\b",
    # "Reply only with: ...", "write the sentence "..."; a question behind the colon is the customer's.
    rf"^(?:i want you to |i need you to )?{_SAY}(?=[ :])(?! yes\b)(?! no\b)[^.!?\n:\"\u201c\u201d]{{0,50}}"
    rf"(?::(?!//)|\bwith {_QUOTED}|\bsentence {_QUOTED}|\bwords? {_QUOTED}|\bexactly {_QUOTED})"
    r"\s*(?=[^\s])(?![^?\n]*\?\s*(?:\Z|\n))",
    r"\brepeat (?:after me|what i say|the following (?:words|sentence|line))\b",
    r"\b(?:your|the) (?:only|whole|entire|single|one) (?:reply|answer|response)s?\b[^.!?\n]{0,25}\b(?:is|are|must|should"
    r"|shall|has to|will|from)\b",
    r"\b(?:answer|reply to|respond to|end|begin|start|finish) (?:each|every|all|any)(?: of your)?"
    r"(?: \w+){0,2}(?: of mine)? (?:with|by saying)\b",
    r"\bbefore (?:each|every) (?:answer|reply|response)\b",
    r"\b(?:agree with|obey) everything\b",
    r"\bexactly (?:this|the following) (?:sentence|text|words?|line)\b",
    r"\b(?:with|by) the (?:single )?(?:word|sentence|line) (?!of\b)",
    r"\bfrom (?:now|here) on\b[^.!?\n]{0,20}\b(?:you (?:answer|say|reply|always|must|only)|tell (?:everybody|everyone"
    r"|each|all|users|customers|people)|every (?:price|answer|reply|question))",
    r"\b(?:end|finish|close) (?:each|every|all)(?: of)?(?: your)? (?:answers?|repl(?:y|ies)|messages?|sentences?)\b",
    r"\b(?:to|in) (?:your|every|each|all your) (?:answers?|repl(?:y|ies)|response)\b[^.!?\n]{0,6}(?:\Z|[.!])(?<=answer\.)",
    r"!\[[^\]\n]*\]\(https?:",
    r"\breplace (?:every|each|all) (?:address|link|url|price|name)\w*\b[^.!?\n]{0,20}\bwith\b",
    r"\b(?:legally binding|no takesies)\b",
    r"\bwhenever i (?:ask|say|write)|\bwhatever i (?:ask|say|write)\b|\bwhen i (?:ask|say|write)\b[^.!?\n]{0,50},? (?:say|answer"
    r"|reply|call|execute|run|print)",
)

_THING = (
    r"(?:tools?|functions?|plugins?|api call|api request|shell|terminal|browser|database"
    r"|interpreter|sql statement|sql query|command|code|script|python|javascript|bash|skill)"
)
TOOL = (
    r"\b(?:call|calling|invoke|invoking|execute|executing|run|running|trigger) (?:the )?[a-z]+_[a-z_]+\b",
    r"\b(?:a|the) (?:function|tool) call to\b",
    rf"^(?:call|invoke|execute|run|trigger|use|activate|launch|open) (?:the |your |this |a |an |its |my )*(?:\w+ )?{_THING}"
    r"(?: for me)?(?:[ :]+[\w.(\"'`*]+|\Z)",
    r"^(?:call|invoke|execute|run|trigger) (?:the )?[a-z]+_[a-z_]+\b",
    r"^(?:call|invoke|execute|run) (?!export\b)[\w.]+\([^)\n]*\)",
    r"^(?:invoke|execute) (?:refund|proposal|transfer|payment|approval)\b",
    rf"\b(?:with|through|via) your (?:\w+ ){{0,2}}{_THING}\b",
    r"^(?:make|send|perform|do) an? (?:api|http|web) (?:request|call) that\b",
    r"\bwithout (?:asking(?! (?:me|us|my)\b)|approval|asking for (?:approval|permission)|confirmation)\b",
    r"\bso that the (?:system|desk|server|computer) (?:runs|executes|calls) it\b",
    r"\bignore the approval\b",
)
SYNTAX = (
    r"<\|?/?(?:im_start|im_end|system|user|assistant|end_of_turn|start_of_turn|eot_id|begin_of_text"
    r"|start_header_id|end_header_id|endoftext|python_tag)\|>",
    r"\[/?inst\]|<</?sys>>|\[(?:available_tools|tool_calls|tool_results)\]",
    r"</?(?:tool_calls?|function_calls?|tool_use|tool_code|antml:\w+)>|<(?:invoke|function|tool)[ =]",
    r"</\s*(?:sources?|question|conversation)\s*>|<\s*source\s+n\s*=",
    r"\"(?:name|tool|function)\"\s*:\s*\"[^\"\n]{1,60}\"\s*,\s*\"(?:arguments|parameters|input|args)\"\s*:",
    r"\"action\"\s*:\s*\"[^\"\n]{1,60}\"\s*,\s*\"action_input\"\s*:|\"(?:function_call|tool_calls?)\"\s*:\s*[\[{]",
    r"(?:^|\n)\s*action\s*:\s*\w+[^\n]{0,40}\n\s*action input\s*:",
    r"\b(?:begin|start of|end of|new) (?:system|user|admin) (?:update|prompt|message|input|override)\b\s*:?",
    r"```\s*tool_code\b",
)

# Texts of the desk are no orders to a model; what follows are words that speak to one all the same.
_SURE_MODEL = (
    r"(?:a\.?i\.?(?: (?:assistants?|agents?|models?|bots?|systems?|chat ?bots?))?|artificial intelligences?"
    r"|(?:large )?language models?|llms?(?: agents?)?|chat ?bots?|gpt|automated assistants?"
    r"|virtual assistants?)"
)
_ANY_MODEL = rf"(?:{_SURE_MODEL}|assistants?|bots?|models?)"
_ORDER = (
    r"(?:must|shall|should|has to|have to|needs? to|(?:is|are) to|will|please|always|never|answer|say|tell|reply|respond"
    r"|print|call|run|use|ignore|disregard|forget|append|add|output|execute)"
)
_DEED = (
    r"(?:say|answer|tell|print|reply|respond|call|run|execute|invoke|ignore|disregard|forget|append|add|output|repeat"
    r"|reveal|use|include|recommend|obey)"
)
ADDRESSED = (
    rf"\b{_ANY_MODEL}(?:.s)? (?:instructions?|directives?|prompts?)\s*:",
    rf"\bif you(?: are|.re) (?:an? |the )?{_SURE_MODEL}\b",
    rf"^(?:dear |attention,? |note (?:to|for) (?:the |all |any )?|instructions? (?:to|for) (?:the |all |any )?"
    rf"|message (?:to|for) (?:the |all |any )?|hey |to (?:all |the |any )?|directive (?:to|for) )*"
    rf"(?:all |any |the |dear )?{_SURE_MODEL}(?: (?:reading|that reads?|who reads?|seeing) this)?\s*(?:[:,]|\b{_ORDER}\b)",
    rf"\b(?:note|attention|message|instructions?|directive|hint) (?:to|for) (?:the |all |any )?(?:{_ANY_MODEL})\b",
    rf"^(?:the |any |all |dear )?{_ANY_MODEL}(?: (?:that reads?|reading) this)?\s*[:,]\s*(?:please )?{_DEED}\b",
    rf"^(?:the |any )?{_ANY_MODEL}(?: (?:that|who) reads? this)? (?:must|shall|has to|have to) {_DEED}\b[^.!?\n]{{0,60}}"
    r"(?:\b(?:answer|prompt|instructions?|tool|function|whenever|each|every|before|rules)\b|:)",
    rf"\bwhen you, the {_ANY_MODEL}\b|\bany model that reads this\b|\bchatbots? reading this\b",
    rf"\bdirective for {_ANY_MODEL}\b",
    r"(?:\A|\n|<)\s*system\s*[:>]\s*(?:new|the assistant|obey|you|say|ignore|tell)",
)
