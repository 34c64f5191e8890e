"""Who a person was is erased wherever it stood, what figures count stays, and nothing brings it back."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pghistory
import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.history import trails
from accounts.imports.ledger import snapshot
from accounts.models import Import, ImportChange, ImportRow
from accounts.services import delete_with_undo
from accounts.stakeholders.models import (
    Departure,
    Interaction,
    Introduction,
    KnowledgeItem,
    Merge,
    Opinion,
    Place,
    Stakeholder,
    Tie,
)
from accounts.stakeholders.privacy.erasure import anonymise, emptied, hinting, nobody, pattern_of, texts_count
from plans.models import StrategicPriority
from tests.factories import (
    AccountFactory,
    ActionFactory,
    AttachmentFactory,
    ClientEntityFactory,
    CommentFactory,
    InteractionFactory,
    IntroductionFactory,
    ListValueFactory,
    PassageFactory,
    PlanFactory,
    PriorityFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)

ON = date(2026, 6, 1)
NOBODY = nobody()
WORDS = ("Ledoux", "ledoux", "anne@client.example", "0601020304", "Zyx")  # what gives her away


@pytest.fixture
def anne(account):
    return StakeholderFactory(
        account=account, name="Anne Ledoux", title="Zyx head", email="anne@client.example", phone="0601020304",
        code="Zyx-1", languages="Zyx", location="Zyx", preferred_channel="call", stakes="Zyx", source="Zyx",
        attitude=-2, attitude_on=date(2026, 1, 1), attitude_evidence="Zyx", influence=5, contact_strength=4,
        relationship=4, relationship_target=4, informal_power="inner_circle", buying_roles=["decider"], level=0,
        is_influence_confirmed=True, function=ListValueFactory(), entity=ClientEntityFactory(account=account),
        reports_to=StakeholderFactory(account=account, name="Her boss"), owner=UserFactory(),
    )  # fmt: skip


@pytest.fixture
def surroundings(anne, account, manager):
    """Everything that can name her or hang on her."""
    other = StakeholderFactory(
        account=account, name="Paul Mercier", reports_to=anne, dotted_to=anne, stakes="Watches Anne Ledoux"
    )
    InteractionFactory(
        account=account, subject="Lunch with ANNE LEDOUX", notes="Anne  Ledoux (anne@client.example) agreed;\nLedoux, Anne will call",
        outcome="Anne\nLedoux signs", next_step="Call Anne Ledoux, 0601020304", stakeholders=[anne, other], colleagues=[manager],
    )  # fmt: skip
    KnowledgeItem.objects.create(
        account=account, category="strategy", text="Says Anne Ledoux", source="Anne Ledoux", told_by=anne, learned_on=ON
    )
    CommentFactory(account=account, text="Beware of Anne Ledoux!", author=manager)
    Opinion.objects.create(stakeholder=anne, author=manager, influence=5, evidence="Zyx", seen_on=ON)
    Opinion.objects.create(stakeholder=other, author=manager, influence=2, evidence="Anne Ledoux said so", seen_on=ON)
    TieFactory(account=account, source=anne, target=other)
    IntroductionFactory(
        account=account, introducer=anne, introduced=other, introduced_to=manager, context="Anne Ledoux offers"
    )
    Departure.objects.create(account=account, stakeholder=anne, due_on=ON, handover="Zyx")
    Departure.objects.create(account=account, stakeholder=other, successor=anne, due_on=ON, handover="To Anne Ledoux")
    Place.objects.create(account=account, stakeholder=anne, x=1, y=1)
    return other


def everything():
    """Every row of every table of ours and of its history, as text, without our own people."""
    ours = ("accounts", "stakeholders")
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in ours]
    rows = [list(model._base_manager.values()) for model in models if not model._meta.proxy]
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, default=str)


def test_nothing_in_any_table_nor_in_its_history_says_who_it_was(anne, surroundings):
    assert all(word in everything() for word in WORDS if word != "ledoux")
    assert anonymise(anne.pk, on=ON)
    left = everything()
    assert [word for word in WORDS if word in left] == []


def test_function_entity_interactions_and_introductions_stay(anne, surroundings):
    function, entity = anne.function, anne.entity
    anonymise(anne.pk, on=ON)
    anne.refresh_from_db()
    assert (anne.function, anne.entity, anne.anonymised_on, anne.departed_on) == (function, entity, ON, ON)
    assert anne.interactions.count() == 1
    assert Introduction.objects.filter(introducer=anne).count() == 1
    assert KnowledgeItem.objects.get().told_by == anne


def test_opinions_ties_departure_place_and_lines_are_gone_those_of_others_stay(anne, surroundings):
    anonymise(anne.pk, on=ON)
    surroundings.refresh_from_db()
    assert (surroundings.reports_to, surroundings.dotted_to) == (None, None)
    assert [opinion.stakeholder for opinion in Opinion.objects.all()] == [surroundings]
    assert [departure.stakeholder for departure in Departure.objects.all()] == [surroundings]
    assert (Tie.objects.count(), Place.objects.count()) == (0, 0)


def test_texts_keep_what_they_said_but_for_the_name(anne, surroundings):
    anonymise(anne.pk, on=ON)
    met = Interaction.objects.get()
    assert met.subject == f"Lunch with {NOBODY}"
    assert met.notes == f"{NOBODY} ({NOBODY}) agreed;\n{NOBODY} will call"
    assert met.next_step == f"Call {NOBODY}, {NOBODY}"


def test_other_people_with_a_longer_name_and_other_accounts_are_left_alone(anne, account):
    CommentFactory(account=account, text="Marianne Ledoux-Petit, Anne Ledouxe")
    elsewhere = CommentFactory(account=AccountFactory(), text="Anne Ledoux")
    anonymise(anne.pk, on=ON)
    elsewhere.refresh_from_db()
    assert elsewhere.text == "Anne Ledoux"
    assert account.comments.get().text == "Marianne Ledoux-Petit, Anne Ledouxe"


def test_plans_no_longer_name_the_person_nor_does_their_history(anne, account):
    plan = PlanFactory(account=account)
    priority = PriorityFactory(plan=plan, title="Convince Anne Ledoux", sentence="Ledoux, Anne signs")
    action = ActionFactory(plan=plan, title="Dinner with Anne Ledoux")
    passage = PassageFactory(plan=plan, text="Anne Ledoux decides")
    elsewhere = PriorityFactory(plan=PlanFactory(account=AccountFactory()), title="Convince Anne Ledoux")
    anonymise(anne.pk, on=ON)
    for row in (priority, action, passage, elsewhere):
        row.refresh_from_db()
    assert (priority.title, priority.sentence) == (f"Convince {NOBODY}", f"{NOBODY} signs")
    assert (action.title, passage.text) == (f"Dinner with {NOBODY}", f"{NOBODY} decides")
    assert elsewhere.title == "Convince Anne Ledoux"
    past = StrategicPriority.pgh_event_model.objects.filter(id=priority.pk)
    assert {event.title for event in past} == {f"Convince {NOBODY}"}


def test_a_text_that_outgrows_its_column_loses_its_end(anne, account):
    longest = StrategicPriority._meta.get_field("title").max_length
    priority = PriorityFactory(plan=PlanFactory(account=account), title="Anne Ledoux".rjust(longest, "."))
    anonymise(anne.pk, on=ON)
    priority.refresh_from_db()
    assert len(priority.title) == longest
    assert "Ledoux" not in priority.title


def test_somebody_else_and_a_firm_of_the_same_name_and_a_switchboard_keep_theirs(anne, account):
    twin = StakeholderFactory(account=account, name="Anne Ledoux", title="Assistant of Anne Ledoux", phone=anne.phone)
    account.name, account.phone = "Anne Ledoux & Sons", anne.phone
    account.save()
    firm = ClientEntityFactory(account=account, name="Anne Ledoux Ltd")
    anonymise(anne.pk, on=ON)
    for row in (twin, account, firm):
        row.refresh_from_db()
    assert (twin.name, twin.title) == ("Anne Ledoux", f"Assistant of {NOBODY}")
    assert (account.name, firm.name) == ("Anne Ledoux & Sons", "Anne Ledoux Ltd")
    assert twin.phone == account.phone == "0601020304"


def test_names_of_files_and_merges_of_others_are_erased_too(anne, surroundings, account):
    file = AttachmentFactory(record=anne.interactions.get(), name="CV Anne Ledoux.pdf")
    merge = Merge.objects.create(account=account, kept=surroundings, gone_name="Anne Ledoux", gone_id=0, change=uuid4())
    anonymise(anne.pk, on=ON)
    file.refresh_from_db()
    merge.refresh_from_db()
    assert (file.name, merge.gone_name) == (f"CV {NOBODY}.pdf", NOBODY)


def test_an_earlier_name_is_erased_too(anne, account):
    anne.name = "Anne Vasseur"
    anne.save()
    note = CommentFactory(account=account, text="Anne Ledoux, now Anne Vasseur")
    anonymise(anne.pk, on=ON)
    note.refresh_from_db()
    assert note.text == f"{NOBODY}, now {NOBODY}"


@pytest.mark.parametrize("name", ["O'Neil (CEO) [a+b] \\d .*", "<b>Zoé</b> & Fils", "100% %s {0}", "Ян Ли", "$1 \\1"])
def test_signs_in_a_name_are_letters_and_no_pattern(account, name):
    person = StakeholderFactory(account=account, name=name)
    note, other = (
        CommentFactory(account=account, text=f"Met {name} today"),
        CommentFactory(account=account, text="Met d today"),
    )
    anonymise(person.pk, on=ON)
    note.refresh_from_db()
    other.refresh_from_db()
    assert (note.text, other.text) == (f"Met {NOBODY} today", "Met d today")


def test_the_label_of_the_vacant_role_that_he_filled_is_not_his_name(account):
    person = StakeholderFactory(account=account, name="Purchasing manager", is_placeholder=True)
    person.name, person.is_placeholder = "Anne Ledoux", False
    person.save()
    note = CommentFactory(account=account, text="Anne Ledoux is the new purchasing manager")
    anonymise(person.pk, on=ON)
    note.refresh_from_db()
    assert note.text == f"{NOBODY} is the new purchasing manager"


@pytest.mark.parametrize(("phone", "left"), [("2026", "In 2026"), ("12 34 567", "In 12 34 567"), ("1234 5678", None)])
def test_a_number_shorter_than_eight_digits_is_left_in_texts(account, phone, left):
    person = StakeholderFactory(account=account, name="Anne Ledoux", phone=phone)
    note = CommentFactory(account=account, text=f"In {phone}")
    anonymise(person.pk, on=ON)
    note.refresh_from_db()
    assert note.text == (left or f"In {NOBODY}")


def test_a_name_of_one_word_is_left_in_texts_and_only_counted(account):
    person = StakeholderFactory(account=account, name="Roy", email="roy@client.example")
    note = CommentFactory(account=account, text="Le Roy Merlin, roy@client.example")
    assert [number for _label, number in texts_count(person, hinting(person))] == [1]
    anonymise(person.pk, on=ON)
    note.refresh_from_db()
    assert note.text == f"Le Roy Merlin, {NOBODY}"


def test_a_name_of_one_or_two_letters_is_not_looked_for(account):
    assert pattern_of(["", "Al", "  "]) == ""
    person, note = StakeholderFactory(account=account, name="Al"), CommentFactory(account=account, text="Al dente")
    anonymise(person.pk, on=ON)
    note.refresh_from_db()
    assert note.text == "Al dente"


def test_somebody_who_had_left_keeps_that_day(account):
    person = StakeholderFactory(account=account, departed_on=date(2022, 5, 5))
    anonymise(person.pk, on=ON)
    person.refresh_from_db()
    assert person.departed_on == date(2022, 5, 5)


def test_it_happens_once_and_to_people_only(anne, account):
    assert anonymise(anne.pk, on=ON)
    assert not anonymise(anne.pk, on=date(2026, 7, 1))
    assert not anonymise(StakeholderFactory(account=account, is_placeholder=True).pk, on=ON)
    anne.refresh_from_db()
    assert anne.anonymised_on == ON


def test_every_field_that_is_not_kept_is_emptied():
    follows = {"plain_name"}  # the database writes it from the name
    kept = {"id", *follows, *Stakeholder.KEPT_WHEN_ANONYMISED}
    assert emptied().keys() | kept == {field.name for field in Stakeholder._meta.concrete_fields}
    assert emptied()["name"] == NOBODY


def test_the_database_refuses_to_fill_an_anonymised_person_again(anne):
    anonymise(anne.pk, on=ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stakeholder.objects.filter(pk=anne.pk).update(email="anne@client.example")


def test_a_form_left_open_does_not_write_the_name_back(anne, client, manager):
    anonymise(anne.pk, on=ON)
    client.force_login(manager)
    assert client.get(reverse("stakeholders:edit", args=[anne.pk])).status_code == 404
    assert client.post(reverse("stakeholders:delete", args=[anne.pk])).status_code == 404


def test_undoing_a_deletion_brings_back_no_name(anne, account, client, manager):
    met = InteractionFactory(account=account, notes="Saw Anne Ledoux", stakeholders=[anne])
    opinion = Opinion.objects.create(stakeholder=anne, author=manager, influence=5, evidence="Zyx", seen_on=ON)
    undo_meeting, undo_opinion = delete_with_undo(met, back="/"), delete_with_undo(opinion, back="/")
    anonymise(anne.pk, on=ON)
    client.force_login(manager)
    client.post(undo_meeting)
    client.post(undo_opinion)
    assert Interaction.objects.get().notes == f"Saw {NOBODY}"
    assert not Opinion.objects.exists()


def test_undoing_the_deletion_of_the_boss_does_not_bring_the_person_back(anne, client, manager):
    undo = delete_with_undo(anne.reports_to, back="/")
    with pghistory.context():  # as another request
        anonymise(anne.pk, on=ON)
    client.force_login(manager)
    client.post(undo)
    anne.refresh_from_db()
    assert (anne.name, anne.title, anne.reports_to, anne.anonymised_on) == (nobody(), "", None, ON)


def test_a_merge_can_no_longer_be_taken_apart_and_leaves_no_trace_of_the_other_entry(anne, account, manager):
    double = StakeholderFactory(account=account, name="A. Zyx-Ledoux", email="other@client.example")
    note = CommentFactory(account=account, text="A. Zyx-Ledoux is Anne Ledoux")
    with pghistory.context() as change:
        gone = double.pk
        double.delete()
        Merge.objects.create(
            account=account, kept=anne, gone_name="A. Zyx-Ledoux", gone_id=gone, change=change.id, merged_by=manager
        )
    anonymise(anne.pk, on=ON)
    note.refresh_from_db()
    assert note.text == f"{NOBODY} is {NOBODY}"
    assert not Merge.objects.exists()
    assert [word for word in (*WORDS, "other@client") if word in everything()] == []


def test_an_entry_that_was_taken_apart_again_is_somebody_else(anne, account):
    twin = StakeholderFactory(account=account, name="Annie Duval")
    note = CommentFactory(account=account, text="Annie Duval is not Anne Ledoux")
    Merge.objects.create(
        account=account, kept=anne, gone_name=twin.name, gone_id=twin.pk, change=uuid4(), undone_at=datetime.now(UTC)
    )
    anonymise(anne.pk, on=ON)
    twin.refresh_from_db()
    note.refresh_from_db()
    assert (twin.name, note.text) == ("Annie Duval", f"Annie Duval is not {NOBODY}")
    assert {event.name for event in Stakeholder.pgh_event_model.objects.filter(id=twin.pk)} == {"Annie Duval"}


@pytest.fixture
def imported(anne, manager):
    """An import that gave her a phone number, and rewrote the notes of a meeting that named her."""
    met = InteractionFactory(account=anne.account, notes="With the client")
    run = Import.objects.create(kind="stakeholders", name="people.csv", created_by=manager)
    ImportRow.objects.create(
        imported=run,
        number=2,
        outcome="update",
        label="Anne Ledoux",
        target=anne.pk,
        changes=[["Name", "", "Anne Ledoux"]],
    )
    ImportChange.objects.create(
        imported=run,
        row=2,
        model="stakeholders.Stakeholder",
        target=anne.pk,
        is_created=False,
        before={"phone": "old Zyx"},
        after=snapshot(anne, ["phone"]),
    )
    ImportChange.objects.create(
        imported=run,
        row=3,
        model="stakeholders.Interaction",
        target=met.pk,
        is_created=False,
        before={"notes": 'With "Anne Ledoux"'},
        after={"notes": "With the client"},
    )
    return run


def test_what_imports_keep_to_be_rolled_back_names_nobody(anne, imported):
    anonymise(anne.pk, on=ON)
    assert [word for word in WORDS if word in everything()] == []
    assert imported.rows.get().label == nobody()
    assert imported.changes.get().before == {"notes": f'With "{NOBODY}"'}


@pytest.mark.parametrize("name", ["true false", "is two", 'q"o', "a\\nb c", "12 34"])
def test_what_imports_keep_stays_json_with_its_keys_and_numbers(account, manager, name):
    person, met = StakeholderFactory(account=account, name=f"{name} Zyx"), InteractionFactory(account=account)
    run = Import.objects.create(kind="interactions", name="met.csv", created_by=manager)
    held = {f"{name} Zyx": 1, "notes": f"{name} Zyx", "list": [f"{name} zyx", True, None, 12.5], "is_two_way": True}
    line = ImportChange.objects.create(
        imported=run, row=2, model="stakeholders.Interaction", target=met.pk, is_created=False, before=held, after={}
    )
    anonymise(person.pk, on=ON)
    line.refresh_from_db()
    assert line.before == held | {"notes": NOBODY, "list": [NOBODY, True, None, 12.5]}


def test_what_happened_is_still_in_the_history_without_the_name(anne, surroundings):
    (trail,) = [trail for trail in trails() if trail.model is Stakeholder]
    before = trail.events.objects.filter(id=anne.pk).count()
    anonymise(anne.pk, on=ON)
    events = trail.events.objects.filter(id=anne.pk).order_by("pk")
    assert events.count() == before + 1
    assert {event.name for event in events} == {nobody()}
    assert events.first().function_id == anne.function_id
    assert events.last().pgh_created_at.date() <= datetime.now(UTC).date()


def test_every_long_text_of_an_account_is_searched_for_the_name():
    """A model with free text that the history does not know would keep the name: it must be tracked, or be listed."""
    searched = {trail.model for trail in trails()} | {
        apps.get_model("accounts", name) for name in ("Capture", "Notice")
    }
    unsearched = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in ("accounts", "stakeholders")
        and not issubclass(model, pghistory.models.Event)
        and model not in searched
        and any(
            field.get_internal_type() == "TextField" and not field.generated for field in model._meta.concrete_fields
        )
        and any(field.name == "account" for field in model._meta.fields)
    ]
    assert unsearched == []
