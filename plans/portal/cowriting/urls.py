"""What a client writes (portal/…, the guest's) and what we answer (plans/…, ours)."""

from django.urls import path

from plans.portal.cowriting.places import NEW, TERMS, Kind
from plans.portal.cowriting.views import guest, ours

app_name = "cowriting"
urlpatterns = [
    path("portal/plans/<int:pk>/words/", guest.words, name="words"),
    path(
        "portal/plans/<int:pk>/sections/<slug:section>/<slug:field>/propose/", guest.suggest,
        {"kind": Kind.PASSAGE.value}, name="suggest-text",
    ),
    path("portal/plans/<int:pk>/actions/<uuid:line>/take/", guest.take, name="take"),
    path("portal/plans/<int:pk>/actions/<uuid:line>/step/", guest.step, name="step"),
    path("portal/plans/<int:pk>/priorities/<uuid:line>/endorse/", guest.endorse, name="endorse"),
    path("portal/endorsements/<int:pk>/withdraw/", guest.endorsement_back, name="endorsement-back"),
    path("portal/suggestions/<int:pk>/withdraw/", guest.withdraw, name="withdraw"),
    path("portal/plans/<int:pk>/talk/<slug:section>/", guest.talk, name="talk"),
    path("portal/plans/<int:pk>/talk/<slug:section>/<uuid:line>/", guest.talk, name="talk"),
    path("portal/plans/<int:pk>/views/", guest.client_views, name="views"),
    path("portal/views/<int:pk>/delete/", guest.view_delete, name="view-delete"),
    path("portal/plans/<int:pk>/sign/", guest.sign, name="sign"),
    path("plans/<int:pk>/client/", ours.words, name="client"),
    path("plans/<int:pk>/client/reply/", ours.reply, name="reply"),
    path("plans/<int:pk>/client/tell/<int:guest>/", ours.tell, name="tell"),
    path("plans/guests/<int:pk>/words/", ours.words_of_guest, name="words-of-guest"),
    path("plans/suggestions/<int:pk>/", ours.decide, name="decide"),
    path("plans/client-views/<int:pk>/take-up/", ours.take_up, name="take-up"),
]  # fmt: skip
for kind, terms in TERMS.items():  # cowriting:suggest-priority, new-priority, suggest-objective…
    about = {"kind": kind.value, "section": terms.section}
    place = f"portal/plans/<int:pk>/{terms.lines}"
    urlpatterns += [
        path(f"{place}/new/", guest.suggest, {**about, "field": NEW}, name=f"new-{kind}"),
        path(f"{place}/<uuid:line>/<slug:field>/propose/", guest.suggest, about, name=f"suggest-{kind}"),
    ]
