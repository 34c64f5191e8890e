"""The portal: its pages are a guest's, whom the cast is not; tests/plans/portal/test_guest_access.py is their table."""

from plans.portal.urls import urlpatterns

PUBLIC = {f"portal:{each.name}" for each in urlpatterns}
