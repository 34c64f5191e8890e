from django.urls import path

from accounts.views import account, history, notes, reference, revenue, structure, team, trash

app_name = "accounts"
urlpatterns = [
    path("new/", account.create, name="create"),
    path("search/", account.search, name="search"),
    path("trash/", trash.trash, name="trash"),
    path("deleted/<str:token>/", trash.bring_back, name="undelete"),
    path("<int:pk>/", account.detail, name="detail"),
    path("<int:pk>/edit/", account.edit, name="edit"),
    path("<int:pk>/stage/", account.stage, name="declare-stage"),
    path("<int:pk>/trash/", trash.trash_one, name="trash-one"),
    path("<int:pk>/restore/", trash.restore, name="restore"),
    path("<int:pk>/structure/", structure.structure, name="structure"),
    path("<int:pk>/entities/new/", structure.entity_create, name="entity-create"),
    path("entities/<int:pk>/", structure.entity_edit, name="entity-edit"),
    path("entities/<int:pk>/delete/", structure.entity_delete, name="entity-delete"),
    path("<int:pk>/listing/", structure.listing_edit, name="listing-edit"),
    path("<int:pk>/listing/delete/", structure.listing_delete, name="listing-delete"),
    path("<int:pk>/indices/new/", structure.index_create, name="index-create"),
    path("indices/<int:pk>/", structure.index_edit, name="index-edit"),
    path("indices/<int:pk>/delete/", structure.index_delete, name="index-delete"),
    path("<int:pk>/team/", team.team, name="team"),
    path("<int:pk>/team/new/", team.member_create, name="member-create"),
    path("members/<int:pk>/", team.member_edit, name="member-edit"),
    path("members/<int:pk>/delete/", team.member_delete, name="member-delete"),
    path("<int:pk>/revenue/", revenue.revenue, name="revenue"),
    path("<int:pk>/revenue/new/", revenue.revenue_create, name="revenue-create"),
    path("revenue/<int:pk>/", revenue.revenue_edit, name="revenue-edit"),
    path("revenue/<int:pk>/delete/", revenue.revenue_delete, name="revenue-delete"),
    path("<int:pk>/comments/new/", notes.comment_create, name="comment-create"),
    path("comments/<int:pk>/", notes.comment_edit, name="comment-edit"),
    path("comments/<int:pk>/delete/", notes.comment_delete, name="comment-delete"),
    path("<int:pk>/history/", history.history, name="history"),
    path("<int:pk>/history.csv", history.history_export, name="history-export"),
]
for kept in reference.LISTS:  # accounts:sector-list, tier-list, value-list…
    urlpatterns += [
        path(f"{kept.key}s/", reference.entries, {"kept": kept}, name=f"{kept.key}-list"),
        path(f"{kept.key}s/new/", reference.create, {"kept": kept}, name=f"{kept.key}-create"),
        path(f"{kept.key}s/<int:pk>/", reference.edit, {"kept": kept}, name=f"{kept.key}-edit"),
        path(f"{kept.key}s/<int:pk>/delete/", reference.delete, {"kept": kept}, name=f"{kept.key}-delete"),
    ]
