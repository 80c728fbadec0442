"""What a message wants: nothing but certain small talk or a wish for a person is no question."""

import pytest

from knowledge.answering.intents import intent_of
from knowledge.answering.outcomes import Line
from knowledge.answering.phrases import do_not_know

GREETINGS = """Hi|Hello!|hiiii|Hy|Hlo sir|Hello there \U0001f44b|good morning sir|Guten Tag|hallo zusammen
|hey how are you?|I need help|can you help me?|Hello, I have a question|grüß gott|moin moin
|is anyone there?|Hilfe bitte|Ich habe eine Frage|Hello how are you doing today"""
THANKS = """thanks|Thank you so much!|ok thanks|thx|danke|Vielen Dank für die Hilfe|great, that worked|ok
|perfect thank you very much|got it|no thanks|That's all, thanks|Ohk thankuhh|danke schön
|that helped, thank you!|much appreciated|done|ok done|Solved!|It works now|fertig"""
GOODBYES = (
    "bye|Goodbye!|thanks bye|have a nice day|tschüss|Auf Wiedersehen|see you later"
)
PERSONS = """I want to talk to a human|Can I speak with a real person please?|agent|Agent!|human please
|let me talk to someone|I'd like to speak to someone from support about my bill|I need a person
|get me a human|please transfer me to a representative|can you connect me with customer service?
|speek to somone|i wanna talk to a reprasentative|Can I talk to your coustmer executive
|This doesn't help. I want to speak to a human being|I don't want to talk to a bot|no bots please
|is there a real person available?|Ich möchte mit einem Menschen sprechen|Mitarbeiter bitte
|Kann ich bitte mit einem Mitarbeiter reden?|Bitte verbinden Sie mich mit einem Mitarbeiter
|Ich brauche einen Menschen|Rufen Sie mich bitte zurück|kein Bot bitte|can someone call me
|how do I talk to a real person?|I need to speak with a manager|I want a human, not a bot
|Could you put me in touch with someone from your team?|my order never came, I want to talk to someone
|no i want a human"""
QUESTIONS = """how do I add an agent?|How do I invite agents to my team|What can a supervisor see?
|How do I assign a chat to another agent?|What happens when a customer asks for a person?
|How do I connect an agent to a site|Can I add a person to my account|why is your agent not available
|Is there a 64-bit agent for windows|How do I talk to the database|Can someone else use my account?
|How do I transfer a chat to a human agent in the admin|agent installation failed
|What is a human agent?|Wie füge ich einen Mitarbeiter hinzu?|Kann ich mehrere Mitarbeiter einladen?
|Wie kann ein Mitarbeiter einen Chat übernehmen?|How do I escalate a ticket|I need an agent license
|does the bot hand over to a person by itself|how do I set up live chat|How do I connect my team?
|Can we connect to people on LinkedIn?|how can I get a manager role?|person cannot log in
|Hi, how do I reset my password?|thanks but it still doesn't work|hi password|good price?
|great how long does it take|I need help with my invoice|Hello world program|thanks page url|no|yes
|I have a problem with login|how do I say thanks|?? 404|Can I speak to it in Spanish?
|Give me a refund now!! I am still waiting.|How do I file a complaint?|your service is pathetic"""


def _each(text):
    return [line.strip() for line in text.split("|")]


@pytest.mark.parametrize("text", _each(GREETINGS))
def test_a_greeting_is_recognised(text):
    assert intent_of(text) == "greeting"


@pytest.mark.parametrize("text", _each(THANKS))
def test_thanks_are_recognised(text):
    assert intent_of(text) == "thanks"


@pytest.mark.parametrize("text", _each(GOODBYES))
def test_a_goodbye_is_recognised(text):
    assert intent_of(text) == "goodbye"


@pytest.mark.parametrize("text", _each(PERSONS))
def test_a_wish_for_a_person_is_recognised_in_two_languages_and_with_typos(text):
    assert intent_of(text) == "person"


@pytest.mark.parametrize("text", _each(QUESTIONS))
def test_everything_else_is_a_question(text):
    assert intent_of(text) == "question"


@pytest.mark.parametrize("text", ["???", "?", "...", "!!!", " - ", "\U0001f621"])
def test_signs_without_a_word_ask_nothing(text):
    assert intent_of(text) == "nothing_asked"


@pytest.mark.parametrize("text", [":)", ";-)", "\U0001f44d", "\u2764\ufe0f"])
def test_a_smile_alone_is_taken_as_thanks(text):
    assert intent_of(text) == "thanks"


def test_agents_in_a_pasted_log_are_no_wish_for_one():
    log = "zonecfg error while starting\n[1/22/16] 00000001 agent\nmanager.start: node, agent (ok)"

    assert intent_of(log) == "question"


@pytest.mark.parametrize(
    "text",
    [
        "This is the third time I write and nobody answers. I will call my lawyer.",
        "Your service is pathetic, I demand my money back",
        "Das ist eine Frechheit, ich schalte meinen Anwalt ein: meinen Anwalt!",
    ],
)
def test_anger_with_a_demand_is_a_complaint(text):
    assert intent_of(text) == "complaint"


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order #100482736? It was supposed to come Monday",
        "You charged my card twice for the Maker plan, please refund one",
        "my account jdoe@example.org was suspended, please unlock it",
        "Wo bleibt meine Bestellung?",
    ],
)
def test_a_matter_of_ones_own_records_is_known_as_such(text):
    assert intent_of(text) == "account_specific"


@pytest.mark.parametrize(
    "text",
    [
        "What was my last question?",
        "what did I just ask you?",
        "are you a bot?",
        "Can you summarise our chat so far?",
        "What have we talked about?",
        "Worüber haben wir gesprochen?",
    ],
)
def test_a_question_about_this_chat_is_looked_up_nowhere(text):
    assert intent_of(text) == "about_this_chat"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("yes please", "person"),
        ("ja gerne", "person"),
        ("no thanks", "thanks"),
        ("nein", "thanks"),
    ],
)
def test_yes_and_no_answer_the_offer_of_a_person(said, wanted):
    history = [Line("customer", "Do you sell cars?"), Line("bot", do_not_know("en"))]

    assert intent_of(said, history) == wanted


def test_yes_without_an_offer_is_a_question():
    assert intent_of("yes please", [Line("bot", "By card. [1]")]) == "question"


def test_a_message_of_the_greatest_length_is_read_at_once():
    for text in (
        "hi " * 1700,
        "a" * 5000,
        "i want " * 700,
        "speak to " * 550,
        "(a" * 2500,
    ):
        assert intent_of(text) == "question"
