from django.urls import path

from projects.portfolio import views

urlpatterns = [
    path("projects/", views.portfolio, name="portfolio"),
    path("projects/gantt/", views.portfolio_gantt, name="portfolio-gantt"),
    path("accounts/<int:pk>/projects/summary/", views.account_summary, name="account-summary"),
]
