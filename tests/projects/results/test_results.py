"""What a project brought, how far, worth what, and who says so."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from projects.models import CommitteeMember, ProjectResult, ResultRecognition
from projects.results.reading import results_of
from projects.results.services import settle_task
from tests.factories import CommitteeFactory, ResultFactory, StakeholderFactory, TaskFactory

DAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", influence=5)


@pytest.fixture
def result(project):
    return ResultFactory(project=project, metric="Delay", value=1000)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def say(result, person, level="validated", **told):
    return ResultRecognition.objects.create(result=result, stakeholder=person, level=level, recognised_on=DAY, **told)


def url(name, *args):
    return reverse(f"projects:{name}", args=args)


def line(result):
    return next(each for each in results_of(result.project).lines if each.result == result)


@pytest.mark.parametrize(
    ("before", "target", "actual", "way"),
    [(12, 6, 7, 83), (0, 10, 12, 100), (10, 20, 5, 0), (None, 6, 7, None), (6, 6, 6, None), (12, 6, None, None)],
)
def test_how_far_a_result_is_on_its_way(project, before, target, actual, way):
    obtained = DAY if actual is not None else None
    result = ResultFactory(project=project, starting=before, target=target, actual=actual, delivered_on=obtained)
    assert line(result).way == way


def test_value_counts_as_recognised_when_somebody_heeded_validates_it(project, anne):
    small = StakeholderFactory(account=project.account, influence=2)
    for value, person, level in (
        (1, anne, "validated"), (2, anne, "advocated"), (4, anne, "acknowledged"), (8, small, "advocated"),
    ):  # fmt: skip
        say(ResultFactory(project=project, value=value), person, level)
    ResultFactory(project=project, value=16)
    ResultFactory(project=project, value=32, delivered_on=None)
    results = results_of(project)
    assert (results.delivered_value, results.recognised_value) == (Decimal(31), Decimal(3))
    assert (len(results.obtained), results.recognised) == (5, 4)


def test_it_is_shown_to_those_who_are_heeded_concerned_first_and_have_not_said_so(project, result, anne):
    strong = StakeholderFactory(account=project.account, name="Strong", influence=4)
    seated = StakeholderFactory(account=project.account, name="Seated", influence=3)
    StakeholderFactory(account=project.account, name="Small", influence=2)
    StakeholderFactory(account=project.account, name="Gone", influence=5, departed_on=DAY)
    CommitteeMember.objects.create(committee=CommitteeFactory(project=project), stakeholder=seated)
    say(result, anne)
    assert line(result).to_show == (seated, strong)


def test_what_is_ours_only_or_not_obtained_is_shown_to_nobody(project, anne):
    assert line(ResultFactory(project=project, is_internal=True)).to_show == ()
    assert line(ResultFactory(project=project, delivered_on=None)).to_show == ()


def test_recognition_takes_two_clicks(desk, project, result, anne):
    link = url("recognition-create", result.pk) + f"?who={anne.pk}"
    assert link in desk.get(url("results", project.pk)).content.decode()
    form = desk.get(link).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    desk.post(url("recognition-create", result.pk), sent)
    said = ResultRecognition.objects.get()
    assert (said.stakeholder, said.level, said.channel) == (anne, "acknowledged", "meeting")


def test_nobody_recognises_the_same_twice(desk, result, anne):
    said = say(result, anne)
    data = {"stakeholder": anne.pk, "level": said.level, "recognised_on": DAY, "channel": "call"}
    answer = desk.post(url("recognition-create", result.pk), data)
    assert "already recognised" in str(answer.context["form"].errors)


def test_nobody_of_another_account_recognises_it(desk, result):
    data = {"stakeholder": StakeholderFactory().pk, "level": "validated", "recognised_on": DAY, "channel": "call"}
    answer = desk.post(url("recognition-create", result.pk), data)
    assert "stakeholder" in answer.context["form"].errors


def test_results_are_written_after_the_project_too(desk, project, anne):
    project.status = "finished"
    project.save()
    data = {"metric": "Delay", "starting": "1 200", "actual": "12,5", "delivered_on": DAY}
    desk.post(url("result-create", project.pk), data)
    result = ProjectResult.objects.get()
    assert (result.starting, result.actual) == (Decimal(1200), Decimal("12.5"))
    assert desk.get(url("recognition-create", result.pk)).status_code == 200


def test_a_result_that_is_obtained_says_what_was_reached(desk, project):
    answer = desk.post(url("result-create", project.pk), {"metric": "Delay", "delivered_on": DAY})
    assert "Say what was reached" in str(answer.context["form"].errors)


def test_words_are_shown_as_they_were_said_and_stay_text(desk, project, result, anne):
    say(result, anne, quote="Better <b>than</b> hoped")
    content = desk.get(url("results", project.pk)).content.decode()
    assert "Better &lt;b&gt;than&lt;/b&gt; hoped" in content


def test_a_deleted_recognition_can_be_brought_back(desk, result, anne):
    said = say(result, anne)
    desk.post(url("recognition-delete", said.pk))
    assert not ResultRecognition.objects.exists()


def test_a_recognised_result_proposes_to_close_its_task_and_closes_it_on_a_click(desk, project, result, anne):
    result.task = TaskFactory(project=project, name="Present it")
    result.save()
    offer = url("result-settle", result.pk)
    assert offer not in desk.get(url("results", project.pk)).content.decode()
    say(result, anne)
    result.task.refresh_from_db()
    assert result.task.done_on is None
    assert offer in desk.get(url("results", project.pk)).content.decode()
    desk.post(offer)
    result.task.refresh_from_db()
    assert (result.task.done_on is not None, result.task.progress) == (True, 100)


def test_a_result_without_a_task_settles_nothing(result):
    settle_task(result, on=DAY)
    assert result.task is None


def test_the_page_asks_the_same_queries_whatever_it_holds(desk, project, anne, django_assert_max_num_queries):
    for _number in range(12):
        say(ResultFactory(project=project), anne, quote="Good")
    desk.get(url("results", project.pk))
    with django_assert_max_num_queries(22):
        desk.get(url("results", project.pk))
