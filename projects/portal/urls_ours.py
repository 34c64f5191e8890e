"""What the client would read of a project, and whether he does."""

from django.urls import path

from projects.portal.views import ours

app_name = "sharing"
urlpatterns = [
    path("projects/<int:pk>/client/", ours.client, name="project"),
    path("projects/<int:pk>/client/share/", ours.client_share, name="share"),
    path("projects/<int:pk>/client/withdraw/", ours.client_withdraw, name="withdraw"),
]
