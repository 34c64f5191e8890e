"""Pages of reviews, in the name space of plans."""

from django.urls import path

from plans.reviews.views import close, hold, prepare

urlpatterns = [
    path("plans/<int:pk>/reviews/", prepare.review_list, name="review-list"),
    path("plans/<int:pk>/reviews/new/", prepare.review_create, name="review-create"),
    path("plans/reviews/<int:pk>/", prepare.review_detail, name="review-detail"),
    path("plans/reviews/<int:pk>/prepare/", prepare.review_prepare, name="review-prepare"),
    path("plans/reviews/<int:pk>/edit/", prepare.review_edit, name="review-edit"),
    path("plans/reviews/<int:pk>/delete/", prepare.review_delete, name="review-delete"),
    path("plans/reviews/<int:pk>/people/", prepare.review_people, name="review-people"),
    path("plans/reviews/<int:pk>/agenda/", prepare.review_agenda, name="review-agenda"),
    path("plans/reviews/<int:pk>/order/", prepare.review_order, name="review-order"),
    path("plans/reviews/<int:pk>/topics/new/", prepare.topic_create, name="review-topic-create"),
    path("plans/reviews/topics/<int:pk>/", prepare.topic_edit, name="review-topic-edit"),
    path("plans/reviews/topics/<int:pk>/delete/", prepare.topic_delete, name="review-topic-delete"),
    path("plans/reviews/topics/<int:pk>/show/", prepare.topic_show, name="review-topic-show"),
    path("plans/reviews/topics/<int:pk>/<slug:way>/", prepare.topic_move, name="review-topic-move"),
    path("plans/reviews/<int:pk>/present/", hold.review_present, name="review-present"),
    path("plans/reviews/<int:pk>/topic/", hold.review_show, name="review-show"),
    path("plans/reviews/<int:pk>/notes/<slug:field>/", hold.review_note, name="review-note"),
    path("plans/reviews/<int:pk>/outcomes/", hold.outcome_create, name="review-outcome-create"),
    path("plans/reviews/outcomes/<int:pk>/", hold.outcome_edit, name="review-outcome-edit"),
    path("plans/reviews/outcomes/<int:pk>/action/", hold.outcome_action, name="review-outcome-action"),
    path("plans/reviews/outcomes/<int:pk>/delete/", hold.outcome_delete, name="review-outcome-delete"),
    path("plans/reviews/<int:pk>/actions/<int:action>/", hold.action_told, name="review-action"),
    path("plans/reviews/<int:pk>/screen/", hold.review_screen, name="review-screen"),
    path("plans/reviews/<int:pk>/screen/state/", hold.review_screen_state, name="review-screen-state"),
    path("plans/reviews/<int:pk>/minutes/", close.review_minutes, name="review-minutes"),
    path("plans/reviews/<int:pk>/minutes.pdf", close.review_pdf, name="review-pdf"),
    path("plans/reviews/<int:pk>/send/", close.review_send, name="review-send"),
    path("plans/reviews/<int:pk>/co-sign/", close.review_cosign, name="review-cosign"),
]
