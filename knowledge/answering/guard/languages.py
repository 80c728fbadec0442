"""How orders to a model are put in languages beside English, as `folding` leaves their words.

For each: `drop` and what is dropped, `tell` and what is hidden, whom the bot shall be, what it
shall say, and tools. A gap is what may stand between two of them in one sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The words of one language as alternatives of a pattern."""

    drop: str
    """Let go of, as an order."""
    rules: str
    tell: str
    hidden: str
    """What only the operator and the model know."""
    role: str = ""
    """You are now ... without ..."""
    say: str = ""
    """Say, write or answer, as an order; a colon or a quotation mark follows."""
    tool: str = ""
    others: str = ""
    """Whole phrases that ask for what belongs to others, or to staff."""
    addressed: str = ""
    """Whole phrases in a text that speak to a model."""
    not_in_gap: str = ""
    verb_last: bool = False
    spaced: bool = True
    """Whether there are spaces between words."""


LANGUAGES: Mapping[str, Words] = {
    "de": Words(
        drop=r"(?:ignorier(?:e|t|en sie)?|vergiss|vergesst|vergessen sie|missachte|missachten sie|ubergeh(?:e|en sie)|umgeh(?:e|en sie)"
        r"|verwirf|verwerfen sie|uberschreib(?:e|en sie)|losche|setz(?:e|t|en sie)? dich uber|setzen sie sich uber|befolg(?:e|st|en sie)"
        r"(?: (?:du|ab jetzt|nun))? (?:keine|nicht)|hor(?:e)? nicht(?: mehr)? auf|lass)",
        rules=r"(?:anweisung(?:en)?|regeln?|vorgaben?|instruktionen?|richtlinien?|system-?\s?prompts?|prompts?|beschrankungen?|einschrankungen?"
        r"|system-?\s?anweisung(?:en)?|filter|quellen|alles(?=,? was (?:dir|oben|vorher)))",
        not_in_gap=r"nicht|meine?[nrs]?|fur|bei|zu|mahnungen|frage|auf",
        tell=r"(?:zeig(?:e|en sie)?|gib|geben sie|nenn(?:e|en sie)?|wiederhol(?:e|en sie)?|verrat(?:e|en sie)?|schreib(?:e|en sie)?|liste|lies|sag(?:e)?"
        r"|was (?:ist|steht in|sind)|wie (?:lautet|lauten)|ubersetz(?:e|en sie)?|druck(?:e|en sie)?)",
        hidden=r"(?:(?:deine[nrms]?|dein|ihre[nrms]?)(?: \w+){0,2} (?:anweisungen|instruktionen|vorgaben|prompt|regeln|system-?\s?prompt)"
        r"(?! (?:fur|zu|bei))|system-?\s?prompt|system-?\s?nachricht|text (?:uber|oberhalb|vor) diese[rm]|alles (?:uber|oberhalb|vor) diese[rm]"
        r"|(?:geheimen?|versteckten?) (?:regeln|anweisungen))",
        role=r"\b(?:du bist|sie sind) (?:jetzt|ab jetzt|nun|ab sofort|von nun an)\b[^.!?\n]{0,40}\b(?:ki|ai|dan|bot|assistent|pirat|modell)\w*\b"
        r"|\b(?:ki|assistent|bot|modell) ohne (?:jede |alle |jegliche )?(?:einschrankungen|regeln|grenzen|filter|beschrankungen)\b"
        r"|\bentwicklermodus (?:aktivieren|an|ein)\b|\baktivier\w* (?:den )?entwicklermodus",
        say=r"(?:sag(?:e|t)?|schreib(?:e|t)?|antworte(?:t)?|behaupte|bestatig(?:e)?|wiederhol(?:e)?|sag mir|lautet deine antwort|antworte ab jetzt)",
        tool=r"\b(?:ruf(?:e|en sie)?|fuhr(?:e|en sie)?|benutz(?:e|en sie)?|verwend(?:e|en sie)?|starte(?:n sie)?|nutz(?:e|en sie)?)"
        r" (?:bitte )?(?:das|die|den|dein|ein|eine|ihr|deine)? ?(?:werkzeug|funktion|tool|befehl|skript|sql|programm)\b[^.!?\n]{0,60}"
        r"|\bohne nachzufragen\b",
        others=r"\b(?:gib|zeig|nenn|verrat|sag|liste|lies)\w*\b[^.!?\n]{0,40}\b(?:ander(?:e|en|er|em)|aller|alle) (?:kunden|nutzer|kundinnen|benutzer|besucher)"
        r"|\bwelche (?:e-?mail|adressen|passworter|telefon|nachrichten|fragen)\S*(?: \w+){0,2} haben (?:die )?anderen (?:nutzer|kunden|leute)"
        r"|\b(?:gib|zeig|nenn|lies)\w*\b[^.!?\n]{0,30}\b(?:internen?|vertraulichen?|privaten?) (?:notizen|artikel|texte|dokumente|anleitungen)",
        addressed=r"\b(?:an alle |an die |liebe |hinweis an (?:die |den )?|falls du (?:ein|eine) |wenn du (?:ein|eine) )"
        r"(?:ki|kis|ai|ki-assistent\w*|sprachmodelle?|ki-modelle?|assistent\w*|chat-?bots?|kunstliche intelligenz)\b"
        r"|(?:\A|[.!?\n])\s*(?:assistent|ki|bot|chatbot)\s*[,:]\s",
    ),
    "fr": Words(
        drop=r"(?:ignore[rz]?|oublie[rz]?|ne tiens (?:plus |pas )?compte|ne tenez (?:plus |pas )?compte|neglige[rz]?|contourne[rz]?|desobeis|abandonne[rz]?"
        r"|ne (?:suis|respecte|suivez|respectez) (?:plus|pas))",
        rules=r"(?:instructions?|consignes?|regles?|directives?|prompts?|restrictions?|limites|sources)",
        not_in_gap=r"pas|mon|ma|mes|question|message",
        tell=r"(?:affiche[rz]?|montre[rz]?(?:-moi)?|donne[rz]?(?:-moi)?|revele[rz]?|repete[rz]?|recopie[rz]?(?:-les)?|ecri[st]|imprime[rz]?|dis(?:-moi)?"
        r"|traduis|quel(?:le)?s? (?:est|sont))",
        hidden=r"(?:(?:ton|ta|tes|votre|vos)(?: \w+){0,2} (?:prompt|instructions|consignes|regles|directives)(?! (?:de|pour|sur))|prompt (?:du )?systeme"
        r"|message (?:du )?systeme|(?:regles|instructions|consignes) (?:secretes|cachees|internes|initiales))",
        role=r"\b(?:tu es|vous etes|sois) (?:desormais|maintenant|a present)\b[^.!?\n]{0,40}\b(?:ia|assistant|robot|bot|dan|modele|pirate)\b"
        r"|\b(?:ia|assistant|modele) sans (?:aucune |la moindre )?(?:restrictions?|regles?|limites?|filtres?|aucune restriction)\b",
        say=r"(?:dis|ecris|reponds(?: seulement| toujours| uniquement)?|confirme(?:-moi)?|repete|tu dis toujours|ecrivez|dites)",
        tool=r"\b(?:appelle|execute|utilise|lance|appelez|executez|utilisez)\b (?:l.|la |le |ton |ta |une? )?(?:outil|fonction|commande|script|requete)\b",
        others=r"\b(?:donne|montre|affiche|liste|lis)\w*\b(?:-moi)?[^.!?\n]{0,40}\bautres (?:clients|utilisateurs|personnes)\b"
        r"|\b(?:donne|montre|affiche|lis)\w*\b(?:-moi)?[^.!?\n]{0,30}\b(?:articles?|notes?|documents?|textes?) (?:internes?|confidentiel\w*|prive\w*|reserve\w*)",
        addressed=r"\bsi (?:tu es|vous etes) (?:une? )?(?:ia|assistant|intelligence artificielle|modele|chatbot)|\b(?:note|instructions?|message) (?:pour|a) "
        r"(?:l.|le |les |la )?(?:assistants?|ia|intelligence artificielle|chatbots?|modeles?)\b",
    ),
    "es": Words(
        drop=r"(?:ignor(?:a|e|ad|en)|olvid(?:a|e|ad)(?:te)?(?: de)?|no (?:hagas|haga) caso (?:a|de)|descarta|desobedece|omite|salta(?:te)?|no (?:sigas|obedezcas|respetes))",
        rules=r"(?:instruccion(?:es)?|reglas?|directrices|indicaciones|prompts?|restricciones|normas|limites|fuentes)",
        not_in_gap=r"mi|mis|no|pregunta|mensaje",
        tell=r"(?:muestra(?:me)?|muestre(?:me)?|ensena(?:me)?|revela(?:me)?|di(?:me)?|da(?:me)?|repite|imprime|escribe|lista|copia|traduce|cual(?:es)? (?:es|son))",
        hidden=r"(?:(?:tu|tus|su|sus)(?: \w+){0,2} (?:prompt|instrucciones|reglas|directrices)(?! (?:de|para|sobre))|prompt del? sistema|mensaje del? sistema"
        r"|(?:instrucciones|reglas) (?:ocultas|secretas|internas|iniciales))",
        role=r"\b(?:ahora|desde ahora|a partir de ahora) (?:eres|seras)\b[^.!?\n]{0,40}\b(?:ia|asistente|bot|dan|modelo|pirata)\b"
        r"|\b(?:ia|asistente|modelo) sin (?:ningunas? )?(?:restricciones|reglas|limites|filtros)\b",
        say=r"(?:di|escribe|responde(?: solo| siempre| unicamente)?|contesta(?: solo| siempre)?|di siempre|confirma|repite|diga|escriba)",
        tool=r"\b(?:llama|ejecuta|usa|utiliza|invoca|llame|ejecute|use) (?:a |al |la |el |tu |una? )*(?:funcion|herramienta|comando|script|consulta)\b",
        others=r"\b(?:da|muestra|ensena|di|lista|lee)(?:me)?\b[^.!?\n]{0,40}\b(?:demas|otros) (?:clientes|usuarios)\b"
        r"|\b(?:da|muestra|ensena|lee)(?:me)?\b[^.!?\n]{0,30}\b(?:articulos|notas|documentos|textos) (?:internos?|internas?|privad\w+|confidencial\w*)",
        addressed=r"\bsi eres (?:una? )?(?:ia|asistente|inteligencia artificial|modelo|chatbot)|\b(?:instruccion(?:es)?|nota|mensaje) para (?:el |la |los )?"
        r"(?:asistentes?|ia|chatbots?|modelos?)\b",
    ),
    "it": Words(
        drop=r"(?:ignora(?:te)?|dimentica(?:te|ti)?(?: di)?|non (?:seguire|rispettare|considerare)(?: piu)?|trascura|scarta|aggira|disobbedisci)",
        rules=r"(?:istruzion[ei]|regol[ae]|direttive|prompts?|restrizioni|linee guida|indicazioni|limiti|fonti)",
        not_in_gap=r"non|mio|mia|miei|messaggio|domanda",
        tell=r"(?:mostra(?:mi)?|rivela(?:mi)?|dimmi|ripeti|stampa|scrivi|elenca(?:le)?|dammi|traduci|copia|qual(?:i|e)? (?:e|sono))",
        hidden=r"(?:(?:il tuo|la tua|le tue|i tuoi)(?: \w+){0,2} (?:prompt|istruzioni|regole)(?! (?:per|di|su))|prompt di sistema|messaggio di sistema"
        r"|(?:istruzioni|regole) (?:nascoste|segrete|interne|iniziali))",
        role=r"\b(?:ora|adesso|da ora) sei\b[^.!?\n]{0,40}\b(?:ia|assistente|bot|modello|dan)\b|\b(?:ia|assistente|modello) senza (?:restrizioni|regole|limiti|filtri)\b",
        say=r"(?:di.?|scrivi|rispondi(?: solo| sempre| soltanto)?|conferma|ripeti)",
        tool=r"\b(?:chiama|esegui|usa|utilizza|invoca) (?:la |lo |il |una? |tuo |tua |l.)*(?:funzione|strumento|comando|script)\b",
        others=r"\b(?:mostra|dammi|dimmi|elenca|leggi)\w*\b[^.!?\n]{0,40}\b(?:altri|gli altri) (?:clienti|utenti)\b",
        addressed=r"\bse sei (?:un.?|una )?\s?(?:ia|assistente|intelligenza artificiale|modello|chatbot)|\b(?:nota|istruzioni?|messaggio) per (?:l.|gli |il |i )?(?:assistent\w|ia|chatbot)\b",
    ),
    "pt": Words(
        drop=r"(?:ignor(?:e|a|em)|esquec(?:a|e|am)|desconsidere|nao (?:sigas?|siga|obedeca)|descarte|desobedeca)",
        rules=r"(?:instruc(?:ao|oes)|regras?|diretrizes|orientacoes|prompts?|restricoes|limites|fontes)",
        not_in_gap=r"nao|minha|meu|mensagem|pergunta",
        tell=r"(?:mostre(?:-me)?|mostra(?:-me)?|revele|diga(?:-me)?|repita|imprima|escreva|liste|copie|traduza|qua(?:l|is) (?:e|sao))",
        hidden=r"(?:(?:o seu|a sua|os seus|as suas|seu|sua|suas|teu|tuas)(?: \w+){0,2} (?:prompt|instrucoes|regras)(?! (?:para|de|sobre))|prompt do sistema|mensagem do sistema"
        r"|(?:instrucoes|regras) (?:ocultas|secretas|internas|iniciais|que (?:te|lhe) deram))",
        role=r"\bagora voce e\b[^.!?\n]{0,40}\b(?:ia|assistente|bot|modelo|dan)\b|\b(?:ia|assistente|modelo) sem (?:restricoes|regras|limites|filtros)\b",
        say=r"(?:diga|escreva|responda(?: apenas| so| sempre)?|confirme|repita)",
        tool=r"\b(?:chame|execute|use|utilize|invoque) (?:a |o |uma? |sua |seu )*(?:funcao|ferramenta|comando|script)\b",
        others=r"\b(?:mostre|diga|de-me|liste|leia)\b[^.!?\n]{0,40}\boutros (?:clientes|usuarios|utilizadores)\b",
        addressed=r"\bse (?:voce|tu) (?:e|es|for) (?:uma? )?(?:ia|assistente|inteligencia artificial|modelo|chatbot)|\b(?:nota|instruc(?:ao|oes)) para (?:o |a |os )?(?:assistentes?|ia|chatbots?)\b",
    ),
    "nl": Words(
        drop=r"(?:negeer|vergeet|omzeil|overschrijf|volg niet|houd je niet aan|laat)",
        rules=r"(?:instructies?|regels?|richtlijnen|opdrachten|prompts?|systeemprompt|beperkingen|bronnen)",
        not_in_gap=r"niet|mijn|vraag|bericht",
        tell=r"(?:toon|laat|geef|welke|herhaal|onthul|print|schrijf|zeg|vertel|wat (?:is|zijn))",
        hidden=r"(?:(?:je|jouw|uw)(?: \w+){0,2} (?:prompt|systeemprompt|instructies|regels)(?! (?:voor|over))|systeemprompt|systeembericht|(?:verborgen|geheime) (?:regels|instructies))",
        role=r"\bje bent (?:nu|vanaf nu)\b[^.!?\n]{0,40}\b(?:ai|assistent|bot|model|dan)\b|\b(?:ai|assistent|model) zonder (?:regels|beperkingen|grenzen|filters)\b",
        say=r"(?:zeg(?: alleen)?|schrijf|antwoord(?: alleen)?|bevestig|herhaal)",
        tool=r"\b(?:roep|voer|gebruik|start) (?:de |het |je |een )?(?:functie|tool|hulpmiddel|opdracht|script)\b",
        others=r"\b(?:toon|laat|geef|lees)\b[^.!?\n]{0,40}\b(?:andere (?:klanten|gebruikers)|(?:interne|vertrouwelijke) (?:notities|artikelen|documenten))\b",
        addressed=r"\bals je (?:een )?(?:ai|assistent|taalmodel|chatbot) bent",
    ),
    "sv": Words(
        drop=r"(?:ignorera|glom|bortse fran|strunta i|kringga|folj inte)",
        rules=r"(?:instruktion(?:er|erna)?|regler(?:na)?|riktlinjer|prompts?|systemprompt|begransningar)",
        not_in_gap=r"inte|min|mitt|mina|fraga",
        tell=r"(?:visa|skriv|upprepa|avsloja|ge|beratta|vad (?:ar|star))",
        hidden=r"(?:(?:din|ditt|dina|er|era)(?: \w+){0,2} (?:prompt|systemprompt|instruktioner|regler)(?! (?:for|om))|systemprompt|dolda (?:instruktioner|regler))",
        role=r"\bdu ar (?:nu|fran och med nu)\b[^.!?\n]{0,40}\b(?:ai|assistent|bot|modell)\b",
        say=r"(?:sag|skriv|svara(?: bara)?|bekrafta)",
    ),
    "pl": Words(
        drop=r"(?:zignoruj|ignoruj|zapomnij(?: o)?|pomin|obejdz|nie (?:przestrzegaj|stosuj|sluchaj))",
        rules=r"(?:instrukcj\w*|polecen\w*|zasad\w*|regul\w*|wytyczn\w*|prompt\w*|ogranicze\w*)",
        not_in_gap=r"moj\w*|nie|wiadomosc",
        tell=r"(?:pokaz|wyswietl|ujawnij|powtorz|wypisz|podaj|napisz|zdradz|jak\w* (?:jest|sa))",
        hidden=r"(?:(?:swoj\w*|twoj\w*|wlasn\w*)(?: \w+){0,2} (?:prompt\w*|instrukcj\w*|zasad\w*)|prompt\w* systemow\w*|ukryt\w* (?:zasad\w*|instrukcj\w*|regul\w*))",
        role=r"\bjestes teraz\b[^.!?\n]{0,40}\b(?:ai|asystent\w*|bot\w*|model\w*)\b",
        say=r"(?:powiedz|napisz|odpowiedz(?: tylko)?|potwierdz|powtorz)",
        tool=r"\b(?:wywolaj|uruchom|uzyj|wykonaj) (?:funkcj\w*|narzedzi\w*|polecen\w*|skrypt\w*)",
    ),
    "cs": Words(
        drop=r"(?:ignoruj(?:te)?|zapomen(?:te)?(?: na)?|prehlizej|obejdi|nedodrzuj|nedbej(?: na)?)",
        rules=r"(?:instrukc\w*|pokyn\w*|pravid\w*|prompt\w*|omezen\w*)",
        not_in_gap=r"muj|moje|mou|otazku|zpravu",
        tell=r"(?:ukaz|vypis|zobraz|prozrad|zopakuj|napis|rekni|jak\w* (?:je|jsou))",
        hidden=r"(?:(?:svuj|svoj\w*|sve|tvoj\w*|tvuj)(?: \w+){0,2} (?:prompt\w*|instrukc\w*|pokyn\w*|pravid\w*)|systemov\w* prompt\w*|skryt\w* (?:pravid\w*|instrukc\w*|pokyn\w*))",
        say=r"(?:rekni|napis|odpovez(?: jen)?|potvrd)",
    ),
    "ru": Words(
        drop=r"(?:(?:про)?игнорируй(?:те)?|забудь(?:те)?(?: о| про)?|не (?:следуй|соблюдай|выполняй)(?:те)?|отбрось|обойди|нарушь|отмени)",
        rules=r"(?:инструкци\w*|указани\w*|правил\w*|промпт\w*|ограничени\w*|директив\w*|установк\w*)",
        not_in_gap=r"мо[йеюия]\w*|сообщени\w*|вопрос\w*",
        tell=r"(?:покажи(?:те)?|выведи|напечатай|раскрой|повтори|напиши|перечисли|скажи|назови|как(?:ие|ой|ова))",
        hidden=r"(?:(?:сво[йиею]\w*|тво[йиею]\w*|ваш\w*)(?: \w+){0,2} (?:промпт\w*|инструкци\w*|правил\w*)(?! (?:по|для|о))|у тебя (?:\w+ )?(?:инструкци\w*|правил\w*)|текст\w* (?:выше|над)|системн\w* (?:промпт\w*|сообщени\w*|инструкци\w*)"
        r"|скрыт\w* (?:правил\w*|инструкци\w*))",
        role=r"\bтеперь (?:ты|вы)\b[^.!?\n]{0,40}\b(?:ии|ассистент|бот|модель|пират|нейросет\w*)\b|\bии без (?:ограничени\w*|правил\w*|цензур\w*)",
        say=r"(?:скажи|напиши|ответь(?: только)?|отвечай(?: только| всегда)?|подтверди|повтори)",
        tool=r"\b(?:вызови|запусти|используй|выполни) (?:инструмент\w*|функци\w*|команд\w*|скрипт\w*|запрос\w*)",
        others=r"\b(?:покажи|дай|назови|выведи|перечисли)\b[^.!?\n]{0,40}\bдругих (?:клиент\w*|пользовател\w*)",
        addressed=r"\b(?:инструкци\w*|указани\w*|сообщени\w*|внимание)[^.!?\n]{0,12}\b(?:для )?(?:ии|ассистент\w*|нейросет\w*|чат-?бот\w*|языков\w* модел\w*)\b|\bесли ты (?:ии|нейросеть|ассистент|языковая модель)",
    ),
    "uk": Words(
        drop=r"(?:(?:про)?ігноруй(?:те)?|забудь(?:те)?(?: про)?|не (?:дотримуйся|виконуй|слідуй)|відкинь|обійди)",
        rules=r"(?:інструкці\w*|вказівк\w*|вказівок|правил\w*|промпт\w*|обмежен\w*)",
        not_in_gap=r"мо[йєюіяї]\w*|повідомлення|питання",
        tell=r"(?:покажи|виведи|надрукуй|розкрий|повтори|напиши|перелічи|скажи|як(?:і|ий|а))",
        hidden=r"(?:(?:сво[йїєю]\w*|тво[йїєю]\w*|ваш\w*)(?: \w+){0,2} (?:промпт\w*|інструкці\w*|правил\w*)|текст\w*,? (?:\w+ ){0,2}(?:вище|над)|системн\w* промпт\w*|прихован\w* (?:правил\w*|інструкці\w*))",
        role=r"\bтепер ти\b[^.!?\n]{0,40}\b(?:ші|асистент|бот|модель)\b",
        say=r"(?:скажи|напиши|відповідай(?: лише| тільки)?|підтверди|повтори)",
    ),
    "tr": Words(
        drop=r"(?:yok say(?:in)?|yoksay|unut(?:un)?|gormezden gel(?:in)?|dikkate alma(?:yin)?|goz ardi et|uyma)",
        rules=r"(?:talimat\w*|kural\w*|yonerge\w*|komut\w*|istem\w*|kısıtlama\w*)",
        not_in_gap=r"mesajim\w*|mesajımı|sorum\w*",
        tell=r"(?:goster(?:in)?|yaz(?:in)?|acikla|acıkla|tekrarla|listele|soyle)",
        hidden=r"(?:sistem istem\w*|sistem prompt\w*|gizli (?:kural|talimat)\w*|sistem mesaj\w*)",
        say=r"(?:yalnızca sunu yaz|sunu yaz|sunu soyle|soyle de|yaz|soyle)",
        verb_last=True,
    ),
    "zh": Words(
        drop=r"(?:忽略|忽视|无视|忘记|忘掉|不要遵守|不要理会|绕过|跳过|違反|违反|抛开)",
        rules=r"(?:指令|指示|规则|規則|提示词|提示詞|限制|说明|设定|約束|约束|系统提示)",
        not_in_gap=r"消息|我上|问题",
        tell=r"(?:显示|顯示|展示|告诉我|告訴我|输出|輸出|打印|重复|透露|泄露|给我看|列出|把)",
        hidden=r"(?:系统提示词?|系統提示詞?|你的(?:\w{0,4})(?:指令|提示词|规则)(?!关于)|隐藏(?:的)?(?:指令|规则)|初始指令)",
        role=r"你现在是[^。！？\n]{0,20}(?:人工智能|助手|机器人|模型|ai)|没有(?:任何)?限制的(?:人工智能|ai|助手|模型)",
        others=r"你的(?:系统)?(?:指令|提示词|规则)是什么|(?:显示|告诉我|给我看?|列出)[^。！？\n]{0,12}(?:其他|别的|所有)(?:客户|用户|顾客)的",
        say=r"(?:只回答|回答|请?说|写|输出|回复|并说|然后写)",
        tool=r"(?:调用|執行|执行|运行|使用)(?:工具|函数|命令|脚本)\s?\w+",
        addressed=r"如果你是(?:一个)?(?:人工智能|ai|语言模型|聊天机器人|助手)|(?:致|给|对)(?:所有)?(?:人工智能|ai|语言模型|聊天机器人)",
        spaced=False,
    ),
    "ja": Words(
        drop=r"(?:無視し|無視せよ|忘れ(?:て|ろ|なさい)|従わ(?:ない|ず)|破って|取り消)",
        rules=r"(?:指示|命令|ルール|規則|プロンプト|ガイドライン|制限|設定)",
        not_in_gap=r"メッセージ|質問",
        tell=r"(?:表示し|見せ|教え|出力し|書い|繰り返し|印刷し|公開し)",
        hidden=r"(?:システムプロンプト|システムメッセージ|あなたの(?:\w{0,4})(?:指示|プロンプト|ルール)|隠され?た?(?:指示|ルール)|初期(?:の)?指示)",
        role=r"あなたは今(?:から)?[^。！？\n]{0,20}(?:ai|人工知能|アシスタント|ボット)|制限のない(?:ai|アシスタント)",
        say=r"(?:とだけ答え|と答え|と書い|と言っ|と返)",
        tool=r"(?:ツール|関数|コマンド)[^。！？\n]{0,20}(?:呼び出し|実行し|使っ)",
        addressed=r"(?:ai|人工知能|アシスタント|チャットボット)(?:アシスタント)?(?:へ|に告ぐ|の皆)|もしあなたが(?:ai|人工知能)",
        verb_last=True,
        spaced=False,
    ),
    "ko": Words(
        drop=r"(?:무시하|무시해|잊(?:고|어|으)|따르지)",
        rules=r"(?:지시|명령|규칙|프롬프트|지침|제한|설정)",
        not_in_gap=r"메시지|질문",
        tell=r"(?:보여|출력|알려|말해|표시|공개|반복)",
        hidden=r"(?:시스템 ?프롬프트|시스템 ?메시지|당신의 (?:\w{0,4} ?)(?:지시|프롬프트|규칙)|숨겨진 (?:지시|규칙)|초기 지시)",
        role=r"(?:이제|지금부터) (?:너는|당신은)[^.!?\n]{0,20}(?:ai|인공지능|봇|비서)|제한 ?없는 (?:ai|인공지능)",
        say=r"(?:라고만 답|라고 답|라고 쓰|라고 써|라고 말)",
        tool=r"(?:도구|함수|명령)[^.!?\n]{0,20}(?:호출|실행|사용)(?:해|하)",
        verb_last=True,
        spaced=False,
    ),
    "ar": Words(
        drop=r"(?:تجاهل|انس|انسى|لا تتبع|تخط|تجاوز)",
        rules=r"(?:(?:ال)?تعليمات\w*|(?:ال)?قواعد\w*|(?:ال)?اوامر\w*|(?:ال)?توجيهات\w*|(?:ال)?قيود\w*)",
        not_in_gap=r"رسالتي|سؤالي",
        tell=r"(?:اعرض|اظهر|اكشف|كرر|اطبع|اكتب|اخبرني|ما هي)",
        hidden=r"(?:تعليمات النظام|تعليماتك|موجه النظام|قواعدك|(?:ال)?تعليمات (?:ال)?(?:مخفية|سرية))",
        role=r"انت الان[^.!?\n]{0,30}(?:ذكاء اصطناعي|مساعد|روبوت)",
        say=r"(?:قل|اكتب|واكتب|اجب(?: فقط)?|واجب(?: فقط)?|وقل|رد)",
    ),
    "hi": Words(
        drop=r"(?:अनदेखा|नजरअंदाज|भूल जाओ|भूल जाए|मत मानो|पालन मत)",
        rules=r"(?:निर्देश\w*|नियम\w*|आदेश\w*|प्रॉम्प्ट\w*)",
        not_in_gap=r"मेरा|मेरे|संदेश|सवाल",
        tell=r"(?:दिखाओ|दिखाए|बताओ|बताए|लिखो|दोहराओ)",
        hidden=r"(?:सिस्टम प्रॉम्प्ट|आपके निर्देश|तुम्हारे निर्देश|छिपे हुए निर्देश)",
        say=r"(?:यह कहो|कहो|लिखो|जवाब दो)",
        verb_last=True,
        spaced=False,
    ),
}  # fmt: skip
