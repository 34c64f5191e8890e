"""An export as a job: asked for, made in steps, stopped, begun again, fetched by whoever may, forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from kam.jobs.models import Cancelled, Job
from plans.content import content_of
from plans.exports import making
from plans.exports.formats import SMALL, Format
from plans.exports.keeping import forget_older, keep, kept
from plans.exports.making import FORMATS, make, name_of, order, source_of
from plans.exports.tasks import forget_exports, make_export
from plans.models import Edition, Endorsement, SignOff, Status
from plans.sharing import publish, shared_of
from tests.factories import ActionFactory, PlanFactory, PriorityFactory, UserFactory
from tests.pdf import pages_of

ON, AT = date(2026, 11, 22), datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def plan(account):
    plan = PlanFactory(account=account, status=Status.CLIENT_COWRITING)
    PriorityFactory(plan=plan, title="Faster flows", sentence="We cut your delays.", client_issue="Stock")
    ActionFactory(plan=plan, title="Measure the flows")
    return plan


@pytest.fixture
def edition(plan):
    return publish(plan, by=None, at=AT)


def asked(plan, kind="pdf", audience="inside", edition=None):
    return order(plan=plan, audience=audience, kind=kind, language="en", edition=edition)


def job_of(wanted, user):
    return Job.objects.create(kind=Job.Kind.EXPORT, label="PDF", started_by=user, payload=wanted.to_json())


@pytest.fixture
def ask(client, manager, django_capture_on_commit_callbacks):
    def post(plan, person=manager, **fields):
        client.force_login(person)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("plans:export-create", args=[plan.pk]), fields)

    return post


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("audience", ["inside", "client"])
def test_a_document_is_made_by_a_job_and_fetched_from_its_page(ask, client, plan, edition, audience):
    response = ask(plan, audience=audience, kind="pdf")
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    assert (job.status, job.percent, job.result_url) == ("done", 100, reverse("plans:export-file", args=[job.pk]))
    page = client.get(job.get_absolute_url()).content.decode()
    assert f'href="{job.result_url}"' in page
    file = client.get(job.result_url)
    assert (file["Content-Type"], file["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert file["Content-Disposition"].startswith("attachment;")
    assert "Faster flows" in "".join(pages_of(body_of(file)))


@pytest.mark.parametrize("kind", ["xlsx", "ics"])
def test_a_small_table_or_calendar_is_answered_at_once(ask, plan, kind):
    response = ask(plan, audience="inside", kind=kind)
    assert response.status_code == 200
    assert f'.{kind}"' in response["Content-Disposition"]
    assert Job.objects.count() == 0


def test_a_large_one_is_left_to_the_worker(ask, plan, monkeypatch):
    assert FORMATS["inside"]["xlsx"].is_quick(SMALL)
    assert not FORMATS["inside"]["xlsx"].is_quick(SMALL + 1)
    monkeypatch.setattr("plans.exports.formats.SMALL", 0)
    assert ask(plan, audience="inside", kind="xlsx").status_code == 302
    assert Job.objects.get().status == "done"


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "client", "kind": "xlsx"},
        {"audience": "x", "kind": "pdf"},
        {"audience": "inside"},
        {"kind": "../pdf"},
    ],
)
def test_what_does_not_exist_is_refused_with_a_word(ask, client, plan, edition, fields):
    assert ask(plan, **fields).url == reverse("plans:export", args=[plan.pk])
    assert "There is no such file" in client.get(reverse("plans:export", args=[plan.pk])).content.decode()
    assert Job.objects.count() == 0


def test_an_edition_of_another_plan_is_not_found(ask, plan, edition, account):
    other = PlanFactory(account=account, starts_on=date(2030, 1, 1), ends_on=date(2032, 12, 31))
    frozen = Edition.objects.create(plan=other, content=content_of(other).to_json(), digest="x")
    assert ask(plan, audience="inside", kind="pdf", edition=frozen.pk).status_code == 404
    assert ask(other, audience="client", kind="pdf", edition=edition.pk).status_code == 404
    assert ask(other, audience="client", kind="pdf").status_code == 404


def test_an_edition_of_the_past_is_told_as_it_was(plan):
    frozen = Edition.objects.create(plan=plan, content=content_of(plan).to_json(), digest="x", made_at=AT)
    plan.priorities.update(title="Something else")
    told = source_of(asked(plan, edition=frozen), ON)
    assert [each.title for each in told.content.priorities] == ["Faster flows"]
    assert told.changed_at == AT
    assert source_of(asked(plan), ON).content.priorities[0].title == "Something else"


def test_who_agreed_and_who_signed_stands_beside_exactly_these_words(plan):
    priority = plan.priorities.get()
    given = {"name": "Anna Roy", "evidence": "Mail"}
    Endorsement.objects.create(priority=priority, influence=3, endorsed_on=ON, digest=priority.words_digest, **given)
    SignOff.objects.create(plan=plan, signed_on=ON, digest=shared_of(content_of(plan)).digest, **given)
    told = source_of(asked(plan), ON)
    assert told.agreed == {str(priority.lineage): "Anna Roy"}
    assert told.signed[0][0] == "Anna Roy"
    plan.priorities.update(title="Other words")
    told = source_of(asked(plan), ON)
    assert (told.agreed, told.signed) == ({}, ())


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("error", [RuntimeError, Cancelled, KeyboardInterrupt])
def test_work_that_ends_at_any_step_leaves_no_file_and_can_begin_again(plan, step, error):
    """As a worker that is killed, a job that is stopped, a fault."""
    wanted, steps, before = asked(plan), [], content_of(plan)

    def progress(percent, message):
        steps.append(percent)
        if len(steps) == step + 1:
            raise error

    if step < 4:
        with pytest.raises(error):
            make(wanted, ON, progress)
        assert kept() == []
    result = make(wanted, ON, lambda percent, message: None)
    assert kept() == [result["stored"]] == [wanted.stored]
    assert content_of(plan) == before


def test_what_a_killed_worker_left_is_replaced_not_doubled(plan, manager):
    wanted = asked(plan)
    keep(wanted.stored, b"%PDF- half of")
    job = job_of(wanted, manager)
    Job.objects.filter(pk=job.pk).update(status="running", started_at=timezone.now())
    make_export(job.pk)
    job.refresh_from_db()
    assert (job.status, kept()) == ("done", [wanted.stored])
    assert default_storage.open(wanted.stored).read().startswith(b"%PDF-1")


def test_a_file_is_not_offered_before_it_is_whole(client, plan, manager):
    wanted = asked(plan)
    keep(wanted.stored, b"%PDF- half of")
    job = job_of(wanted, manager)
    client.force_login(manager)
    assert client.get(reverse("plans:export-file", args=[job.pk])).status_code == 404


def test_a_stopped_job_makes_nothing(plan, manager):
    job = job_of(asked(plan), manager)
    job.cancel()
    make_export(job.pk)
    job.refresh_from_db()
    assert (job.status, kept()) == ("cancelled", [])


def test_a_job_stopped_while_it_writes_ends_there(plan, manager, monkeypatch):
    job = job_of(asked(plan), manager)

    def write(source, report):
        Job.objects.get(pk=job.pk).cancel()
        report(50, "Half way")
        raise AssertionError("went on")

    monkeypatch.setitem(making.FORMATS["inside"], "pdf", Format(FORMATS["inside"]["pdf"].type, write))
    make_export(job.pk)
    job.refresh_from_db()
    assert (job.status, kept()) == ("cancelled", [])


def test_a_fault_is_told_on_the_job(plan, manager, monkeypatch):
    job = job_of(asked(plan), manager)
    monkeypatch.setattr(making, "source_of", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_export(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result_url, kept()) == ("failed", "", [])


def test_a_plan_that_is_gone_fails_the_job_with_a_word(plan, manager):
    job = job_of(asked(plan), manager)
    plan.account.delete()
    make_export(job.pk)
    job.refresh_from_db()
    assert (job.status, "does not exist any more" in job.message) == ("failed", True)


def test_whoever_lost_the_account_has_lost_the_file(ask, client, plan, manager, editor, admin):
    ask(plan, person=editor, audience="inside", kind="pdf")
    url = Job.objects.get().result_url
    assert client.get(url).status_code == 200
    for other in (manager, admin):
        client.force_login(other)
        assert client.get(url).status_code == 404
    editor.memberships.all().delete() if hasattr(editor, "memberships") else plan.account.memberships.all().delete()
    client.force_login(editor)
    assert client.get(url).status_code == 404


def test_files_are_forgotten_after_a_day_and_then_not_found(ask, client, plan, settings):
    ask(plan, audience="inside", kind="pdf")
    job = Job.objects.get()
    assert (forget_exports(), len(kept())) == (0, 1)
    assert forget_older(timezone.now() + timedelta(hours=settings.EXPORT_HOURS, minutes=1)) == 1
    assert kept() == []
    assert client.get(job.result_url).status_code == 404
    assert forget_exports() == 0


def test_other_stored_files_are_left_alone():
    default_storage.save("attachments/kept", ContentFile(b"x"))
    assert forget_older(timezone.now() + timedelta(days=9)) == 0
    assert default_storage.exists("attachments/kept")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Solvane Industrie", "solvane-industrie-plan-2026-2028-v1.pdf"),
        ('../../etc/"pass\\wd"; x', "etcpasswd-x-plan-2026-2028-v1.pdf"),
        ("Énergie & Cie <script>", "energie-cie-script-plan-2026-2028-v1.pdf"),
        ("👩‍👩‍👧\r\nX-Bad: 1", "x-bad-1-plan-2026-2028-v1.pdf"),
        ("a" * 300, "a" * 80 + "-plan-2026-2028-v1.pdf"),
    ],
)
def test_the_name_of_a_file_is_harmless_whatever_the_account_is_called(plan, name, expected):
    plan.account.name = name
    plan.starts_on, plan.ends_on = date(2026, 1, 1), date(2028, 12, 31)
    assert name_of(asked(plan), content_of(plan)) == expected


def test_an_account_of_signs_alone_still_gives_a_name(plan):
    plan.account.name = "东京 👋"
    assert name_of(asked(plan), content_of(plan)).startswith(f"{plan.pk}-plan-")


def test_the_page_offers_every_format_of_both_editions(client, manager, plan, django_assert_max_num_queries):
    client.force_login(manager)
    url = reverse("plans:export", args=[plan.pk])
    assert "No client edition yet" in client.get(url).content.decode()
    publish(plan, by=None, at=AT)
    page = client.get(url).content.decode()
    assert page.count('name="kind" value="pdf"') == 2
    assert page.count('name="kind" value="xlsx"') == 1
    for number in range(5):
        Edition.objects.create(plan=plan, content={}, digest=str(number))
    with django_assert_max_num_queries(20):
        client.get(url)


def test_a_reader_may_export_what_he_reads_and_a_stranger_nothing(ask, plan, edition):
    assert ask(plan, person=UserFactory(), audience="inside", kind="ics").status_code == 404
    assert Job.objects.count() == 0


def test_a_thousand_clicks_make_one_file(client, manager, reader, plan):
    """Without a worker: whatever is asked for waits."""
    client.force_login(manager)
    url = reverse("plans:export-create", args=[plan.pk])
    answers = {client.post(url, {"audience": "inside", "kind": "pdf"}).url for _click in range(5)}
    assert answers == {Job.objects.get().get_absolute_url()}
    client.post(url, {"audience": "inside", "kind": "pptx"})
    client.force_login(reader)
    client.post(url, {"audience": "inside", "kind": "pdf"})
    assert Job.objects.count() == 3
    Job.objects.update(status=Job.Status.RUNNING)  # it has read the plan: what changes from now on is not in it
    client.force_login(manager)
    client.post(url, {"audience": "inside", "kind": "pdf"})
    assert Job.objects.count() == 4
