"""What a guest takes away: his edition, made from what he reads; nobody else's, and not after he is out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kam.jobs.models import Job
from plans.models import AccountPlan, Status
from plans.portal.files import ordered, started
from tests.factories import AccountFactory, GuestFactory, SwotItemFactory
from tests.pdf import pages_of
from tests.plans.portal.conftest import come_in


@pytest.fixture
def ask(visitor, plan, django_capture_on_commit_callbacks):
    def post(kind, browser=visitor):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(reverse("portal:file-create", args=[plan.pk]), {"kind": kind})

    return post


def fetched(browser, job):
    return browser.get(reverse("portal:file-fetch", args=[job.pk]))


def test_a_guest_takes_his_edition_as_a_document(ask, visitor, plan):
    SwotItemFactory(plan=plan, text="Canary of ours")
    response = ask("pdf")
    job = Job.objects.get()
    assert response.url == reverse("portal:file", args=[job.pk])
    assert reverse("portal:file-fetch", args=[job.pk]) in visitor.get(response.url).content.decode()
    file = fetched(visitor, job)
    told = "".join(pages_of(b"".join(file.streaming_content)))
    assert "One calendar" in told
    assert "Canary" not in told
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_a_calendar_is_answered_at_once(ask):
    response = ask("ics")
    assert b"Share the calendar" in response.content
    assert Job.objects.count() == 0


@pytest.mark.parametrize("kind", ["xlsx", "", "../pdf"])
def test_what_is_not_for_guests_is_not_found(ask, kind):
    assert ask(kind).status_code == 404


def test_the_page_of_a_plan_offers_the_files_of_clients(visitor, plan):
    page = visitor.get(reverse("portal:plan", args=[plan.pk])).content.decode()
    assert [f'name="kind" value="{kind}"' in page for kind in ("pdf", "pptx", "ics", "xlsx")] == [True] * 3 + [False]


def test_a_file_is_its_guests_alone(ask, account, manager, client, plan):
    ask("pdf")
    job = Job.objects.get()
    for other in (GuestFactory(account=account), GuestFactory(account=AccountFactory())):
        assert fetched(come_in(other), job).status_code == 404
    client.force_login(manager)
    assert client.get(reverse("plans:export-file", args=[job.pk])).status_code == 404


def test_a_guest_who_is_out_or_a_plan_that_is_closed_leaves_no_file(ask, visitor, guest, plan):
    ask("pdf")
    job = Job.objects.get()
    AccountPlan.objects.filter(pk=plan.pk).update(status=Status.ANALYSIS)
    assert fetched(visitor, job).status_code == 404
    AccountPlan.objects.filter(pk=plan.pk).update(status=Status.CLIENT_COWRITING)
    assert fetched(visitor, job).status_code == 200
    type(guest).objects.filter(pk=guest.pk).update(revoked_at=timezone.now())
    assert fetched(visitor, job).status_code == 302  # to the door


def test_a_guest_meets_no_job_of_ours(visitor, manager, plan):
    ours = Job.objects.create(kind=Job.Kind.EXPORT, label="PDF", started_by=manager, payload={"plan": plan.pk})
    assert visitor.get(reverse("portal:file", args=[ours.pk])).status_code == 404


def test_clicking_again_waits_for_the_same_file(guest, plan):
    edition = plan.shared_editions.get()
    jobs = {started(guest, ordered(guest, edition, "pdf", "en")).pk for _ in range(3)}
    assert len(jobs) == 1
    assert started(guest, ordered(guest, edition, "pptx", "en")).pk not in jobs


def test_the_page_of_a_file_under_way_looks_again(guest, visitor, plan):
    job = started(guest, ordered(guest, plan.shared_editions.get(), "pdf", "en"))
    page = visitor.get(reverse("portal:file", args=[job.pk]))
    assert page["Refresh"] == "2"
    assert fetched(visitor, job).status_code == 404
