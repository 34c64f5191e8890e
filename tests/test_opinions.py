"""What we think of people never leaves: not in a file, not for somebody who does not work here."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import Account, Comment
from accounts.stakeholders.models import Departure, Interaction, Opinion, Stakeholder, Tie
from kam.users.models import User
from plans.models import Repetition
from tests.factories import CommentFactory, MembershipFactory, StakeholderFactory, TieFactory
from tests.pdf import pages_of
from tests.test_access import ACCESS, address, answer

ROOT = Path(__file__).parent.parent
# neither fact nor opinion: for the account team
OTHER_FIELDS = {
    "id", "account", "location", "languages", "preferred_channel", "owner", "backup", "source", "email", "phone",
    "code", "anonymised_on", "plain_name",
}  # fmt: skip
FILE = re.compile(r"(csv|xlsx|svg|pdf|ics|json|export|download)$")
FOR_THE_PERSON = {"stakeholders:data-json", "stakeholders:data-pdf"}  # handed over on request, by whoever may
WRITTEN = ("ZqEvidence", "ZqStakes", "ZqOpinion", "inner_circle", "gatekeeper", "In the inner circle", "Gatekeeper")


def test_every_field_of_a_person_is_a_fact_an_opinion_or_for_the_team():
    facts, opinions = set(Stakeholder.FACTS), Stakeholder.OPINION_FIELDS
    assert not facts & opinions
    assert facts | opinions | OTHER_FIELDS == {field.name for field in Stakeholder._meta.concrete_fields}


def test_what_colleagues_judge_are_opinions():
    judged = {field.name for field in Opinion._meta.concrete_fields} & {
        f.name for f in Stakeholder._meta.concrete_fields
    }
    assert judged - {"id"} <= Stakeholder.OPINION_FIELDS
    assert Opinion.IS_OPINION
    assert Tie.IS_OPINION
    assert not any(getattr(model, "IS_OPINION", False) for model in (Interaction, Departure, Comment, Account))
    # how a priority was received is what anybody in the room saw, dated and in an exchange: a fact, which may leave
    assert not getattr(Repetition, "IS_OPINION", False)
    assert not {field.name for field in Repetition._meta.concrete_fields} & Stakeholder.OPINION_FIELDS


def test_what_makes_files_and_what_searches_name_no_field_of_opinion():
    named = re.compile(rf"\b({'|'.join(sorted(Stakeholder.OPINION_FIELDS))})\b")
    makers = [ROOT / "accounts/spreadsheets.py", *(ROOT / "accounts/stakeholders/exports").glob("*.py")]
    makers += [ROOT / "kam/cockpit/navigation.py", *(ROOT / "templates").glob("_palette*.html")]
    assert [str(path.relative_to(ROOT)) for path in makers if named.search(path.read_text())] == []


@pytest.fixture
def judged(account, manager):
    """Somebody of whom we think something in every field, and thought something else before."""
    person = StakeholderFactory(account=account, name="Anne Ledoux", stakes="ZqStakes before")
    Stakeholder.objects.filter(pk=person.pk).update(
        influence=5, attitude=-2, attitude_on=date(2019, 7, 23), attitude_evidence="ZqEvidence", contact_strength=4,
        relationship=4, informal_power="inner_circle", buying_roles=["gatekeeper"], stakes="ZqStakes",
    )  # fmt: skip
    Opinion.objects.create(
        stakeholder=person, author=manager, influence=1, evidence="ZqOpinion", seen_on=date(2026, 1, 1)
    )
    TieFactory(account=account, source=person)
    return person


def words_in(response) -> str:
    """What a file says, whatever it is."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        return "".join(pages_of(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    return content.decode(errors="replace")


@pytest.mark.parametrize("name", sorted(name for name in ACCESS if FILE.search(name) and name not in FOR_THE_PERSON))
def test_no_file_tells_an_opinion(name, request, judged, manager):
    """A new page that makes a file is asked here as soon as it stands in the access table."""
    method, *_statuses = ACCESS[name]
    response = answer(method, address(name, request), manager)
    text = words_in(response) if response.status_code == 200 else ""
    assert [word for word in WRITTEN if word in text] == []
    assert not re.search(r"\binfluences\b", text)


def test_the_history_as_a_file_says_that_something_changed_and_not_what(client, judged, account, manager):
    client.force_login(manager)
    url = reverse("accounts:history-export", args=[account.pk])
    text = words_in(client.get(url))
    assert "Anne Ledoux" in text
    assert "modification" in text
    assert [word for word in (*WRITTEN, "influences", "5 · decides") if word in text] == []
    assert "ZqStakes" not in words_in(client.get(url, {"kind": "stakeholders.opinion"}))


def test_the_history_on_the_page_still_tells_the_team(client, judged, account, reader):
    client.force_login(reader)
    assert "ZqEvidence" in client.get(reverse("accounts:history", args=[account.pk])).content.decode()


@pytest.mark.parametrize("role", ["client_contributor", "guest", ""])
def test_a_role_that_is_not_one_of_ours_sees_no_account_whatever_names_it(role, account):
    stranger = MembershipFactory(account=account, may_edit=True, user__role=role).user
    mine = Account.objects.create(name="Mine", kam=stranger)
    for seen in (
        Account.objects.visible_to,
        Account.objects.editable_by,
        Account.objects.carried_by,
        Account.objects.in_trash_of,
    ):
        assert not seen(stranger)
    assert not Stakeholder.objects.visible_to(StakeholderFactory(account=mine) and stranger)
    assert not Comment.objects.visible_to(CommentFactory(account=mine, author=stranger) and stranger)


def test_every_role_there_is_has_been_decided_upon():
    """A role of the client's people is not to be added to COLLEAGUES."""
    assert set(User.Role.values) == User.COLLEAGUES == {"administrator", "director", "kam", "contributor"}


def test_the_search_finds_nobody_by_what_we_think(client, judged, manager):
    client.force_login(manager)
    for name in ("cockpit:palette", "accounts:search"):
        page = client.get(reverse(name), {"q": "ZqStakes"}).content.decode()
        assert "Anne Ledoux" not in page
