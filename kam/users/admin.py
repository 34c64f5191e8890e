"""Django's admin, for support: off unless ADMIN_ENABLED, for superusers, through our own sign-in and second factor."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.models import Group

from kam.users.models import RolePolicy, SavedView, Team, User

admin.site.login = secure_admin_login(admin.site.login)
admin.site.unregister(Group)  # roles are a field of the person; groups and permissions are not used


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "first_name", "last_name", "role", "team", "is_active"]
    list_filter = ["role", "team", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    exclude = ["password", "groups", "user_permissions"]
    readonly_fields = ["last_login", "date_joined"]


admin.site.register([Team, RolePolicy, SavedView])
