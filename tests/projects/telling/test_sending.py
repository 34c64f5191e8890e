"""A bulletin is edited, confirmed with its readers by name, and leaves as one mail a person, once."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import InternalError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from projects.models import Bulletin, ComputedStatus, Recipient
from projects.telling.people import OTHERS, OURS, SPONSORS, concerned_by
from projects.telling.services import draft_bulletin, send_again
from projects.telling.tasks import send_bulletin
from tests.factories import BulletinFactory, StakeholderFactory
from tests.projects.telling.conftest import leave

pytestmark = pytest.mark.usefixtures("anne")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What is done inside, and what leaves once it is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def url(name, *args):
    return reverse(f"projects:{name}", args=args)


def typed(bulletin, **told):
    fields = ("title", "colour", "colour_reason", "achieved", "results", "coming", "needed", "recovery")
    data = {name: getattr(bulletin, name) for name in fields}
    return data | {"period_from": bulletin.period_from, "period_to": bulletin.period_to} | told


def test_the_button_drafts_and_leads_to_the_form(desk, project):
    answer = desk.post(url("bulletin-create", project.pk), {"language": "fr"})
    assert answer.url == url("bulletin-edit", Bulletin.objects.get().pk)
    assert Bulletin.objects.get().language == "fr"


def test_a_better_colour_is_not_saved_without_a_reason(desk, bulletin):
    ComputedStatus.objects.create(project=bulletin.project, on=timezone.localdate(), colour="red")
    answer = desk.post(url("bulletin-edit", bulletin.pk), typed(bulletin))
    assert "colour_reason" in answer.context["form"].errors
    desk.post(url("bulletin-edit", bulletin.pk), typed(bulletin, colour_reason="The part came"))
    page = desk.get(url("bulletin-detail", bulletin.pk)).content.decode()
    assert "The figures say red; we see it better: The part came" in page


def test_two_who_edit_at_once_lose_nothing(desk, bulletin, manager, client):
    version = bulletin.state()
    desk.post(url("bulletin-edit", bulletin.pk), typed(bulletin, achieved="Theirs", version=version, seen=version))
    mine = typed(bulletin, achieved="Mine", version=version, seen=version)
    answer = desk.post(url("bulletin-edit", bulletin.pk), mine)
    assert [each.theirs for each in answer.context["form"].conflicts] == ["Theirs"]
    bulletin.refresh_from_db()
    assert bulletin.achieved == "Theirs"


def test_the_readers_are_offered_by_their_role_the_sponsor_first(project, bulletin, anne, manager):
    StakeholderFactory(account=project.account, name="Bob")
    StakeholderFactory(account=project.account, name="Gone", departed_on=timezone.localdate())
    people = concerned_by(project)
    assert [(str(each.person), each.role) for each in people[:2]] == [("Anne Roy", SPONSORS), ("Bob", OTHERS)]
    assert manager in [each.person for each in people if each.role == OURS]
    assert "Gone" not in [str(each.person) for each in people]


def test_nothing_leaves_before_the_readers_were_named_and_confirmed(desk, bulletin, anne, committed, mailoutbox):
    chosen = {"to": [f"s{anne.pk}"]}
    with committed():
        page = desk.post(url("bulletin-send", bulletin.pk), chosen)
    assert b"anne@client.example" in page.content
    assert (mailoutbox, Recipient.objects.count()) == ([], 0)
    with committed():
        desk.post(url("bulletin-send", bulletin.pk), chosen | {"confirm": "1", "seen": bulletin.state()})
    assert [each.to for each in mailoutbox] == [["anne@client.example"]]


def test_the_mail_is_words_and_html_in_which_names_stay_text(bulletin, manager, committed, mailoutbox):
    with committed():
        recipient = leave(bulletin, manager)
    (message,) = mailoutbox
    page = message.alternatives[0][0]
    assert message.subject == "Progress in <March>"
    assert "The pump works" in message.body
    assert "<em>works</em>" in page
    assert "&lt;March&gt;" in page
    assert f"/b/{recipient.token}/" in message.body
    assert manager.email in message.reply_to or bulletin.project.reference_kam.email in message.reply_to


def test_a_bulletin_that_was_changed_meanwhile_is_read_again_before_it_leaves(desk, bulletin, anne):
    data = {"to": [f"s{anne.pk}"], "confirm": "1", "seen": bulletin.state()}
    Bulletin.objects.filter(pk=bulletin.pk).update(achieved="Changed")
    answer = desk.post(url("bulletin-send", bulletin.pk), data)
    assert "read it again" in answer.context["form"].non_field_errors()[0]
    assert not Bulletin.objects.sent().exists()


def test_a_red_bulletin_does_not_leave_without_a_recovery_plan(desk, bulletin, anne):
    Bulletin.objects.filter(pk=bulletin.pk).update(colour="red")
    data = {"to": [f"s{anne.pk}"], "confirm": "1", "seen": bulletin.state()}
    answer = desk.post(url("bulletin-send", bulletin.pk), data)
    assert "says how we recover" in answer.content.decode()
    assert not Bulletin.objects.sent().exists()


def test_nobody_of_another_account_can_be_chosen(desk, bulletin):
    stranger = StakeholderFactory(email="x@y.example")
    answer = desk.post(url("bulletin-send", bulletin.pk), {"to": [f"s{stranger.pk}"]})
    assert answer.context["form"].errors["to"]


def test_a_second_run_of_the_worker_sends_nothing_more(bulletin, manager, committed, mailoutbox):
    with committed():
        recipient = leave(bulletin, manager)
    assert not send_bulletin(recipient.pk)
    assert len(mailoutbox) == 1


def test_a_mail_that_failed_is_shown_and_sent_again(desk, bulletin, manager, committed, mailoutbox, monkeypatch):
    def broken(self, fail_silently=False):
        raise SMTPException

    with monkeypatch.context() as patch, committed():
        patch.setattr(mail.EmailMessage, "send", broken)
        recipient = leave(bulletin, manager)
    recipient.refresh_from_db()
    assert recipient.failed_at
    assert b"could not be sent" in desk.get(url("bulletin-detail", bulletin.pk)).content
    with committed():
        desk.post(url("bulletin-resend", bulletin.pk))
    recipient.refresh_from_db()
    assert (len(mailoutbox), recipient.failed_at) == (1, None)


def test_whoever_has_his_mail_is_left_in_peace(bulletin, manager, committed, mailoutbox):
    with committed():
        leave(bulletin, manager)
    with committed():
        assert send_again(bulletin, at=timezone.now()) == 0
    assert len(mailoutbox) == 1


def test_who_left_since_gets_nothing(bulletin, anne, manager, committed, mailoutbox):
    with committed():
        leave(bulletin, manager)
        anne.departed_on = timezone.localdate()
        anne.save()
    assert mailoutbox == []


def test_a_bulletin_leaves_once_and_is_frozen(desk, bulletin, manager, committed):
    with committed():
        leave(bulletin, manager)
    with pytest.raises(Http404):
        leave(bulletin, manager)
    assert desk.get(url("bulletin-edit", bulletin.pk)).status_code == 404
    with pytest.raises(InternalError), transaction.atomic():
        Bulletin.objects.update(achieved="Otherwise")


def test_the_last_bulletin_is_written_after_the_end_of_the_project(project, manager):
    project.status = "finished"
    project.save()
    assert draft_bulletin(project, language="en", by=manager, on=timezone.localdate())


def test_the_log_says_who_was_told_what_and_who_never(desk, bulletin, anne, manager, committed):
    StakeholderFactory(account=bulletin.project.account, name="Bob")
    with committed():
        recipient = leave(bulletin, manager)
    recipient.note_reading(timezone.now())
    log = desk.get(url("told", bulletin.project_id)).context["log"]
    told = {str(each.person): [word.about for word in each.words] for each in log}
    assert told["Anne Roy"] == ["Progress in <March>"]
    assert told["Bob"] == []
    assert log[0].person == anne
    assert log[0].last.read_at
    assert b"Progress in &lt;March&gt;" in desk.get(url("told-person", anne.pk)).content


def test_the_log_asks_the_same_queries_whatever_it_holds(desk, bulletin, manager, django_assert_max_num_queries):
    for number in range(8):
        person = StakeholderFactory(account=bulletin.project.account, name=f"P{number}")
        each = BulletinFactory(project=bulletin.project, confirmed_at=timezone.now())
        Recipient.objects.create(bulletin=each, stakeholder=person, sent_at=timezone.now() - timedelta(days=number))
    desk.get(url("told", bulletin.project_id))
    with django_assert_max_num_queries(24):
        desk.get(url("told", bulletin.project_id))


def test_the_latest_bulletin_comes_first_in_the_list(desk, bulletin):
    later = BulletinFactory(project=bulletin.project, period_to=bulletin.period_to + timedelta(days=30))
    older = BulletinFactory(project=bulletin.project, period_to=bulletin.period_to - timedelta(days=10))
    assert list(desk.get(url("bulletin-list", bulletin.project_id)).context["bulletins"]) == [later, bulletin, older]
