"""Colleagues named in a text: who is found, who is told, once, and how it is shown."""

from types import SimpleNamespace

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.mentions import Colleagues, colleagues_matching, named_in, tell_named
from accounts.models import Capture, Comment, Notice
from accounts.stakeholders.inbox.services import sort_line
from accounts.stakeholders.models import Interaction
from kam.users.models import User
from tests.factories import (
    CaptureFactory,
    CommentFactory,
    InteractionFactory,
    KnowledgeItemFactory,
    MembershipFactory,
    UserFactory,
)

CLAIRE = User(pk=1, first_name="Claire", last_name="Laurent")
ANNE, ANNE_MARIE = User(pk=2, first_name="Anne", last_name="Roy"), User(pk=3, first_name="Anne", last_name="Roy-Petit")
NAMESAKE = User(pk=4, first_name="Claire", last_name="Laurent")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def sophie(account):
    user = UserFactory(first_name="Sophie", last_name="Petit")
    MembershipFactory(account=account, user=user)
    return user


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Claire Laurent, please look", {CLAIRE}),
        ("for(@Claire Laurent)", {CLAIRE}),
        ("@Claire Laurents", set()),
        ("@claire laurent", set()),
        ("Claire Laurent", set()),
        ("mail@Claire Laurent", set()),
        ("@@Claire Laurent", set()),
        ("@Anne Roy and @Claire Laurent", {ANNE, CLAIRE}),
        ("@Anne Roy-Petit", {ANNE_MARIE}),
        ("", set()),
    ],
)
def test_who_is_named(text, found):
    assert named_in([text], [CLAIRE, ANNE, ANNE_MARIE]) == found


def test_two_people_of_one_name_are_both_meant_and_nobody_is_none():
    assert named_in(["@Claire Laurent"], [CLAIRE, NAMESAKE]) == {CLAIRE, NAMESAKE}
    assert named_in(["@Claire Laurent"], []) == set()


def save_note(client, account, text, **more):
    return client.post(
        f"/accounts/{account.pk}/comments/new/", {"text": text, "is_internal": "on", **more}, follow=True
    )


def test_a_note_tells_whom_it_names_once(client, account, manager, sophie):
    client.force_login(manager)
    save_note(client, account, "@Sophie Petit what about Lyon? And you, @Sophie Petit?")
    notice = Notice.objects.get()
    assert (notice.user, notice.by, notice.account, notice.kind) == (sophie, manager, account, "mention")
    assert notice in Notice.objects.visible_to(sophie).unread()
    client.post(f"/accounts/comments/{notice.object_id}/", {"text": "@Sophie Petit and more", "is_internal": "on"})
    assert Notice.objects.count() == 1


def test_a_notice_that_was_read_does_not_come_again_with_the_next_edit(client, account, manager, sophie):
    client.force_login(manager)
    save_note(client, account, "@Sophie Petit")
    notice = Notice.objects.get()
    client.force_login(sophie)
    client.post(f"/notices/{notice.pk}/")
    client.force_login(manager)
    client.post(f"/accounts/comments/{notice.object_id}/", {"text": "@Sophie Petit again", "is_internal": "on"})
    assert not Notice.objects.visible_to(sophie).unread().exists()


def test_an_edit_tells_those_whom_it_names_anew(client, account, manager, sophie):
    client.force_login(manager)
    note = CommentFactory(account=account, author=manager)
    client.post(f"/accounts/comments/{note.pk}/", {"text": "@Sophie Petit", "is_internal": "on"})
    assert Notice.objects.get().user == sophie


def test_nobody_tells_himself(client, account, manager):
    client.force_login(manager)
    save_note(client, account, f"@{manager} remember")
    assert not Notice.objects.exists()


def test_who_does_not_see_the_account_is_not_told_and_the_author_is_warned(client, account, manager, outsider):
    client.force_login(manager)
    page = save_note(client, account, f"@{outsider} look")
    assert f"{outsider} does not see this and was not told" in page.content.decode()
    assert not Notice.objects.exists()


def test_a_confidential_note_tells_only_those_who_carry_the_account(client, account, manager, director, sophie):
    client.force_login(manager)
    page = save_note(client, account, f"@Sophie Petit @{director} between us", is_confidential="on")
    assert "Sophie Petit does not see this" in page.content.decode()
    assert [notice.user for notice in Notice.objects.all()] == [director]


def test_a_notice_of_a_note_made_confidential_since_is_gone(account, manager, sophie):
    note = CommentFactory(account=account, author=manager, text="@Sophie Petit")
    assert tell_named(note, [note.text], by=manager) == []
    assert Notice.objects.visible_to(sophie).exists()
    note.is_confidential = True
    note.save()
    assert not Notice.objects.visible_to(sophie).exists()


def test_who_left_is_neither_told_nor_warned_about(client, account, manager, sophie):
    User.objects.filter(pk=sophie.pk).update(is_active=False)
    client.force_login(manager)
    assert "does not see this" not in save_note(client, account, "@Sophie Petit").content.decode()
    assert not Notice.objects.exists()


def test_interactions_and_knowledge_tell_too(client, account, manager, sophie):
    client.force_login(manager)
    client.post(
        f"/accounts/{account.pk}/interactions/new/",
        {"occurred_on": "2026-01-15", "kind": "call", "notes": "Long", "outcome": "@Sophie Petit calls back"},
    )
    client.post(
        f"/accounts/{account.pk}/knowledge/new/",
        {"category": "strategy", "text": "@Sophie Petit: two plants", "origin": "client", "learned_on": "2026-01-15"},
    )
    assert {type(notice.about).__name__ for notice in Notice.objects.all()} == {"Interaction", "KnowledgeItem"}


def test_nothing_is_told_when_nothing_is_saved(client, account, manager, sophie):
    client.force_login(manager)
    client.post(f"/accounts/{account.pk}/interactions/new/", {"kind": "call", "notes": "@Sophie Petit"})
    assert not Interaction.objects.exists()
    assert not Notice.objects.exists()


def test_the_names_of_four_hundred_people_cost_no_query_each(account, manager, django_assert_max_num_queries):
    people = UserFactory.create_batch(40)
    note = CommentFactory(account=account, text=" ".join(f"@{person}" for person in people))
    with django_assert_max_num_queries(8):
        assert len(tell_named(note, [note.text], by=manager)) == 40


def test_the_completion_proposes_those_who_see_the_account(client, account, manager, sophie, outsider):
    client.force_login(manager)
    found = client.get(f"/accounts/{account.pk}/colleagues/", {"q": "SOPH"}).json()["results"]
    assert found == [{"name": "Sophie Petit", "role": "Contributor"}]
    assert client.get(f"/accounts/{account.pk}/colleagues/", {"q": outsider.last_name}).json()["results"] == []
    assert sophie in colleagues_matching(account, "petit sophie")


@pytest.mark.django_db
def test_a_name_is_marked_and_everything_else_stays_text():
    UserFactory(first_name="Claire", last_name="Laurent")
    marked = Colleagues().mark("<b>@Claire Laurent</b>\n@Nobody & me@Claire Laurent")
    assert marked == ('&lt;b&gt;<b class="mention">@Claire Laurent</b>&lt;/b&gt;<br>@Nobody &amp; me@Claire Laurent')


@pytest.mark.django_db
def test_a_name_that_is_markup_stays_text():
    UserFactory(first_name="<i>", last_name="x")
    assert Colleagues().mark("@<i> x!") == '<b class="mention">@&lt;i&gt; x</b>!'


def test_a_page_without_a_mark_asks_for_nobody(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Colleagues().mark("plain") == "plain"


@given(st.text(alphabet="@<>&\n aé", max_size=60))
def test_nothing_typed_becomes_markup(text):
    colleagues = Colleagues()
    colleagues.__dict__["pattern"] = None
    assert set(colleagues.mark(text).replace("<br>", "")).isdisjoint("<>")


@pytest.mark.parametrize("factory", [InteractionFactory, KnowledgeItemFactory])
def test_the_page_of_a_record_marks_names(factory, client, account, manager, sophie):
    field = "notes" if factory is InteractionFactory else "text"
    record = factory(account=account, **{field: "@Sophie Petit <script>"})
    client.force_login(manager)
    page = client.get(record.get_absolute_url()).content.decode()
    assert '<b class="mention">@Sophie Petit</b> &lt;script&gt;' in page


def test_a_line_sorted_into_a_note_tells_whom_it_names(account, manager, sophie):
    line = CaptureFactory(author=manager, account=account, text="@Sophie Petit should know")
    note = Comment(account=account, author=manager, text=line.text)
    form = SimpleNamespace(save=lambda: note.save() or note)
    sort_line(line, form=form, outcome=Capture.Outcome.NOTE, at=timezone.now())
    assert Notice.objects.get().user == sophie
