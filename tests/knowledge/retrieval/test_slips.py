"""Slips of the fingers are looked up as what was meant; names and rare words stay as they are."""

import pytest

from knowledge.reader import Reader
from knowledge.retrieval.scope import Scope
from knowledge.retrieval.slips import mended, strange_words
from knowledge.services.index import index_batch
from tests.knowledge.shelf import HashingEmbedder, collection, draft, publish, reader

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


def looked_up(question: str, who: Reader | None = None) -> str:
    scope = Scope.of(who or reader(collection()), EMBEDDER)
    return mended([question], scope)[0]


@pytest.fixture(autouse=True)
def texts() -> None:
    publish(
        draft(
            "widget",
            "Wordpress and the widget",
            "Paste the snippet. Our flurbos are united. The password of a customer, an ångström.",
        )
    )
    index_batch(embedder=EMBEDDER)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("How do I cahnge it?", "How do I change it?"),
        ("find the sinppet", "find the snippet"),
        ("Sinppet of the widget", "Snippet of the widget"),
        ("I use wordrpess", "I use wordpress"),
        ("where is the passsword", "where is the password"),
        ("where is the pasword", "where is the password"),
        ("the csutomer's name", "the customer's name"),
    ],
)
def test_a_slip_is_looked_up_as_what_was_meant(asked: str, meant: str) -> None:
    assert looked_up(asked) == meant


@pytest.mark.parametrize(
    "text",
    [
        "How do I change it?",
        "Is the list barley sorted?",
        "a compliant customer",
        "the accounts are untied",
        "How do I use Sinppet?",
        "run sinppet.py",
        "/etc/sinppet and --sinppet and sinppet@example.org",
        "a cloned repository",
        "how many flurbos",
        "Wie öffne ich das Fenster?",
        "pswd",
        "cahnge the fahne beim dachgeschoss",
        "cahnge bqqqa cqqqa dqqqa eqqqa fqqqa gqqqa hqqqa iqqqa",
        "",
    ],
)
def test_what_may_be_right_stays_as_it_is(text: str) -> None:
    assert looked_up(text) == text


def test_a_rare_word_is_meant_where_a_text_that_may_be_read_has_it() -> None:
    stranger = Reader(frozenset({"public"}), frozenset({0}))

    assert looked_up("how many flubros") == "how many flurbos"
    assert looked_up("how many flubros", stranger) == "how many flubros"


def test_without_a_strange_word_the_database_is_not_asked(
    django_assert_num_queries,
) -> None:
    scope = Scope.of(reader(collection()), EMBEDDER)

    with django_assert_num_queries(0):
        mended(["How do I change the picture?"], scope)


def test_names_are_told_from_slips_by_their_first_letter() -> None:
    assert list(strange_words("Sinppet. Sinppet and Sinppet")) == ["sinppet", "sinppet"]
