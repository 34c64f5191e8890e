"""One include per app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("kam.cockpit.urls")),
    path("accounts/", include("accounts.urls")),
    path("", include("accounts.stakeholders.urls")),
    path("imports/", include("accounts.imports.urls")),
    path("", include("plans.portal.cowriting.urls")),  # before the portal's last page, which answers everything else
    path("portal/projects/", include("projects.portal.urls")),
    path("portal/", include("plans.portal.urls")),
    path("", include("plans.portal.urls_guests")),
    path("", include("plans.urls")),
    path("", include("projects.portal.urls_ours")),
    path("", include("projects.urls")),
    path("", include("kam.scorecards.urls")),
    path("jobs/", include("kam.jobs.urls")),
    path("people/", include("kam.users.urls")),
    path("auth/", include("kam.users.urls_auth")),
    path("", include("kam.health")),
]
if settings.ADMIN_ENABLED:
    urlpatterns.append(path("support/", admin.site.urls))
