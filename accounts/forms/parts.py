"""What the forms of all parts of an account share."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from accounts.forms.conflict import ConflictMixin


def lines(form: forms.Form, *rows: str | tuple[str, ...]) -> FormHelper:
    """A form laid out line by line: the fields of a tuple share one; those that the form lacks leave no gap.

    The template writes the form tag and the buttons.
    """
    present = [[name for name in ([row] if isinstance(row, str) else row) if name in form.fields] for row in rows]
    helper = FormHelper()
    helper.form_tag = False
    helper.render_hidden_fields = True
    helper.layout = Layout(*(names[0] if len(names) == 1 else columns(*names) for names in present if names))
    return helper


def columns(*names: str) -> Row:
    width = f"col-sm-{12 // len(names)}"
    return Row(*(Column(name, css_class=width) for name in names))


class PartForm(ConflictMixin, forms.ModelForm):
    """A row that belongs to `account`, which the person may not choose but the constraints know."""

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = self.instance.account = account

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"account"}
