"""Nothing internal reaches a client: not on a page of the portal, not in a mail to him, not in a file for him."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from plans import sharing
from plans.catalogue import passages
from plans.exports.client import FORMATS, SharedSource
from plans.models import Passage
from plans.portal.models import Guest, Suggestion
from plans.portal.services import send_again
from plans.portal.tasks import send_code
from plans.sharing import publish, shared_from
from projects.models import Bulletin, Meeting, SharedProject
from projects.sharing import SharedTask
from projects.sharing import publish as publish_project
from tests.factories import CaptureFactory, IntroductionFactory, TieFactory
from tests.pdf import pages_of
from tests.plans.portal.canaries import Builder, plant, sung
from tests.plans.portal.conftest import come_in
from tests.plans.portal.test_guest_access import GUESTS, POSTED
from tests.plans.portal.world import portal_names, world_of

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def aviary(account, guest):
    """(world, canaries): a client about whom everything is written that can be, each internal field unmistakable."""
    world = world_of(account, guest)
    fields = [(section.key, field.key) for section, field in passages()]
    Passage.objects.bulk_create(Passage(plan=world.plan, section=s, field=f, text="A text") for s, f in fields)
    IntroductionFactory(account=account)
    TieFactory(account=account)
    CaptureFactory(author=account.kam, account=account)
    missing = Builder().fill()
    assert missing == [], f"{missing}: no row of these could be made: what they hold would go untested"
    planted = plant()
    publish(world.plan, by=None, at=LATER)
    publish_project(world.project)
    guest.refresh_from_db()
    world.order_file()
    return world, planted


def visit(world, name):
    """The page as the guest gets it, whatever the method it takes."""
    browser, method = come_in(world.guest, since=datetime(2026, 3, 15, tzinfo=UTC)), GUESTS[name][0]
    if name in ("portal:enter", "portal:code", "portal:code-send"):
        data = {"key": world.guest.renew_token()}
        return getattr(Client(), method)(world.address(name), data)
    return getattr(browser, method)(world.address(name), POSTED.get(name), follow=True)


def told_by(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode() + str(dict(response.headers)) + str(getattr(response, "redirect_chain", ""))


def test_no_page_of_the_portal_tells_anything_internal(aviary):
    world, planted = aviary
    for name in sorted(portal_names()):
        with transaction.atomic():
            response = visit(world, name)
            transaction.set_rollback(True)
        world.guest.refresh_from_db()
        is_reached = response.status_code == (404 if name == "portal:unknown" else 302 if "send" in name else 200)
        assert is_reached, f"{name} is out of reach of this test: {response.status_code}"
        assert (name, sung(told_by(response), planted)) == (name, {})


def test_no_client_edition_holds_anything_internal(aviary):
    """Not even what no page shows yet: the next line of a template would."""
    world, planted = aviary
    edition = world.plan.shared_editions.first()
    assert "A text" in str(edition.content)
    assert sung(str(edition.content), planted) == {}
    shared = SharedProject.objects.get(project=world.project)
    assert "Our own check" not in str(shared.content)
    assert "Measure" in str(shared.content)
    assert sung(str(shared.content), planted) == {}


def test_the_canaries_are_many_and_in_every_room(aviary):
    _world, planted = aviary
    where = set(planted.values())
    named = {
        "plans.swotitem.text", "plans.swotitem.evidence", "plans.swotitem.source", "plans.towsoption.text",
        "plans.planrisk.mitigation", "plans.planobjective.title", "plans.planobjective.measure_source",
        "plans.planaction.title", "plans.passage.text", "plans.figure.value", "plans.accountplan.investment",
        "plans.sectioncomment.text", "plans.remark.text", "plans.move.comment", "plans.edition.content",
        "stakeholders.stakeholder.stakes", "stakeholders.stakeholder.attitude_evidence",
        "stakeholders.knowledgeitem.text", "accounts.comment.text", "plans.endorsement.evidence",
        "projects.project.budget", "projects.project.name", "projects.task.note", "projects.task.name",
        "projects.task.total_float", "projects.projectrisk.text", "projects.committee.name", "projects.meeting.minutes",
        "projects.meeting.topics", "projects.decision.text", "projects.deliverable.name", "projects.deliverable.link",
        "projects.projectresult.metric", "projects.projectresult.evidence", "projects.resultrecognition.quote",
        "projects.bulletin.achieved", "projects.declaredstatus.reason", "projects.baseline.forecast",
        "projects.computedstatus.facts", "projects.handover.note", "projects.planningstep.label",
    }  # fmt: skip
    assert named - where == set()


def test_no_mail_to_a_guest_tells_anything_internal(aviary, manager, client, django_capture_on_commit_callbacks):
    world, planted = aviary
    with django_capture_on_commit_callbacks(execute=True):
        send_again(Guest.objects.get(pk=world.guest.pk), by=manager, at=timezone.now())
        send_code.delay(world.guest.pk)
        client.force_login(manager)
        Suggestion.objects.update(status="refused", answer="Not this year", decided_at=timezone.now())
        client.post(reverse("cowriting:tell", args=[world.plan.pk, world.guest.pk]))
    told = [f"{message.subject} {message.body} {getattr(message, 'alternatives', '')}" for message in mail.outbox]
    assert len(told) == 3
    assert sung(" ".join(told), planted) == {}


def texts_in(content, kind):
    if kind == "pdf":
        return " ".join(pages_of(content))
    if zipfile.is_zipfile(BytesIO(content)):
        archive = zipfile.ZipFile(BytesIO(content))
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return content.decode()


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_no_file_for_a_client_tells_anything_internal(kind, aviary):
    world, planted = aviary
    edition = world.plan.shared_editions.first()
    with translation.override("en"):
        source = SharedSource(shared_from(edition.content), edition.made_at, edition.digest, date(2026, 4, 2), "en")
        content = FORMATS[kind].write(source, lambda percent, doing: None)
    told = texts_in(content, kind)
    assert sung(told, planted) == {}
    assert "Action" in told  # what is shared is there: the file was read


@pytest.mark.parametrize(
    "leak",
    [
        ("SHARED_PASSAGES", {"competition.competitors"}),
        ("SHARED_FIGURES", {"financials"}),
    ],
)
def test_a_leak_is_heard(leak, aviary, monkeypatch):
    """The test above must fail when something internal gets out."""
    world, planted = aviary
    name, more = leak
    monkeypatch.setattr(sharing, name, getattr(sharing, name) | more)
    publish(world.plan, by=None, at=timezone.now())
    monkeypatch.setattr("plans.portal.reading.Reading.holds", lambda self, key: True)
    edition = world.plan.shared_editions.first()
    assert sung(str(edition.content), planted)


def test_a_template_that_leaks_is_heard(aviary, monkeypatch):
    world, planted = aviary
    monkeypatch.setattr("plans.portal.reading.Reading.title", property(lambda self: self.edition.plan.investment))
    assert "plans.accountplan.investment" in sung(told_by(visit(world, "portal:plan")), planted).values()


@pytest.mark.parametrize(
    ("name", "leak", "field"),
    [
        (
            "shared_task",
            lambda task, level: SharedTask(*[task.pk, level, "task", task.note, *[None] * 5, 0]),
            "task.note",
        ),
        ("meetings_with_them", lambda project: Meeting.objects.filter(committee__project=project), "committee.name"),
        ("bulletins_for_them", lambda project: Bulletin.objects.filter(project=project), "bulletin.achieved"),
    ],
)
def test_a_leak_of_a_project_is_heard(name, leak, field, aviary, monkeypatch):
    world, planted = aviary
    monkeypatch.setattr(f"projects.sharing.{name}", leak)
    assert f"projects.{field}" in sung(str(publish_project(world.project).content), planted).values()


def test_a_template_of_projects_that_leaks_is_heard(aviary, monkeypatch):
    world, planted = aviary
    leaking = property(lambda self: self.shared.project.budget)
    monkeypatch.setattr("projects.portal.reading.Reading.state", leaking)
    assert "projects.project.budget" in sung(told_by(visit(world, "shared:project")), planted).values()
