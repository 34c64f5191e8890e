"""What the forms of all parts of an account share."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from accounts.forms.conflict import ConflictMixin


def lines(form: forms.Form, *rows: str | tuple[str, ...]) -> FormHelper:
    """A form laid out line by line: the fields of a tuple share one; those that the form lacks leave no gap.

    The template writes the form tag and the buttons.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.render_hidden_fields = True
    helper.layout = Layout(*laid_out(form, rows))
    return helper


def groups(form: forms.Form, *parts: tuple) -> FormHelper:
    """As `lines`, in groups: each has a legend, then rows or other layout objects."""
    helper = lines(form)
    helper.layout = Layout(*(Fieldset(legend, *laid_out(form, rows)) for legend, *rows in parts))
    return helper


def laid_out(form: forms.Form, rows) -> list:
    found = []
    for row in rows:
        names = [row] if isinstance(row, str) else row
        present = [name for name in names if name in form.fields] if isinstance(names, list | tuple) else [row]
        found += [present[0] if len(present) == 1 else columns(*present)] if present else []
    return found


def columns(*names: str) -> Row:
    width = f"col-sm-{12 // len(names)}"
    return Row(*(Column(name, css_class=width) for name in names))


class PartForm(ConflictMixin, forms.ModelForm):
    """A row that belongs to `account`, which the person may not choose but the constraints know; `on`: today, if asked."""

    def __init__(self, *args, account, on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = self.instance.account = account

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"account"}
