"""Forms that cannot be kept say so and lose nothing of what was typed."""

import pytest
from django import forms
from django.db import OperationalError, connection
from django.utils import translation
from psycopg2.errors import AdminShutdown, DeadlockDetected

from accounts.models import Comment
from accounts.views.page import saved


class NoteForm(forms.Form):
    """What it does when it is saved is given to it."""

    text = forms.CharField()

    def __init__(self, do):
        super().__init__({"text": "Typed"})
        self.save = do


def failing(cause):
    def save():
        raise OperationalError(str(cause)) from cause

    return save


def test_what_names_a_row_deleted_meanwhile_is_an_error_of_the_form(account, manager):
    form = NoteForm(lambda: Comment.objects.create(account_id=account.pk + 1, author=manager, text="Lost"))
    with translation.override("en"):
        assert not saved(form)
    assert "Somebody has just saved" in str(form.non_field_errors())
    connection.check_constraints()
    assert not Comment.objects.exists()


def test_two_who_wait_for_each_other_are_told(db):
    form = NoteForm(failing(DeadlockDetected("deadlock detected")))
    with translation.override("en"):
        assert not saved(form)
    assert "Somebody has just saved" in str(form.non_field_errors())


def test_a_database_that_stops_is_no_error_of_the_form(db):
    with pytest.raises(OperationalError):
        saved(NoteForm(failing(AdminShutdown("terminating connection"))))


def test_what_is_right_is_saved(account, manager):
    assert saved(NoteForm(lambda: Comment.objects.create(account=account, author=manager, text="Kept")))
    assert Comment.objects.get().text == "Kept"
