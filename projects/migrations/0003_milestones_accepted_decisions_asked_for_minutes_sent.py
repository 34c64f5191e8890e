import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_the_life_of_projects"),
        ("stakeholders", "0011_names_without_accents"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="decision",
            options={
                "ordering": [models.OrderBy(models.F("decided_on"), descending=True, nulls_first=True), "-pk"],
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="attendance",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="attendance",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="attendance",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meeting",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meeting",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="meeting",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="attendance",
            name="failed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="not sent on"),
        ),
        migrations.AddField(
            model_name="attendanceevent",
            name="failed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="not sent on"),
        ),
        migrations.AddField(
            model_name="decision",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="needed by"),
        ),
        migrations.AddField(
            model_name="decisionevent",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="needed by"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="interaction",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="stakeholders.interaction",
                verbose_name="in the journal",
            ),
        ),
        migrations.AddField(
            model_name="meetingevent",
            name="interaction",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="stakeholders.interaction",
                verbose_name="in the journal",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="stakeholders.stakeholder",
                verbose_name="accepted by",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="accepted_on",
            field=models.DateField(blank=True, null=True, verbose_name="accepted on"),
        ),
        migrations.AddField(
            model_name="taskevent",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="stakeholders.stakeholder",
                verbose_name="accepted by",
            ),
        ),
        migrations.AddField(
            model_name="taskevent",
            name="accepted_on",
            field=models.DateField(blank=True, null=True, verbose_name="accepted on"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="decided on"),
        ),
        migrations.AlterField(
            model_name="decisionevent",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="decided on"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_attendanceevent" ("asked_at", "failed_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "stakeholder_id", "user_id") SELECT new_values."asked_at", new_values."failed_at", new_values."id", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sent_at", new_values."stakeholder_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="14b20cd3ff8f1c47b293574d186c4c17b7309bb8",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81f39",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="projects_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_attendanceevent" ("asked_at", "failed_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "stakeholder_id", "user_id") SELECT new_values."asked_at", new_values."failed_at", new_values."id", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sent_at", new_values."stakeholder_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="259739e5a2fc7d5c86eb165130b932d757f61a15",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_81f77",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="projects_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attendance",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_attendanceevent" ("asked_at", "failed_at", "id", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "stakeholder_id", "user_id") SELECT old_values."asked_at", old_values."failed_at", old_values."id", old_values."meeting_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sent_at", old_values."stakeholder_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8314320a8adbb15ef9e8a07f341d07c012ec4b34",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8f80d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="projects_attendance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_decisionevent" ("decided_on", "due_on", "id", "is_internal", "made_at", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaced_by_id", "text") SELECT new_values."decided_on", new_values."due_on", new_values."id", new_values."is_internal", new_values."made_at", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."replaced_by_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c6d9a0c6810fe8bb1ab8462da23bc2ea27a08e34",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4c0e7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="projects_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_decisionevent" ("decided_on", "due_on", "id", "is_internal", "made_at", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaced_by_id", "text") SELECT new_values."decided_on", new_values."due_on", new_values."id", new_values."is_internal", new_values."made_at", new_values."meeting_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."replaced_by_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="05260c4cfeab5b61b66fa55fb9c5ed3503fe2a0e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4b16a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="projects_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_decisionevent" ("decided_on", "due_on", "id", "is_internal", "made_at", "meeting_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "replaced_by_id", "text") SELECT old_values."decided_on", old_values."due_on", old_values."id", old_values."is_internal", old_values."made_at", old_values."meeting_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."replaced_by_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8638decce7d5446ac184f1612dc6290313c371e8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ce2ec",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="projects_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_meetingevent" ("changed_by", "committee_id", "id", "instead_of_id", "interaction_id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "reason", "score", "sent_at", "state", "topics") SELECT new_values."changed_by", new_values."committee_id", new_values."id", new_values."instead_of_id", new_values."interaction_id", new_values."minutes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."planned_on", new_values."reason", new_values."score", new_values."sent_at", new_values."state", new_values."topics" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="86dcb50d854109538bbf2cd8cc923c1d392836db",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b7444",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="projects_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_meetingevent" ("changed_by", "committee_id", "id", "instead_of_id", "interaction_id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "reason", "score", "sent_at", "state", "topics") SELECT new_values."changed_by", new_values."committee_id", new_values."id", new_values."instead_of_id", new_values."interaction_id", new_values."minutes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."planned_on", new_values."reason", new_values."score", new_values."sent_at", new_values."state", new_values."topics" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7280b5ad2b2269faadaf3fb62d503aac841a4b11",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e1c7",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="projects_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_meetingevent" ("changed_by", "committee_id", "id", "instead_of_id", "interaction_id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "reason", "score", "sent_at", "state", "topics") SELECT old_values."changed_by", old_values."committee_id", old_values."id", old_values."instead_of_id", old_values."interaction_id", old_values."minutes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."planned_on", old_values."reason", old_values."score", old_values."sent_at", old_values."state", old_values."topics" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="6c6e40ea42946cbb208d3a96ca9a3c9d825047e0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_65c2e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="projects_meeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_taskevent" ("accepted_by_id", "accepted_on", "began_on", "criterion", "deadline", "done_on", "id", "is_internal", "is_milestone", "minutes", "name", "note", "optimistic", "parent_id", "pessimistic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "progress", "project_id", "reference", "rule", "rule_at") SELECT new_values."accepted_by_id", new_values."accepted_on", new_values."began_on", new_values."criterion", new_values."deadline", new_values."done_on", new_values."id", new_values."is_internal", new_values."is_milestone", new_values."minutes", new_values."name", new_values."note", new_values."optimistic", new_values."parent_id", new_values."pessimistic", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."progress", new_values."project_id", new_values."reference", new_values."rule", new_values."rule_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cf7d3b63ed2c0e0a97a9fba4b85ec160fd4ab8c7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_aa5e3",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="projects_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_taskevent" ("accepted_by_id", "accepted_on", "began_on", "criterion", "deadline", "done_on", "id", "is_internal", "is_milestone", "minutes", "name", "note", "optimistic", "parent_id", "pessimistic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "progress", "project_id", "reference", "rule", "rule_at") SELECT new_values."accepted_by_id", new_values."accepted_on", new_values."began_on", new_values."criterion", new_values."deadline", new_values."done_on", new_values."id", new_values."is_internal", new_values."is_milestone", new_values."minutes", new_values."name", new_values."note", new_values."optimistic", new_values."parent_id", new_values."pessimistic", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."progress", new_values."project_id", new_values."reference", new_values."rule", new_values."rule_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_by_id" IS DISTINCT FROM (new_values."accepted_by_id") OR old_values."accepted_on" IS DISTINCT FROM (new_values."accepted_on") OR old_values."began_on" IS DISTINCT FROM (new_values."began_on") OR old_values."criterion" IS DISTINCT FROM (new_values."criterion") OR old_values."deadline" IS DISTINCT FROM (new_values."deadline") OR old_values."done_on" IS DISTINCT FROM (new_values."done_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_internal" IS DISTINCT FROM (new_values."is_internal") OR old_values."is_milestone" IS DISTINCT FROM (new_values."is_milestone") OR old_values."minutes" IS DISTINCT FROM (new_values."minutes") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."optimistic" IS DISTINCT FROM (new_values."optimistic") OR old_values."parent_id" IS DISTINCT FROM (new_values."parent_id") OR old_values."pessimistic" IS DISTINCT FROM (new_values."pessimistic") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."progress" IS DISTINCT FROM (new_values."progress") OR old_values."project_id" IS DISTINCT FROM (new_values."project_id") OR old_values."reference" IS DISTINCT FROM (new_values."reference") OR old_values."rule" IS DISTINCT FROM (new_values."rule") OR old_values."rule_at" IS DISTINCT FROM (new_values."rule_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6b07f340c14cea7a9e4f0ced8655e9a21c2d1a37",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e7492",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="projects_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_taskevent" ("accepted_by_id", "accepted_on", "began_on", "criterion", "deadline", "done_on", "id", "is_internal", "is_milestone", "minutes", "name", "note", "optimistic", "parent_id", "pessimistic", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "progress", "project_id", "reference", "rule", "rule_at") SELECT old_values."accepted_by_id", old_values."accepted_on", old_values."began_on", old_values."criterion", old_values."deadline", old_values."done_on", old_values."id", old_values."is_internal", old_values."is_milestone", old_values."minutes", old_values."name", old_values."note", old_values."optimistic", old_values."parent_id", old_values."pessimistic", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."progress", old_values."project_id", old_values."reference", old_values."rule", old_values."rule_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="10a6c9c88085a32da035789deac8d5df9b10c0df",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e973b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="projects_task",
                    when="AFTER",
                ),
            ),
        ),
    ]
