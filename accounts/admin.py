from django.contrib import admin

from accounts.models import Account, ClientEntity, Comment, ListValue, Membership, RevenueLine, Sector, Tier


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):
    list_display = ["name", "kam", "sector", "tier", "status"]
    list_filter = ["status", "tier", "sector"]
    search_fields = ["name"]
    autocomplete_fields = ["kam"]
    raw_id_fields = ["parent"]


@admin.register(ListValue)
class ListValueAdmin(admin.ModelAdmin):
    list_display = ["name_fr", "name_en", "kind", "code", "is_active"]
    list_filter = ["kind"]


@admin.register(ClientEntity, Comment, Membership, RevenueLine)
class PartAdmin(admin.ModelAdmin):
    """What belongs to an account, which is one of thousands: chosen by number, not from a list."""

    raw_id_fields = ["account"]


admin.site.register([Sector, Tier])
