from django.urls import path

from kam.users import views

app_name = "users"
urlpatterns = [
    path("", views.user_list, name="user-list"),
    path("new/", views.user_create, name="user-create"),
    path("<int:pk>/", views.user_edit, name="user-edit"),
    path("<int:pk>/deactivate/", views.user_deactivate, name="user-deactivate"),
    path("<int:pk>/reactivate/", views.user_reactivate, name="user-reactivate"),
    path("<int:pk>/invite/", views.user_invite, name="user-invite"),
    path("<int:pk>/reset-factor/", views.user_reset_factor, name="user-reset-factor"),
    path("teams/", views.team_list, name="team-list"),
    path("teams/new/", views.team_create, name="team-create"),
    path("teams/<int:pk>/", views.team_edit, name="team-edit"),
    path("teams/<int:pk>/delete/", views.team_delete, name="team-delete"),
    path("security/", views.security_policy, name="security-policy"),
    path("me/", views.preferences, name="preferences"),
    path("me/display/", views.set_display, name="set-display"),
    path("me/devices/<int:pk>/end/", views.session_end, name="session-end"),
]
