"""The pages of a guest: before the portal's last page, which answers everything else."""

from django.urls import path

from projects.portal.views import guest

app_name = "shared"
urlpatterns = [
    path("", guest.project_list, name="list"),
    path("<int:pk>/", guest.project_detail, name="project"),
    path("<int:pk>/results/<int:result>/", guest.recognise, name="recognise"),
    path("recognitions/<int:pk>/withdraw/", guest.recognition_back, name="recognition-back"),
]
