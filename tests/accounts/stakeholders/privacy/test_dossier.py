"""What a person may ask to read: everything, and whatever a reader may not see is counted."""

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Comment
from accounts.stakeholders.models import Departure, KnowledgeItem, Merge, Opinion, OpinionAccess
from accounts.stakeholders.privacy.dossier import dossier_of, printed
from accounts.stakeholders.privacy.reading import note_reading
from kam import typesetting
from tests.factories import (
    AttachmentFactory,
    CommentFactory,
    InteractionFactory,
    IntroductionFactory,
    KnowledgeItemFactory,
    StakeholderFactory,
    TieFactory,
)
from tests.pdf import pages_of

ON = date(2026, 6, 1)


@pytest.fixture
def anne(account, manager):
    """A person of whom there is something of every kind; each thing says which."""
    anne = StakeholderFactory(
        account=account, name="Anne Ledoux", title="<b>Head</b> of #purchases", email="anne@client.example",
        attitude=-2, attitude_on=ON, attitude_evidence="the-evidence", buying_roles=["decider"], stakes="the-stakes",
    )  # fmt: skip
    other = StakeholderFactory(account=account, name="Paul Mercier")
    Opinion.objects.create(stakeholder=anne, author=manager, influence=5, evidence="the-opinion", seen_on=ON)
    TieFactory(account=account, source=anne, target=other)
    IntroductionFactory(account=account, introducer=anne, introduced=other, context="the-introduction")
    met = InteractionFactory(
        account=account, subject="the-subject", notes="the-notes", outcome="the-outcome", next_step="the-step",
        stakeholders=[anne, other], colleagues=[manager],
    )  # fmt: skip
    KnowledgeItemFactory(account=account, text="the-knowledge", told_by=anne)
    KnowledgeItemFactory(account=account, text="named-in-knowledge: Anne Ledoux")
    CommentFactory(account=account, text="the-comment on ledoux, anne", author=manager)
    Departure.objects.create(account=account, stakeholder=anne, due_on=ON, handover="the-handover")
    Merge.objects.create(
        account=account, kept=anne, gone_name="the-double", gone_id=0, change="6f1c2a52-0000-4000-8000-000000000000"
    )
    for record, name in (
        (met, "minutes.txt"),
        (KnowledgeItem.objects.get(told_by=anne), "plan.txt"),
    ):
        AttachmentFactory(record=record, name=name)
    note_reading(manager, account, OpinionAccess.Page.PEOPLE, datetime(2026, 6, 1, tzinfo=UTC))
    anne.title = "Director"
    anne.save()
    return anne


HELD = (
    "Anne Ledoux", "anne@client.example", "the-evidence", "Decider", "Opponent", "the-stakes", "the-opinion",
    "influences", "Paul Mercier", "the-introduction", "the-subject", "the-notes", "the-outcome", "the-step",
    "the-knowledge", "named-in-knowledge", "the-comment", "the-handover", "the-double", "minutes.txt",
    "plan.txt", "<b>Head</b> of #purchases", "List of the account",
)  # fmt: skip


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def test_the_file_for_machines_holds_everything(anne, signed_in, account):
    response = signed_in.get(reverse("stakeholders:data-json", args=[anne.pk]))
    text = response.content.decode()
    assert [held for held in HELD if json.dumps(held, ensure_ascii=False)[1:-1] not in text] == []
    assert json.loads(text)["person"][0]["attitude_on"] == "2026-06-01"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="anne-ledoux-')


def test_the_page_holds_everything_and_markup_stays_text(anne, signed_in):
    page = signed_in.get(reverse("stakeholders:data", args=[anne.pk])).content.decode()
    escaped = [held.replace("<", "&lt;").replace(">", "&gt;") for held in HELD]
    assert [held for held in escaped if held not in page] == []
    assert "<b>Head" not in page


def test_the_pdf_holds_everything(anne, signed_in):
    response = signed_in.get(reverse("stakeholders:data-pdf", args=[anne.pk]))
    text = "".join(pages_of(response.content)).replace(" ", "").replace("\u2010", "-")
    assert [held for held in HELD if held.replace(" ", "") not in text] == []


def test_asking_for_it_is_noted(anne, signed_in, manager):
    signed_in.get(reverse("stakeholders:data", args=[anne.pk]))
    signed_in.get(reverse("stakeholders:data-json", args=[anne.pk]))
    noted = OpinionAccess.objects.get(page="export")
    assert (noted.user, noted.stakeholder, noted.times) == (manager, anne, 2)


def test_what_concerns_others_only_is_not_in_it(anne, manager, account):
    other = StakeholderFactory(account=account, name="Someone Else", stakes="their-stakes")
    Opinion.objects.create(stakeholder=other, author=manager, influence=1, evidence="their-opinion", seen_on=ON)
    CommentFactory(account=account, text="about nobody")
    InteractionFactory(account=account, subject="without her", stakeholders=[other])
    text = json.dumps(dossier_of(anne, manager).as_json(), default=str)
    assert [word for word in ("their-stakes", "their-opinion", "about nobody", "without her") if word in text] == []


def test_confidential_notes_that_the_reader_may_not_see_are_counted_and_not_told(anne, admin, manager, account):
    CommentFactory(account=account, text="secret about Anne Ledoux", author=manager, is_confidential=True)
    assert "secret" in json.dumps(dossier_of(anne, manager).as_json(), default=str)
    theirs = dossier_of(anne, admin)
    assert "secret" not in json.dumps(theirs.as_json(), default=str)
    with translation.override("en"):
        assert theirs.warning.startswith("1 confidential note is not")
    assert (dossier_of(anne, manager).withheld, dossier_of(anne, manager).warning) == (0, "")


def test_changes_say_what_was_before(anne, manager):
    with translation.override("en"):
        (changes,) = [section for section in dossier_of(anne, manager).sections if section.key == "changes"]
    assert "<b>Head</b> of #purchases → Director" in changes.entries[0]["changes"]


def test_somebody_of_whom_little_is_held_makes_a_short_document(account, manager):
    person = StakeholderFactory(account=account, name="Ян Ли & <Fils>")
    with translation.override("en"):
        page = "".join(pages_of(typesetting.pdf("dossier", printed(dossier_of(person, manager), ON, "en"))))
    assert "ЯнЛи&<Fils>" in page.replace(" ", "")
    assert page.count("Nothing is held.".replace(" ", "")) + page.count("Nothing is held.") >= 5
    assert not Comment.objects.exists()


def test_the_number_of_queries_does_not_grow_with_what_is_held(anne, manager, account, django_assert_max_num_queries):
    for _n in range(10):
        InteractionFactory(account=account, stakeholders=[anne], colleagues=[manager])
        IntroductionFactory(account=account, introducer=anne)
        KnowledgeItemFactory(account=account, told_by=anne)
        TieFactory(account=account, source=anne)
        CommentFactory(account=account, text="Anne Ledoux", author=manager)
    with django_assert_max_num_queries(45):
        dossier_of(anne, manager)
