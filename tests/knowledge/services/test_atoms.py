"""What staff do with atoms, and that two of them never undo each other's work."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import AuditEntry, User
from knowledge.format import AtomProblems, ParsedAtom, parse
from knowledge.models import Atom, AtomVersion, Collection, FaqPair
from knowledge.services import atoms
from knowledge.services.atoms import StaleEdit
from tests.knowledge.shelf import in_another_thread

pytestmark = pytest.mark.django_db


def text(title: str = "Export", body: str = "Text.\n", **header: object) -> ParsedAtom:
    lines = "".join(f"{key}: {value}\n" for key, value in header.items())
    return parse(f"---\ntitle: {title}\ntype: article\n{lines}---\n{body}")


@pytest.fixture
def version(manual: Collection, erin: User) -> AtomVersion:
    return atoms.add_atom(collection=manual, parsed=text(), author=erin)


def deeds() -> list[tuple[str, str, str]]:
    entries = AuditEntry.objects.select_related("user").order_by("pk")
    return [(e.user.username if e.user else "", e.verb, e.target) for e in entries]


def test_a_new_atom_is_a_draft_with_its_values(manual: Collection, erin: User) -> None:
    parsed = text(
        "Export invoices",
        "One two.\n\n> Q: How?\n> Q: Where?\n> A: There.\n\n> Q: When?\n> A: Now.\n",
        audience="customer",
        language="de",
        summary="Short.",
        tags="[a, b]",
        mine="1",
    )

    version = atoms.add_atom(
        collection=manual, parsed=parsed, author=erin, reason="asked"
    )

    atom = Atom.objects.get()
    assert (atom.slug, atom.state, atom.latest_version) == (
        "export-invoices",
        "draft",
        version,
    )
    assert (version.number, version.title, version.type) == (
        1,
        "Export invoices",
        "article",
    )
    assert (version.audience, version.language) == ("customer", "de")
    assert (version.summary, version.tags) == ("Short.", ["a", "b"])
    assert (version.author, version.reason, version.bulk) == (erin, "asked", False)
    assert version.words == 12
    assert version.body == parsed.body
    assert version.header == (
        "id: export-invoices\ntitle: Export invoices\ntype: article\nversion: 1\n"
        "audience: customer\nlanguage: de\nsummary: Short.\ntags: [a, b]\nmine: 1\n"
    )
    pairs = [(p.ordinal, p.phrasings, p.answer) for p in version.pairs.all()]
    assert pairs == [(0, ["How?", "Where?"], "There."), (1, ["When?"], "Now.")]
    assert deeds() == [("erin", "added", "atom export-invoices")]


def test_an_atom_begins_with_the_version_of_its_header(manual: Collection) -> None:
    version = atoms.add_atom(collection=manual, parsed=text(version=7), author=None)

    assert version.number == 7


def test_an_atom_with_errors_is_not_written(manual: Collection) -> None:
    with pytest.raises(AtomProblems, match="audience"):
        atoms.add_atom(collection=manual, parsed=text(audience="all"), author=None)

    assert not Atom.objects.exists()


def test_an_id_is_given_once(version: AtomVersion, secret: Collection) -> None:
    with pytest.raises(AtomProblems, match="the id of another atom") as refusal:
        atoms.add_atom(collection=secret, parsed=text(), author=None)

    assert [problem.key for problem in refusal.value.problems] == ["id"]
    assert Atom.objects.count() == 1


def test_saving_makes_a_new_version_and_keeps_the_old_one(
    version: AtomVersion, rita: User
) -> None:
    new = atoms.save_version(
        atom=version.atom,
        parsed=text("Other", "> Q: How?\n> A: So.\n"),
        seen_version=1,
        author=rita,
        reason="clearer",
    )

    version.refresh_from_db()
    assert (version.number, version.title, version.body) == (1, "Export", "Text.\n")
    assert (new.number, new.title, new.reason) == (2, "Other", "clearer")
    assert "version: 2\n" in new.header
    assert Atom.objects.get().latest_version == new
    assert FaqPair.objects.get().version == new
    assert deeds()[-1] == ("rita", "saved", "atom export")


def test_the_id_of_an_atom_never_changes(version: AtomVersion) -> None:
    new = atoms.save_version(
        atom=version.atom, parsed=text(id="other"), seen_version=1, author=None
    )

    assert "id: export\n" in new.header
    assert Atom.objects.get().slug == "export"


def test_saving_the_same_text_makes_no_version(version: AtomVersion) -> None:
    same = parse("---\n" + version.header + "---\n" + version.body)

    again = atoms.save_version(
        atom=version.atom, parsed=same, seen_version=1, author=None
    )

    assert again == version
    assert AtomVersion.objects.count() == 1


def test_a_stale_edit_is_refused_and_says_whose_text_is_newer(
    version: AtomVersion, erin: User, rita: User
) -> None:
    atoms.save_version(
        atom=version.atom, parsed=text(body="Rita's.\n"), seen_version=1, author=rita
    )

    with pytest.raises(StaleEdit) as refusal:
        atoms.save_version(
            atom=version.atom,
            parsed=text(body="Erin's.\n"),
            seen_version=1,
            author=erin,
        )

    latest = refusal.value.latest
    assert (latest.number, latest.author, latest.body) == (2, rita, "Rita's.\n")
    assert AtomVersion.objects.count() == 2


def test_a_live_text_stays_live_while_an_edit_waits(version: AtomVersion) -> None:
    atoms.publish(atom=version.atom, user=None)

    new = atoms.save_version(
        atom=version.atom, parsed=text(body="New.\n"), seen_version=1, author=None
    )

    atom = Atom.objects.get()
    assert (atom.live_version, atom.latest_version, atom.state) == (
        version,
        new,
        "changed",
    )


def test_publishing_makes_the_newest_version_live_and_queues_it(
    version: AtomVersion, rita: User
) -> None:
    assert not AtomVersion.objects.to_index().exists()

    atoms.publish(atom=version.atom, user=rita, seen_version=1)

    assert Atom.objects.get().state == "published"
    assert list(AtomVersion.objects.to_index()) == [version]
    assert deeds()[-1] == ("rita", "published", "atom export")


def test_publishing_twice_is_one_deed(version: AtomVersion) -> None:
    atoms.publish(atom=version.atom, user=None)
    atoms.publish(atom=version.atom, user=None)

    assert [verb for _, verb, _ in deeds()].count("published") == 1


def test_nobody_publishes_a_version_that_they_did_not_see(version: AtomVersion) -> None:
    atoms.save_version(
        atom=version.atom, parsed=text(body="New.\n"), seen_version=1, author=None
    )

    with pytest.raises(StaleEdit):
        atoms.publish(atom=version.atom, user=None, seen_version=1)

    assert Atom.objects.get().live_version is None


def test_unpublishing_takes_the_text_out_and_keeps_it(
    version: AtomVersion, rita: User
) -> None:
    atoms.publish(atom=version.atom, user=None)

    atoms.unpublish(atom=version.atom, user=rita)

    assert Atom.objects.get().state == "draft"
    assert AtomVersion.objects.count() == 1
    assert not Atom.objects.live().exists()
    assert deeds()[-1] == ("rita", "unpublished", "atom export")


def test_unpublishing_a_draft_is_no_deed(version: AtomVersion) -> None:
    atoms.unpublish(atom=version.atom, user=None)

    assert [verb for _, verb, _ in deeds()] == ["added"]


def test_deleting_takes_everything_but_the_log(
    version: AtomVersion, rita: User
) -> None:
    atoms.publish(atom=version.atom, user=None)

    atoms.delete(atom=version.atom, user=rita)

    assert not Atom.objects.exists()
    assert not AtomVersion.objects.exists()
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.target) == ("deleted", "atom export")
    assert entry.details == {"title": "Export", "version": 1}


def test_an_atom_deleted_meanwhile_is_not_saved(version: AtomVersion) -> None:
    atom = version.atom
    atoms.delete(atom=Atom.objects.get(), user=None)

    with pytest.raises(Atom.DoesNotExist):
        atoms.save_version(atom=atom, parsed=text(), seen_version=1, author=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_wins_and_the_other_is_told() -> None:
    collection = Collection.objects.create(name="Manual", slug="manual")
    version = atoms.add_atom(collection=collection, parsed=text(), author=None)

    def save_second() -> str:
        try:
            atoms.save_version(
                atom=version.atom,
                parsed=text(body="Second.\n"),
                seen_version=1,
                author=None,
            )
        except StaleEdit as stale:
            return stale.latest.body
        finally:
            connection.close()
        return "saved over the first"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            atoms.save_version(
                atom=version.atom,
                parsed=text(body="First.\n"),
                seen_version=1,
                author=None,
            )
            second = pool.submit(save_second)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        told = second.result(timeout=10)

    assert told == "First.\n"
    assert [v.number for v in AtomVersion.objects.order_by("number")] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_text_goes_out_of_the_queue_and_the_live_ones_at_commit() -> None:
    collection = Collection.objects.create(name="Manual", slug="manual")
    version = atoms.add_atom(collection=collection, parsed=text(), author=None)
    atoms.publish(atom=version.atom, user=None)

    with transaction.atomic():
        atoms.unpublish(atom=version.atom, user=None)
        before = in_another_thread(lambda: Atom.objects.live().count())

    assert before == 1
    assert in_another_thread(lambda: Atom.objects.live().count()) == 0
