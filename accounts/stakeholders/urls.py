from django.urls import path

from accounts.stakeholders import views
from accounts.stakeholders.departures import views as departures
from accounts.stakeholders.duplicates import views as duplicates
from accounts.stakeholders.exports.urls import urlpatterns as export_files
from accounts.stakeholders.inbox import views as inbox
from accounts.stakeholders.journal import views as journal
from accounts.stakeholders.map.urls import urlpatterns as map_pages
from accounts.stakeholders.opinions import views as opinions
from accounts.stakeholders.people import views as people
from accounts.stakeholders.people import views_answers as answering
from accounts.stakeholders.privacy import views as privacy
from accounts.stakeholders.relations import views as relations
from accounts.views import parts

app_name = "stakeholders"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/<slug:outcome>/", inbox.inbox_sort, name="inbox-sort"),
    path("inbox/bulk/", inbox.inbox_bulk, name="inbox-bulk"),
    path("inbox/undo/<str:token>/", inbox.inbox_undo, name="inbox-undo"),
    path("accounts/<int:pk>/people/", people.stakeholder_list, name="list"),
    path("accounts/<int:pk>/people.csv", people.stakeholder_export, {"kind": "csv"}, name="list-csv"),
    path("accounts/<int:pk>/people.xlsx", people.stakeholder_export, {"kind": "xlsx"}, name="list-xlsx"),
    path("accounts/<int:pk>/matrix/", people.matrix, name="matrix"),
    path("accounts/<int:pk>/matrix/cell/", people.matrix_cell, name="matrix-cell"),
    path("accounts/<int:pk>/matrix/<int:colleague>/<int:person>/", people.matrix_pair, name="matrix-pair"),
    path("accounts/<int:pk>/people/chart/", people.stakeholder_chart, name="chart"),
    path("accounts/<int:pk>/people/new/", views.stakeholder_create, name="create"),
    path("stakeholders/guide/<slug:aspect>/", views.stakeholder_guide, name="guide"),
    path("stakeholders/<int:pk>/", views.stakeholder_detail, name="detail"),
    path("stakeholders/<int:pk>/edit/", views.stakeholder_edit, name="edit"),
    path("stakeholders/<int:pk>/delete/", views.stakeholder_delete, name="delete"),
    path("stakeholders/<int:pk>/data/", privacy.data, name="data"),
    path("stakeholders/<int:pk>/data.json", privacy.data_json, name="data-json"),
    path("stakeholders/<int:pk>/data.pdf", privacy.data_pdf, name="data-pdf"),
    path("stakeholders/<int:pk>/anonymise/", privacy.anonymisation, name="anonymise"),
    path("privacy/retention/", privacy.retention, name="retention"),
    path("privacy/readings/", privacy.reading_list, name="reading-list"),
    path("accounts/<int:pk>/interactions/", views.interaction_list, name="interaction-list"),
    path("accounts/<int:pk>/interactions/new/", parts.create, {"part": views.INTERACTION}, name="interaction-create"),
    path("interactions/<int:pk>/", parts.edit, {"part": views.INTERACTION}, name="interaction-edit"),
    path("interactions/<int:pk>/delete/", parts.delete, {"part": views.INTERACTION}, name="interaction-delete"),
    path("interactions/<int:pk>/read/", journal.interaction_detail, name="interaction-detail"),
    path("interactions/<int:pk>/done/", journal.step_done, name="interaction-step-done"),
    path("interactions/<int:pk>/to-do/", journal.step_reopen, name="interaction-step-reopen"),
    path("accounts/<int:pk>/journal/", journal.journal, name="journal"),
    path("accounts/<int:pk>/knowledge/", journal.knowledge_list, name="knowledge-list"),
    path("accounts/<int:pk>/knowledge/new/", parts.create, {"part": journal.KNOWLEDGE}, name="knowledge-create"),
    path("knowledge/<int:pk>/", journal.knowledge_detail, name="knowledge-detail"),
    path("knowledge/<int:pk>/edit/", parts.edit, {"part": journal.KNOWLEDGE}, name="knowledge-edit"),
    path("knowledge/<int:pk>/delete/", parts.delete, {"part": journal.KNOWLEDGE}, name="knowledge-delete"),
    path("accounts/<int:pk>/notes/", journal.note_list, name="note-list"),
    path("notes/<int:pk>/", journal.note_detail, name="note-detail"),
    path("accounts/<int:pk>/introductions/", relations.introduction_list, name="introduction-list"),
    path(
        "accounts/<int:pk>/introductions/new/",
        parts.create,
        {"part": relations.INTRODUCTION},
        name="introduction-create",
    ),
    path("introductions/<int:pk>/", parts.edit, {"part": relations.INTRODUCTION}, name="introduction-edit"),
    path("introductions/<int:pk>/delete/", parts.delete, {"part": relations.INTRODUCTION}, name="introduction-delete"),
    path("introductions/<int:pk>/advance/", relations.introduction_advance, name="introduction-advance"),
    path("accounts/<int:pk>/ties/new/", parts.create, {"part": relations.TIE}, name="tie-create"),
    path("ties/<int:pk>/", relations.tie_edit, name="tie-edit"),
    path("ties/<int:pk>/delete/", parts.delete, {"part": relations.TIE}, name="tie-delete"),
    path("accounts/<int:pk>/answers/", answering.answers, name="answers"),
    path("accounts/<int:pk>/answers/visit/", answering.answers_visit, name="answers-visit"),
    path("accounts/<int:pk>/answers/dependency/", answering.answers_dependency, name="answers-dependency"),
    path("accounts/<int:pk>/answers/people/<int:person>/", answering.answers_person, name="answers-person"),
    *map_pages,
    *export_files,
    path("accounts/<int:pk>/departures/", departures.departure_list, name="departure-list"),
    path("departures/<int:pk>/", departures.departure_page, name="departure-edit"),
    path("departures/<int:pk>/reopen/", departures.departure_reopen, name="departure-reopen"),
    path("departures/<int:pk>/hand-over/", departures.departure_hand_over, name="departure-hand-over"),
    path("departures/<int:pk>/delete/", departures.departure_delete, name="departure-delete"),
    path("accounts/<int:pk>/duplicates/", duplicates.duplicate_list, name="duplicate-list"),
    path("stakeholders/<int:pk>/merge/<int:other>/", duplicates.merge_page, name="merge"),
    path("merges/<int:pk>/undo/", duplicates.merge_undo, name="merge-undo"),
    path("stakeholders/<int:pk>/my-view/", opinions.opinion_edit, name="opinion-edit"),
    path("opinions/<int:pk>/delete/", opinions.opinion_delete, name="opinion-delete"),
    path("opinions/<int:pk>/retain/", opinions.opinion_retain, name="opinion-retain"),
]
