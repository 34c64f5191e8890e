from django.contrib import admin

from kam.jobs.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["label", "kind", "status", "percent", "started_by", "created_at"]
    list_filter = ["kind", "status"]
    search_fields = ["label", "message"]
    raw_id_fields = ["started_by"]
