from django.urls import path

from plans.portal.views import entering, files, reading

app_name = "portal"
urlpatterns = [
    path("", reading.plan_list, name="list"),
    path("door/", entering.door, name="door"),
    path("enter/", entering.enter, name="enter"),
    path("enter/send/", entering.code_send, name="code-send"),
    path("enter/code/", entering.code, name="code"),
    path("leave/", entering.leave, name="leave"),
    path("plans/<int:pk>/", reading.plan_detail, name="plan"),
    path("plans/<int:pk>/files/", files.file_create, name="file-create"),
    path("files/<int:pk>/", files.file_page, name="file"),
    path("files/<int:pk>/fetch/", files.file_fetch, name="file-fetch"),
    path("<path:anything>/", reading.unknown, name="unknown"),  # the last: whatever else is asked for
]
