from django.urls import path

from plans.parts import PARTS
from plans.views import life, parts, plan

app_name = "plans"
urlpatterns = [
    path("accounts/<int:pk>/plans/", plan.plan_list, name="list"),
    path("accounts/<int:pk>/plans/new/", plan.plan_create, name="create"),
    path("plans/to-validate/", life.to_validate, name="to-validate"),
    path("plans/<int:pk>/", plan.plan_detail, name="detail"),
    path("plans/<int:pk>/edit/", plan.plan_edit, name="edit"),
    path("plans/<int:pk>/sections/<slug:key>/", plan.section, name="section"),
    path("plans/<int:pk>/sections/<slug:key>/<slug:field>/", plan.passage_edit, name="passage-edit"),
    path("plans/<int:pk>/swot/", plan.swot, name="swot"),
    path("plans/<int:pk>/strategy/", plan.strategy, name="strategy"),
    path("plans/<int:pk>/move/<slug:to>/", life.plan_move, name="move"),
    path("plans/moves/<int:pk>/", life.move_detail, name="move-detail"),
    path("plans/<int:pk>/control/", life.control, name="control"),
    path("plans/<int:pk>/sign-off/", life.sign_off_create, name="sign-off-create"),
    path("plans/<int:pk>/reviews/new/", life.review_create, name="review-create"),
    path("plans/reviews/<int:pk>/co-sign/", life.review_cosign, name="review-cosign"),
    path("plans/priorities/<int:pk>/agree/", life.endorsement_create, name="endorsement-create"),
    path("plans/actions/<int:pk>/progress/", parts.action_progress, name="action-progress"),
]
for part in PARTS:  # plans:figure-create, swot-edit, action-delete…
    urlpatterns += [
        path(f"plans/<int:pk>/{part.key}s/new/", parts.create, {"part": part}, name=f"{part.key}-create"),
        path(f"plans/{part.key}s/<int:pk>/", parts.edit, {"part": part}, name=f"{part.key}-edit"),
        path(f"plans/{part.key}s/<int:pk>/delete/", parts.delete, {"part": part}, name=f"{part.key}-delete"),
    ]
