"""Pages of bulletins, in the name space of projects."""

from django.urls import path

from projects.telling.views import reading, sending, writing

urlpatterns = [
    path("projects/<int:pk>/bulletins/", writing.bulletin_list, name="bulletin-list"),
    path("projects/<int:pk>/bulletins/new/", writing.bulletin_create, name="bulletin-create"),
    path("projects/<int:pk>/told/", sending.told, name="told"),
    path("projects/bulletins/<int:pk>/", writing.bulletin_detail, name="bulletin-detail"),
    path("projects/bulletins/<int:pk>/edit/", writing.bulletin_edit, name="bulletin-edit"),
    path("projects/bulletins/<int:pk>/delete/", writing.bulletin_delete, name="bulletin-delete"),
    path("projects/bulletins/<int:pk>/send/", sending.bulletin_send, name="bulletin-send"),
    path("projects/bulletins/<int:pk>/send-again/", sending.bulletin_resend, name="bulletin-resend"),
    path("stakeholders/<int:pk>/told/", sending.told_person, name="told-person"),
    path("b/<str:token>/", reading.bulletin_read, name="bulletin-read"),
]
