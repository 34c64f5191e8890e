from django.urls import path

from plans.portal.views import everybody, inviting, looking

app_name = "guests"
urlpatterns = [
    path("guests/", everybody.guest_all, name="all"),
    path("guests/revoke/", everybody.guest_revoke_many, name="revoke-many"),
    path("plans/<int:pk>/guests/", inviting.plan_guests, name="plan"),
    path("accounts/<int:pk>/guests/", inviting.guest_list, name="list"),
    path("accounts/<int:pk>/guests/invite/", inviting.guest_invite, name="invite"),
    path("accounts/<int:pk>/guests/revoke/", inviting.guests_revoke, name="revoke-all"),
    path("accounts/<int:pk>/guests/as/<int:person>/", looking.as_list, name="as-list"),
    path("accounts/<int:pk>/guests/as/<int:person>/plans/<int:plan>/", looking.as_plan, name="as-plan"),
    path("guests/<int:pk>/send/", inviting.guest_send, name="send"),
    path("guests/<int:pk>/extend/", inviting.guest_extend, name="extend"),
    path("guests/<int:pk>/revoke/", inviting.guest_revoke, name="revoke"),
]
