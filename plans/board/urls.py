"""The boards of a plan, under the name space of the plans."""

from django.urls import path

from plans.board import views

urlpatterns = [
    path("plans/<int:pk>/swot/", views.swot, name="swot"),
    path("plans/<int:pk>/strategy/", views.strategy, name="strategy"),
    path("plans/<int:pk>/chain/", views.chain, name="chain"),
    path("plans/<int:pk>/compare/", views.compare, name="compare"),
    path("plans/<int:pk>/years/", views.years, name="years"),
    path("plans/<int:pk>/board/place/", views.place, name="board-place"),
    path("plans/<int:pk>/board/link/", views.link, name="board-link"),
    path("plans/<int:pk>/board/undo/<str:token>/", views.undo, name="board-undo"),
    path("plans/<int:pk>/board/<slug:kind>/<int:row>/", views.row, name="board-row"),
]
