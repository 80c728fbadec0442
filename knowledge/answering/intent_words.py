"""Word lists behind `intents`: what people write when it is not a question about the product."""

from knowledge.answering.word_sets import word_set

GREETINGS = word_set(
    """hi hy hey hei heya hie hye hai hello hallo hullo hlo hlw hlow helo hola hoi howdy yo
    greetings namaste namaskar salam gm morning afternoon evening gday hihi hiya moin
    moinmoin servus gruezi tach tag bonjour salut"""
)
GREETING_PHRASES = (
    "good morning|good afternoon|good evening|good day|good noon|guten morgen|guten tag"
    "|guten abend|gruss gott|gruess gott|gruss dich|mahlzeit|nice to meet you"
    "|(?:and )?how are (?:you|u)(?: doing)?(?: today)?|hows it going|how is it going|whats up"
    "|wie gehts(?: dir| ihnen| euch)?|wie geht es (?:dir|ihnen|euch)"
)
OPENERS = (
    "(?:please |can |could |would )*(?:you |u |someone |somebody |anyone |anybody )?"
    "(?:please |pls )?help(?: me)?(?: out)?(?: please| pls)?"
    "|(?:i )?(?:need|want|require) (?:some |your |a little |urgent )?(?:help|assistance)"
    "|i (?:have|had|got|ve) (?:a |an |one |some )?(?:quick |short |small |urgent )?"
    "(?:questions?|problem|issue|query|queries)"
    "|(?:can|could|may) i ask (?:you )?(?:a question|something)"
    "|i (?:want|would like) to ask (?:you )?(?:a question|something)"
    "|(?:is )?(?:anyone|anybody|someone|somebody) (?:there|here)"
    "|ich (?:habe|hab|haette|hatte) (?:da )?(?:mal )?(?:eine|ne|ein)"
    " (?:kurze |kleine )?(?:frage|problem)"
    "|ich brauche (?:bitte )?hilfe|(?:kannst du|konnen sie|koennen sie|kann jemand) mir"
    " (?:bitte )?(?:mal )?(?:helfen|weiterhelfen)|hilfe(?: bitte)?"
)
ADDRESS = word_set(
    """sir madam mam maam team there all everyone everybody dear friend friends buddy bro bot
    again guys folks please pls plz and ok okay so just to you zusammen leute euch dir ihnen
    nochmal liebes und"""
)

THANKS = (
    "thanks|thank|thankyou|than?ku+h*|thanx|thn?x|tnx|tks|ty|tysm|cheers|i appreciate|danke|dank"
    "|dankeschon|dankeschoen|merci|appreciated"
)
ACKNOWLEDGED = word_set(
    """ok okay k kk okey okie ohk great perfect awesome nice cool super alright fine good
    understood excellent wonderful brilliant prima klasse gut passt verstanden super toll
    perfekt alles klar done solved fixed resolved sorted finished erledigt fertig gelost"""
)
ACKNOWLEDGED_PHRASES = (
    "got it|(?:(?:its|it is|that is|problem) )(?:done|fixed|solved|working|resolved)(?: now)?|it works now|i did (?:it|that)|"
    "i see|i understand|makes sense|sounds good|thats? (?:it|all|great|good|perfect|fine)"
    "|(?:that|this|it)s? (?:worked|works|helped|helps)(?: now)?|that is all|nothing else"
    "|das wars?|das hat (?:geholfen|geklappt|funktioniert)|alles klar|hat geklappt"
)
THANKS_FILLERS = word_set(
    """you u so very much a lot yes yeah yep sure for your the help support reply response answer
    info information advice quick again sir madam really many all that thats this is was it very
    helpful got i dear and no nope nothing else now then well oh ah haha kind
    vielen schon schoen sehr besten herzlichen lieben hat geholfen fur fuer die hilfe das
    antwort schnelle nein ja dir ihnen euch und mal"""
)
GOODBYES = (
    "bye|goodbye|good bye|byebye|cya|see (?:you|ya|u)(?: later| soon)?|good night|gn"
    "|(?:have|u have) a (?:nice|good|great|lovely) (?:day|evening|weekend|one|night)"
    "|talk to you later|tschuss|tschuess|tschau|ciao|auf wiedersehen|bis (?:bald|dann|spater)"
    "|schonen (?:tag|abend)(?: noch)?|wiedersehen"
)

YES = word_set(
    """yes yeah yep yup sure ok okay please pls ja jawohl gerne gern bitte klar do it that would be
    great good nice of course yes"""
)
NO = word_set(
    "no nope nah nein not now later thanks thank you danke nicht notig noetig"
)

# Words that are corrected before the wish for a person is looked for.
PERSON_VOCABULARY = (
    "agent",
    "human",
    "person",
    "representative",
    "operator",
    "someone",
    "somebody",
    "executive",
    "supervisor",
    "customer",
    "support",
    "mitarbeiter",
    "mitarbeiterin",
    "menschen",
    "kundenservice",
)
# Thumbs, hands, hearts and smiles that stand alone where others write "thanks".
PLEASED_SIGNS = "\U0001f44d\U0001f64f\U0001f44c\U0001f44f\U0001f60a\U0001f642\U0001f600\U0001f603\U0001f604\u2764\U0001f389"
PERSON_TYPOS = {
    "speek": "speak",
    "spek": "speak",
    "spaek": "speak",
    "tlak": "talk",
    "takl": "talk",
    "tak": "talk",
    "tok": "talk",
    "conect": "connect",
    "connct": "connect",
    "connet": "connect",
    "wanna": "want to",
    "wana": "want to",
    "gonna": "going to",
    "wnt": "want",
    "pls": "please",
    "plz": "please",
    "plzz": "please",
    "plss": "please",
    "rep": "representative",
    "reps": "representatives",
    "u": "you",
    "ur": "your",
    "mit arbeiter": "mitarbeiter",
}
