from django.urls import path

from projects.delegation import views

urlpatterns = [
    path("projects/<int:pk>/team/", views.team, name="team"),
    path("projects/<int:pk>/handover/", views.project_handover, name="project-handover"),
    path("projects/tasks/<int:pk>/people/", views.task_assign, name="task-assign"),
    path("projects/tasks/<int:pk>/handover/", views.task_handover, name="task-handover"),
    path("projects/handovers/<int:pk>/", views.handover_detail, name="handover-detail"),
    path("projects/handovers/<int:pk>/accept/", views.handover_accept, name="handover-accept"),
    path("projects/handovers/<int:pk>/end/", views.handover_end, name="handover-end"),
    path("projects/delegated/", views.delegates, name="delegates"),
    path("projects/delegation/", views.delegation_rate, name="delegation-rate"),
    path("projects/load/", views.load, name="load"),
    path("projects/load/<int:pk>/<slug:scale>/<int:number>/", views.load_cell, name="load-cell"),
]
