"""The search of the list of atoms: by words of the whole text, ids and meaning, and bad input."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from knowledge.admin import listing
from knowledge.format import parse
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Collection
from knowledge.retrieval import wording
from knowledge.services import atoms
from knowledge.services.index import index_batch
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.shelf import HashingEmbedder

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/atom/"


@pytest.fixture(autouse=True)
def embedder(monkeypatch: pytest.MonkeyPatch) -> HashingEmbedder:
    """The hashing embedder in the place that the settings name one for."""
    made = HashingEmbedder()
    monkeypatch.setattr(listing, "embedder", lambda: made)
    return made


@pytest.fixture
def shelf(manual: Collection) -> None:
    atom_in(
        manual,
        "title: Export invoices\ntype: article\ntags: [billing, pdf]\nsummary: For accountants.\n",
        "Open the ledger and press Print. With 5 < 7 & Zürich <b>opens</b> at nine.\n\n"
        "> Q: Where is my receipt?\n> A: In the mailbox.\n",
    )
    atom_in(
        manual,
        "title: Opening hours\ntype: article\nid: hours-2026\n",
        "We export nothing on Sundays, the ledger rests.\n",
    )
    atom_in(manual, "title: Ledger\ntype: article\n", "A book.\n")


def found(client: Client, term: str, **more: str) -> list[str]:
    query = urlencode({"q": term, **more})
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return [atom.slug for atom in response.context["cl"].result_list]


@pytest.mark.parametrize("many", [1, 20_000])
@pytest.mark.parametrize(
    ("term", "slugs"),
    [
        ("receipt", ["export-invoices"]),
        ("mailboxes", ["export-invoices"]),
        ("accountant", ["export-invoices"]),
        ("billing", ["export-invoices"]),
        ("invoice print", ["export-invoices"]),
        ("print inv", ["export-invoices"]),
        ("zurich", ["export-invoices"]),
        ("hours-2026", ["hours-2026"]),
        ("hours-20", ["hours-2026"]),
        ('"ledger rests"', ["hours-2026"]),
        ('"rests ledger"', []),
        ("ledger -print -book", ["hours-2026"]),
        ("receipt or sundays", ["export-invoices", "hours-2026"]),
        ('"ledger rests" or receipt', ["export-invoices", "hours-2026"]),
        ('ledger -"ledger rests"', ["export-invoices", "ledger"]),
        ('ledger -"rests ledger"', ["export-invoices", "hours-2026", "ledger"]),
        ('"ledger rests" -print', ["hours-2026"]),
        ("ledger -book", ["export-invoices", "hours-2026"]),
    ],
)
def test_the_whole_text_is_searched_however_many_have_the_words(
    at_rita: Client,
    shelf: None,
    monkeypatch: pytest.MonkeyPatch,
    term: str,
    slugs: list[str],
    many: int,
) -> None:
    monkeypatch.setattr(wording, "_COMMON", many)

    assert sorted(found(at_rita, term)) == slugs


def test_a_hit_in_the_title_stands_on_top(at_rita: Client, shelf: None) -> None:
    assert found(at_rita, "ledger")[0] == "ledger"
    assert found(at_rita, "export")[0] == "export-invoices"


def test_a_chosen_order_and_filters_hold_while_searching(
    at_rita: Client, shelf: None
) -> None:
    by_title = found(at_rita, "ledger", o="1")

    assert by_title == ["export-invoices", "ledger", "hours-2026"]
    assert found(at_rita, "ledger", state="published") == []


def test_a_row_shows_where_it_has_the_words_and_nothing_else_as_html(
    at_rita: Client, shelf: None
) -> None:
    page = html_of(at_rita.get(f"{LIST}?q=zürich+export"))

    assert "<mark>Export</mark> invoices" in page
    assert "5 &lt; 7 &amp; <mark>Zürich</mark>" in page
    assert "<b>" not in page


def test_the_newest_text_is_searched_and_the_one_before_is_not(
    at_rita: Client, shelf: None, manual: Collection
) -> None:
    atom = manual.atoms.get(slug="ledger")
    newer = parse("---\ntitle: Journal\ntype: article\n---\nA diary.\n")

    atoms.save_version(atom=atom, parsed=newer, seen_version=1, author=None)

    assert found(at_rita, "diary") == ["ledger"]
    assert found(at_rita, "book") == []


def test_what_is_near_in_meaning_follows_and_says_so(
    at_rita: Client, manual: Collection, embedder: HashingEmbedder
) -> None:
    live = atom_in(manual, "title: Parcel\ntype: article\n", "Cancel the parcel now.\n")
    atom_in(manual, "title: Draft\ntype: article\n", "Cancel the parcel soon.\n")
    atoms.publish(atom=live.atom, user=None)
    index_batch(embedder=embedder)

    response = at_rita.get(f"{LIST}?q=cancel+the+parcel+today")

    assert [a.slug for a in response.context["cl"].result_list] == ["parcel"]
    assert "by meaning" in html_of(response)


def test_meaning_opens_no_collection_that_one_may_not_read(
    at_rita: Client, secret: Collection, embedder: HashingEmbedder
) -> None:
    live = atom_in(secret, "title: Parcel\ntype: article\n", "Cancel the parcel now.\n")
    atoms.publish(atom=live.atom, user=None)
    index_batch(embedder=embedder)

    assert found(at_rita, "cancel the parcel today") == []
    assert found(at_rita, "parcel") == []


def test_without_the_embedder_words_still_find_and_the_page_says_so(
    at_rita: Client, shelf: None, embedder: HashingEmbedder
) -> None:
    embedder.away = True
    with pytest.raises(EmbeddingFailed):
        embedder.embed(["x"])

    response = at_rita.get(f"{LIST}?q=receipt")

    assert "Found by words alone" in html_of(response)
    assert [a.slug for a in response.context["cl"].result_list] == ["export-invoices"]


@pytest.mark.parametrize("term", ["more", "what is the", "it"])
def test_words_that_nearly_every_text_has_are_said_to_find_nothing_alone(
    at_rita: Client, shelf: None, term: str
) -> None:
    page = html_of(at_rita.get(LIST, {"q": term}))

    assert "No atom matches" in page
    assert "Nearly every text has words like these" in page


@pytest.mark.parametrize("term", ["%", "…", '"', "-"])
def test_signs_alone_are_no_words_that_nearly_every_text_has(
    at_rita: Client, shelf: None, term: str
) -> None:
    page = html_of(at_rita.get(LIST, {"q": term}))

    assert "No atom matches" in page
    assert "Nearly every text has words like these" not in page


def test_what_was_left_out_does_not_come_back_by_meaning(
    at_rita: Client, manual: Collection, embedder: HashingEmbedder
) -> None:
    live = atom_in(manual, "title: Tea kettle\ntype: article\n", "Tea kettle.\n")
    atoms.publish(atom=live.atom, user=None)
    index_batch(embedder=embedder)

    response = at_rita.get(LIST, {"q": "tea -kettle"})

    assert response.context["cl"].result_list == []


def test_such_words_still_find_what_is_near_in_meaning(
    at_rita: Client, manual: Collection, embedder: HashingEmbedder
) -> None:
    live = atom_in(manual, "title: More\ntype: article\n", "What is it more?\n")
    atoms.publish(atom=live.atom, user=None)
    index_batch(embedder=embedder)

    response = at_rita.get(LIST, {"q": "what is it"})

    assert [a.slug for a in response.context["cl"].result_list] == ["more"]
    assert "these are near in meaning" in html_of(response)


def test_the_command_search_finds_atoms_that_one_may_read(
    at_rita: Client, shelf: None, secret: Collection
) -> None:
    atom_in(secret, "title: Hidden ledger\ntype: article\n")

    page = html_of(at_rita.get("/admin/search/?extended=1&s=ledger"))

    assert "Export invoices" in page
    assert "Hidden ledger" not in page


@pytest.mark.parametrize("term", ["%00", "%5C'", "%26%7C%21", "x" * 5000])
def test_whatever_is_typed_there_gives_an_answer(
    at_rita: Client, shelf: None, term: str
) -> None:
    assert at_rita.get(f"/admin/search/?extended=1&s={term}").status_code == 200


@pytest.mark.parametrize("page", ["x", "0", "-1", "2", "9" * 5000])
def test_a_page_of_the_command_search_that_is_none_is_not_found(
    at_rita: Client, shelf: None, page: str
) -> None:
    found = at_rita.get("/admin/search/", {"extended": 1, "s": "ledger", "page": 1})
    missing = at_rita.get(
        "/admin/search/", {"extended": 1, "s": "ledger", "page": page}
    )

    assert found.status_code == 200
    assert missing.status_code == 404


def test_more_hits_than_are_ranked_are_said_to_be_more(
    at_rita: Client, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "MOST_FOUND", 5)
    for number in range(7):
        atom_in(manual, f"title: Atom {number}\ntype: article\n", "Common words.\n")

    page = html_of(at_rita.get(f"{LIST}?q=common"))

    assert "The best 5 are shown" in page


@pytest.mark.parametrize(
    "term",
    [
        "x" * 5000,
        "ledger " * 700,
        "nul\0byte",
        "🦄",
        "100%",
        "under_score",
        "%_\\",
        '"unbalanced',
        "'",
        "a & b | !c:* <-> (d",
        "&|!:*",
        ":*",
        "-",
        "or",
        "the",
        " ",
        "\x02\x03",
        "ledger:A",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_whatever_is_typed_gives_a_page(
    at_rita: Client, shelf: None, term: str
) -> None:
    response = at_rita.get(LIST, {"q": term}, follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?state=%00", "?tag=%00", "?collection=%00", "?type__exact=%00", "?tag=%25",
        "?p=99999999999999999999", "?p=x", "?o=99", "?o=x", "?e=1", "?nonsense=1",
        "?collection=" + "x" * 3000,
    ],
)  # fmt: skip
def test_a_bad_address_leads_to_a_page(
    at_rita: Client, shelf: None, query: str
) -> None:
    assert at_rita.get(f"{LIST}{query}", follow=True).status_code == 200


def test_all_are_offered_only_where_some_are_left_out(
    at_rita: Client, shelf: None
) -> None:
    assert "Show all" not in html_of(at_rita.get(LIST))
    assert "Show all" in html_of(at_rita.get(f"{LIST}?q=receipt"))
    assert "Show all" in html_of(at_rita.get(f"{LIST}?state=draft"))
