from django.urls import path

from kam.cockpit import views

app_name = "cockpit"
urlpatterns = [
    path("", views.home, name="home"),
    path("palette/", views.palette, name="palette"),
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.notices_bell, name="notices-bell"),
    path("notices/read/", views.notices_read, name="notices-read"),
    path("notices/<int:pk>/", views.notice_open, name="notice-open"),
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/summary/", views.portfolio_summary, name="portfolio-summary"),
    path("portfolio/filters/", views.portfolio_filters, name="portfolio-filters"),
    path("portfolio/columns/", views.portfolio_columns, name="portfolio-columns"),
    path("portfolio/accounts.csv", views.portfolio_export, {"kind": "csv"}, name="portfolio-csv"),
    path("portfolio/accounts.xlsx", views.portfolio_export, {"kind": "xlsx"}, name="portfolio-xlsx"),
    path("portfolio/views/new/", views.view_save, name="view-save"),
    path("portfolio/views/<int:pk>/", views.view_edit, name="view-edit"),
    path("portfolio/views/<int:pk>/delete/", views.view_delete, name="view-delete"),
    path("portfolio/bulk/", views.bulk_edit, name="bulk-edit"),
    path("portfolio/bulk/<int:pk>/", views.bulk_detail, name="bulk-detail"),
    path("portfolio/bulk/<int:pk>/undo/", views.bulk_undo, name="bulk-undo"),
]
