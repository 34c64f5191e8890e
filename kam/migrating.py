"""Migrations that take seconds instead of minutes on an empty database."""

from collections.abc import Sequence

from django.db.migrations.operations.base import Operation


class AtOnce(Operation):
    """Several operations, the models rendered once for all of them.

    Django renders every related model anew after each operation, and here all models are related: that was nine tenths
    of the time. No operation may need a state between two others: what a model is made with (constraints, indexes)
    stands in its `CreateModel`.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def deconstruct(self):
        return self.__class__.__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # rendered once, when the first operation asks for it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations at once"
