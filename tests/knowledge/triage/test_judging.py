"""What is said of a message without a model."""

import numpy as np
import pytest

from knowledge.answering.languages import language_in
from knowledge.triage.cues import cue_names, cues_of
from knowledge.triage.examples import CORRECTED, Example, shipped
from knowledge.triage.judging import Said, judge
from knowledge.triage.labels import Category, Labels, Priority, Sentiment
from knowledge.triage.nearest import Pool
from knowledge.triage.summary import LONGEST, one_line
from knowledge.triage.talks import judge_talk, read
from knowledge.triage.vectors import stored
from knowledge.triage.weights import learnt

NONE = Labels(Category.OTHER, Priority.LOW, Sentiment.NEUTRAL, False, "en")


@pytest.fixture(scope="module")
def pool() -> Pool:
    """The desk's own messages, compared by their letters alone."""
    return Pool(shipped(), None)


def needs(text: str, pool: Pool) -> bool:
    return judge(Said(text), pool).labels.needs_person


@pytest.mark.parametrize(
    ("how_to", "request_"),
    [
        ("How do I cancel my subscription?", "Please cancel my subscription today."),
        (
            "How do I change my address?",
            "Please change my address, the field is locked.",
        ),
        ("Wie kündige ich mein Abo?", "Hiermit kündige ich mein Abo zum Monatsende."),
    ],
)
def test_asking_how_is_not_asking_somebody_to(
    how_to: str, request_: str, pool: Pool
) -> None:
    assert not needs(how_to, pool)
    assert needs(request_, pool)


def test_anger_alone_needs_nobody(pool: Pool) -> None:
    angry = judge(Said("This menu is horrible! Where is the export button??"), pool)

    assert angry.labels.sentiment == "negative"
    assert not angry.labels.needs_person


def test_a_calm_wish_for_a_person_is_heard(pool: Pool) -> None:
    calm = judge(Said("Could I talk to a person, please?"), pool)

    assert calm.labels.needs_person
    assert calm.risk >= 0.99


@pytest.mark.parametrize("text", ["", "???", "\x00", "🙂", "x" * 5000, "12345"])
def test_anything_can_be_judged(text: str, pool: Pool) -> None:
    judged = judge(Said(text), pool)

    assert 0 <= judged.risk <= 1
    assert 0 < judged.confidence <= 1


def test_a_near_message_that_people_corrected_decides(pool: Pool) -> None:
    urgent = Labels(Category.PROBLEM, Priority.URGENT, Sentiment.NEGATIVE, True, "en")
    told = Example("the llama looks sad", urgent, CORRECTED, 3.0)
    corrected = Pool([*shipped(), told], None)

    near, far = (
        judge(Said(text), corrected)
        for text in ("The llama looks sad!", "What do llamas eat?")
    )

    assert near.corrected
    assert near.labels == urgent
    assert not far.corrected


def test_messages_judge_each_other_as_if_they_were_not_there() -> None:
    examples = [Example(text, NONE) for text in ("one two", "one three", "four")]
    vectors = np.eye(3)

    pool = Pool(examples, vectors)

    near = pool.similarities("one two", [1.0, 0.0, 0.0])
    assert pool.nearest(near).example.text == "one two"
    assert near[0] == pytest.approx(1.0)


def test_the_weights_fit_the_cues_of_this_release() -> None:
    assert learnt().cues == cue_names()


def test_the_vectors_are_those_of_the_messages_of_this_release() -> None:
    texts = [example.text for example in shipped()]

    vectors = stored("all-MiniLM-L6-v2", texts)

    assert vectors is not None
    assert vectors.shape[0] == len(texts)
    assert stored("another", texts) is None
    assert stored("all-MiniLM-L6-v2", texts[1:]) is None


def test_there_are_labelled_messages_of_every_kind() -> None:
    assert len(shipped()) >= 600
    assert {each.labels.category for each in shipped()} == set(Category)
    assert {each.labels.language for each in shipped()} == {"en", "de", "fr", "es"}


def test_a_question_does_not_count_as_its_request() -> None:
    assert cues_of("How do I cancel my order?")["asks_us"] == 0
    assert cues_of("Cancel my order, please cancel my order.")["asks_us"] > 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel?", "en"),
        ("Wo ist mein Paket?", "de"),
        ("Où est mon colis ?", "fr"),
        ("¿Dónde está mi paquete?", "es"),
        ("E-17", "de"),
        ("ok", "de"),
    ],
)
def test_the_language_shows_in_little_words(text: str, language: str) -> None:
    assert language_in(text, "de") == language


def test_the_whole_tells_the_subject_and_the_last_words_the_mood(pool: Pool) -> None:
    said = ["How do I export my contacts?", "ok", "Useless! This is ridiculous!!"]

    judged = judge_talk(said, pool, lambda texts: [None] * len(texts), otherwise="en")

    assert judged.labels.category == "howto"
    assert judged.labels.sentiment == "negative"


def test_a_long_talk_is_read_at_its_beginning_and_end() -> None:
    texts = read(["begin " + "x" * 5000 + " end"])

    assert texts.whole.startswith("begin")
    assert texts.whole.endswith("end")
    assert len(texts.whole) < 2100


@pytest.mark.parametrize(
    ("messages", "line"),
    [
        (["hi", "My order 48213 is not here."], "My order 48213 is not here."),
        (["Hello! How do I pay?"], "How do I pay?"),
        (["hi"], "hi"),
        ([""], ""),
    ],
)
def test_a_line_says_what_is_wanted(messages: list[str], line: str) -> None:
    assert one_line(messages) == line


def test_a_line_is_never_long() -> None:
    assert len(one_line(["My order is late and " * 40])) <= LONGEST
