from django.urls import path

from plans.board.urls import urlpatterns as board
from plans.exports.urls import urlpatterns as exports
from plans.parts import PARTS
from plans.reviews.urls import urlpatterns as reviews
from plans.thread.urls import urlpatterns as thread
from plans.views import life, parts, plan
from plans.writing.urls import urlpatterns as writing

app_name = "plans"
urlpatterns = [
    path("accounts/<int:pk>/plans/", plan.plan_list, name="list"),
    path("accounts/<int:pk>/plans/new/", plan.plan_create, name="create"),
    path("plans/to-validate/", life.to_validate, name="to-validate"),
    path("plans/<int:pk>/", plan.plan_detail, name="detail"),
    path("plans/<int:pk>/edit/", plan.plan_edit, name="edit"),
    path("plans/<int:pk>/sections/<slug:key>/<slug:field>/", plan.passage_edit, name="passage-edit"),
    path("plans/<int:pk>/move/<slug:to>/", life.plan_move, name="move"),
    path("plans/moves/<int:pk>/", life.move_detail, name="move-detail"),
    path("plans/<int:pk>/control/", life.control, name="control"),
    path("plans/<int:pk>/sign-off/", life.sign_off_create, name="sign-off-create"),
    path("plans/priorities/<int:pk>/agree/", life.endorsement_create, name="endorsement-create"),
    path("plans/actions/<int:pk>/progress/", parts.action_progress, name="action-progress"),
    *writing,
    *board,
    *thread,
    *exports,
    *reviews,
]
for part in PARTS:  # plans:figure-create, swot-edit, action-delete…
    urlpatterns += [
        path(f"plans/<int:pk>/{part.key}s/new/", parts.create, {"part": part}, name=f"{part.key}-create"),
        path(f"plans/{part.key}s/<int:pk>/", parts.edit, {"part": part}, name=f"{part.key}-edit"),
        path(f"plans/{part.key}s/<int:pk>/delete/", parts.delete, {"part": part}, name=f"{part.key}-delete"),
    ]
