"""The inbox: what a line becomes, in which account, of which day, and how it is taken back."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts.models import Account, Capture, Comment
from accounts.stakeholders.inbox.desk import DESTINATIONS, Desk
from accounts.stakeholders.inbox.services import drop_lines, sort_line
from accounts.stakeholders.models import Interaction, KnowledgeItem, Opinion, Stakeholder
from tests.factories import AccountFactory, AttachmentFactory, CaptureFactory, StakeholderFactory

WRITTEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)


@pytest.fixture
def line(manager, account):
    return CaptureFactory(author=manager, account=account, text="Vu Anne Roy, nouvelle DAF", written_at=WRITTEN)


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def sort(client, line, outcome, **data):
    return client.post(reverse("stakeholders:inbox-sort", args=[line.pk, outcome]), data)


def undo_of(response):
    *_earlier, message = response.wsgi_request._messages
    return message.extra_tags.removeprefix("undo:")


# --- what a line becomes ------------------------------------------------------------------------------------------
def test_a_line_becomes_a_stakeholder_with_its_source(signed_in, line, account):
    response = sort(signed_in, line, "stakeholder", account=account.pk, name="Anne Roy", title="DAF")
    assert response.status_code == 302
    person = Stakeholder.objects.get()
    assert (person.account, person.name, person.title) == (account, "Anne Roy", "DAF")
    assert str(line.author) in person.source
    line.refresh_from_db()
    assert (line.outcome, line.sorted_at is not None) == ("stakeholder", True)


def test_a_line_becomes_a_knowledge_item_learned_on_its_day(signed_in, line, account, manager):
    sort(signed_in, line, "knowledge", account=account.pk, category="forecast", text="Budget up", origin="public")
    item = KnowledgeItem.objects.get()
    assert (item.category, item.text, item.origin) == ("forecast", "Budget up", "public")
    assert (item.account, item.author, item.learned_on) == (account, manager, date(2026, 3, 2))


def test_a_line_becomes_an_interaction_of_its_day_with_both_sides(signed_in, line, account, manager):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    sort(signed_in, line, "interaction", account=account.pk, subject="First talk", kind="call", stakeholders=[anne.pk])
    exchange = Interaction.objects.get()
    assert (exchange.subject, exchange.kind, exchange.notes) == ("First talk", "call", line.text)
    assert (exchange.account, exchange.occurred_on) == (account, date(2026, 3, 2))
    assert list(exchange.stakeholders.all()) == [anne]
    assert list(exchange.colleagues.all()) == [manager]


@pytest.mark.parametrize(
    ("outcome", "topic"), [("project", "project"), ("market", "market"), ("risk", "risk"), ("note", "")]
)
def test_a_line_becomes_a_note_on_its_topic(signed_in, line, account, manager, outcome, topic):
    sort(signed_in, line, outcome, account=account.pk, text="To look at")
    note = Comment.objects.get()
    assert (note.topic, note.text, note.author) == (topic, "To look at", manager)
    assert (note.account, note.created_at) == (account, WRITTEN)


def test_a_dropped_line_becomes_nothing(signed_in, line):
    sort(signed_in, line, "dropped")
    line.refresh_from_db()
    assert line.outcome == "dropped"
    assert not Comment.objects.exists()


def test_after_a_line_comes_the_next_one(signed_in, line, manager):
    following = CaptureFactory(author=manager, text="Second")
    assert sort(signed_in, line, "dropped").url == f"{reverse('stakeholders:inbox')}?line={following.pk}"
    assert sort(signed_in, following, "dropped").url == reverse("stakeholders:inbox")


# --- what is proposed ------------------------------------------------------------------------------------------------
def test_the_form_of_a_stakeholder_proposes_the_name_and_saves_nothing(signed_in, line):
    page = signed_in.get(reverse("stakeholders:inbox"), {"as": "stakeholder"}).content.decode()
    assert 'value="Anne Roy"' in page
    assert 'value="DAF"' in page
    assert not Stakeholder.objects.exists()


def test_the_form_of_an_interaction_proposes_those_whom_the_line_names(manager, line, account):
    anne = StakeholderFactory(account=account, name="Anne Roy")
    StakeholderFactory(account=account, name="Paul Sarre")
    StakeholderFactory(name="Anne Roy")
    form = Desk(manager).form(DESTINATIONS["interaction"])
    assert form["stakeholders"].value() == [anne.pk]
    assert [person.name for person in form.fields["stakeholders"].queryset] == ["Anne Roy", "Paul Sarre"]


def test_every_outcome_has_a_destination_with_a_key_of_its_own():
    assert set(DESTINATIONS) == set(Capture.Outcome.values)
    assert len({each.key for each in DESTINATIONS.values()}) == len(DESTINATIONS)


def test_every_destination_shows_its_form_without_a_script(signed_in, line):
    for outcome in DESTINATIONS:
        page = signed_in.get(reverse("stakeholders:inbox"), {"line": line.pk, "as": outcome}).content.decode()
        assert f'action="/inbox/{line.pk}/{outcome}/"' in page, outcome


def test_markup_in_a_line_stays_text(signed_in, line):
    Capture.objects.update(text='"><img src=x onerror=alert(1)> Anne Roy')
    for outcome in DESTINATIONS:
        page = signed_in.get(reverse("stakeholders:inbox"), {"as": outcome}).content.decode()
        assert "<img src=x" not in page


# --- the account ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", [outcome for outcome in DESTINATIONS if outcome != "dropped"])
def test_a_line_enters_no_account_that_its_author_may_not_change(signed_in, line, outsider, outcome):
    theirs = AccountFactory(kam=outsider)
    data = {"name": "Anne", "text": "Anne", "category": "forecast", "origin": "client", "kind": "call"}
    response = sort(signed_in, line, outcome, account=theirs.pk, **data)
    assert response.status_code == 200
    assert "You may not change this account" in response.content.decode()
    assert [model.objects.count() for model in (Stakeholder, KnowledgeItem, Interaction, Comment)] == [0, 0, 0, 0]
    assert Capture.objects.waiting().count() == 1


def test_a_line_enters_no_account_that_its_author_only_reads(client, reader, account):
    client.force_login(reader)
    line = CaptureFactory(author=reader)
    assert sort(client, line, "note", account=account.pk, text="Seen").status_code == 200
    client.post("/inbox/bulk/", {"action": "account", "account": account.pk, "lines": [line.pk]})
    line.refresh_from_db()
    assert (line.account, line.sorted_at) == (None, None)
    assert not Comment.objects.exists()


def test_a_participant_of_another_account_is_refused(signed_in, line, account):
    stranger = StakeholderFactory()
    response = sort(signed_in, line, "interaction", account=account.pk, kind="call", stakeholders=[stranger.pk])
    assert response.status_code == 200
    assert not Interaction.objects.exists()


def test_a_line_without_account_takes_the_one_chosen_when_sorting(signed_in, line, account):
    Capture.objects.update(account=None)
    response = sort(signed_in, line, "note", text="Kept")
    assert response.status_code == 200
    assert "This field is required" in response.content.decode()
    sort(signed_in, line, "note", text="Kept", account=account.pk)
    line.refresh_from_db()
    assert line.account == Comment.objects.get().account == account


def test_an_account_lost_since_is_not_proposed(manager, line, outsider):
    Account.objects.update(kam=outsider)
    form = Desk(manager).form(DESTINATIONS["interaction"])
    assert form.chosen is None
    assert not form.fields["stakeholders"].queryset.exists()


def test_a_person_whom_the_account_may_have_already_is_made_only_when_one_insists(signed_in, line, account):
    StakeholderFactory(account=account, name="Éva Ünal")
    StakeholderFactory(name="Anne Roy")
    response = sort(signed_in, line, "stakeholder", account=account.pk, name="Eva Unal")
    assert "Éva Ünal" in response.content.decode()
    assert Stakeholder.objects.of(account).count() == 1
    sort(signed_in, line, "stakeholder", account=account.pk, name="Anne Roy")
    assert Stakeholder.objects.of(account).count() == 2
    other = CaptureFactory(author=line.author)
    sort(signed_in, other, "stakeholder", account=account.pk, name="Eva Unal", anyway="create")
    assert Stakeholder.objects.of(account).count() == 3


# --- twice, and back ----------------------------------------------------------------------------------------------------
def test_a_line_sorted_in_another_window_is_not_sorted_again(signed_in, line, account):
    sort(signed_in, line, "note", account=account.pk, text="Once")
    response = sort(signed_in, line, "risk", account=account.pk, text="Twice")
    assert response.url == reverse("stakeholders:inbox")
    assert Comment.objects.count() == 1


def test_two_windows_at_the_same_instant_create_one_row(manager, line, account):
    data = {"account": account.pk, "text": "Kept"}
    forms = [Desk(manager).form(DESTINATIONS["note"], data) for _window in range(2)]
    assert all(form.is_valid() for form in forms)
    addresses = [sort_line(line, form=form, outcome=Capture.Outcome.NOTE, at=NOW) for form in forms]
    assert addresses[0]
    assert addresses[1] == ""
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "data", "model"),
    [
        ("stakeholder", {"name": "Anne"}, Stakeholder),
        ("knowledge", {"category": "forecast", "text": "x", "origin": "client"}, KnowledgeItem),
        ("interaction", {"kind": "call"}, Interaction),
        ("risk", {"text": "x"}, Comment),
    ],
)
def test_sorting_is_taken_back_with_what_it_created(signed_in, line, account, outcome, data, model):
    undo = undo_of(sort(signed_in, line, outcome, account=account.pk, **data))
    assert model.objects.count() == 1
    assert signed_in.post(undo).url == f"{reverse('stakeholders:inbox')}?line={line.pk}"
    assert model.objects.count() == 0
    assert list(Capture.objects.waiting()) == [line]


def test_an_undo_works_once_and_touches_no_later_decision(signed_in, line, account):
    undo = undo_of(sort(signed_in, line, "note", account=account.pk, text="First"))
    signed_in.post(undo)
    sort(signed_in, line, "note", account=account.pk, text="Second")
    assert "already been undone" in signed_in.post(undo, follow=True).content.decode()
    line.refresh_from_db()
    assert line.outcome == "note"
    assert Comment.objects.get().text == "Second"


def test_the_undo_of_dropped_lines_leaves_those_decided_since(signed_in, manager, account):
    lines = [CaptureFactory(author=manager) for _n in range(2)]
    undo = undo_of(signed_in.post("/inbox/bulk/", {"action": "drop", "lines": [line.pk for line in lines]}))
    lines[0].wait_again()
    sort(signed_in, lines[0], "dropped")
    signed_in.post(undo)
    assert list(Capture.objects.waiting()) == [lines[1]]


def test_the_undo_of_dropped_lines_holds_none_that_was_sorted_before(signed_in, manager):
    waiting, done = CaptureFactory(author=manager), CaptureFactory(author=manager)
    done.sort_into(Capture.Outcome.DROPPED, NOW)
    signed_in.post(drop_lines([waiting, done], at=WRITTEN))
    assert list(Capture.objects.waiting()) == [waiting]


@pytest.mark.parametrize(
    "touch",
    [
        lambda person, by: Opinion.objects.create(stakeholder=person, author=by, influence=4, seen_on=WRITTEN),
        lambda person, by: StakeholderFactory(account=person.account, reports_to=person),
        lambda person, by: Stakeholder.objects.filter(pk=person.pk).update(email="anne@example.com"),
    ],
)
def test_what_colleagues_added_since_is_not_taken_back_with_it(signed_in, line, account, admin, touch):
    undo = undo_of(sort(signed_in, line, "stakeholder", account=account.pk, name="Anne Roy"))
    touch(Stakeholder.objects.get(), admin)
    assert "changed or added to since" in signed_in.post(undo, follow=True).content.decode()
    assert Stakeholder.objects.filter(name="Anne Roy").exists()
    assert not Capture.objects.waiting().exists()


def test_an_exchange_with_its_participants_is_taken_back_until_a_file_is_added(signed_in, line, account, manager):
    anne = StakeholderFactory(account=account)
    data = {"account": account.pk, "kind": "call", "stakeholders": [anne.pk]}
    signed_in.post(undo_of(sort(signed_in, line, "interaction", **data)))
    assert not Interaction.objects.exists()
    undo = undo_of(sort(signed_in, line, "interaction", **data))
    AttachmentFactory(record=Interaction.objects.get())
    signed_in.post(undo)
    assert Interaction.objects.exists()


def test_nobody_takes_back_what_a_colleague_sorted(signed_in, client, line, account, admin):
    undo = undo_of(sort(signed_in, line, "note", account=account.pk, text="Kept"))
    client.force_login(admin)
    assert client.post(undo).status_code == 404
    assert client.post("/inbox/undo/forged/").status_code == 404
    assert Comment.objects.count() == 1


def test_a_row_that_the_author_may_not_change_any_more_stays(signed_in, line, account, outsider):
    undo = undo_of(sort(signed_in, line, "stakeholder", account=account.pk, name="Anne"))
    Account.objects.update(kam=outsider)
    signed_in.post(undo)
    assert Stakeholder.objects.count() == 1


# --- several at once -------------------------------------------------------------------------------------------------------
def test_several_lines_are_dropped_and_brought_back(signed_in, manager):
    lines = [CaptureFactory(author=manager) for _n in range(3)]
    response = signed_in.post("/inbox/bulk/", {"action": "drop", "lines": [lines[0].pk, lines[2].pk]})
    assert list(Capture.objects.waiting()) == [lines[1]]
    signed_in.post(undo_of(response))
    assert Capture.objects.waiting().count() == 3


def test_several_lines_are_given_an_account(signed_in, manager, account):
    lines = [CaptureFactory(author=manager) for _n in range(2)]
    signed_in.post("/inbox/bulk/", {"action": "account", "account": account.pk, "lines": [line.pk for line in lines]})
    assert Capture.objects.filter(account=account).count() == 2


@pytest.mark.parametrize("action", ["drop", "account"])
def test_the_lines_of_a_colleague_are_out_of_reach_at_once_too(signed_in, outsider, account, action):
    theirs = CaptureFactory(author=outsider)
    data = {"action": action, "account": account.pk, "lines": [theirs.pk]}
    assert signed_in.post("/inbox/bulk/", data).status_code == 200
    theirs.refresh_from_db()
    assert (theirs.sorted_at, theirs.account) == (None, None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"action": "drop"}, "Select at least one line"),
        ({"action": "account", "lines": True}, "Choose the account"),
        ({"action": "account", "lines": True, "account": "999999"}, "account"),
    ],
)
def test_a_choice_that_lacks_something_says_what(signed_in, manager, data, words):
    line = CaptureFactory(author=manager)
    sent = {**data, **({"lines": [line.pk]} if "lines" in data else {})}
    assert words in signed_in.post("/inbox/bulk/", sent).content.decode()
    assert Capture.objects.waiting().count() == 1


def test_lines_already_sorted_are_not_dropped_again(manager):
    line = CaptureFactory(author=manager)
    line.sort_into(Capture.Outcome.NOTE, NOW)
    drop_lines([line], at=NOW)
    line.refresh_from_db()
    assert line.outcome == "note"


# --- the page -----------------------------------------------------------------------------------------------------------------
def test_an_empty_inbox_says_what_it_is_for(signed_in):
    assert "Everything is sorted" in signed_in.get("/inbox/").content.decode()


@pytest.mark.parametrize(
    "query", ["?line=0", "?line=abc", "?line=9999999999999999999999", "?as=nothing", "?line=1&as=\0"]
)
def test_an_address_that_names_no_line_shows_the_oldest(signed_in, line, query):
    page = signed_in.get(f"/inbox/{query}")
    assert page.status_code == 200
    assert page.context["desk"].current == line


def test_the_line_of_a_colleague_is_not_shown(signed_in, outsider, line):
    theirs = CaptureFactory(author=outsider, text="Secret of another")
    assert "Secret of another" not in signed_in.get("/inbox/", {"line": theirs.pk}).content.decode()


def test_more_lines_than_fit_are_counted_and_still_reached(signed_in, manager):
    lines = [CaptureFactory(author=manager) for _n in range(103)]
    page = signed_in.get("/inbox/", {"line": lines[-1].pk})
    assert "3 more lines wait behind these" in page.content.decode()
    assert page.context["desk"].current == lines[-1]


def test_an_inbox_costs_the_same_for_any_number_of_lines(signed_in, manager, account, django_assert_max_num_queries):
    for _n in range(40):
        CaptureFactory(author=manager, account=account)
    signed_in.get("/inbox/")
    with django_assert_max_num_queries(6):
        signed_in.get("/inbox/")
