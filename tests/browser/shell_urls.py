"""The application's URLs and a few pages that only show what the shell does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import path

from kam.urls import urlpatterns as application

LONG = """{% extends "base.html" %}{% block title %}Long{% endblock %}{% block heading %}Long page{% endblock %}
{% block content %}
<p id="outcome">{{ outcome }}</p>
<form method="post" action="/shell/act/">{% csrf_token %}
  <label for="choice">Choice</label>
  <select name="choice" id="choice">{% for n in numbers %}<option value="{{ n }}">Choice {{ n }}</option>{% endfor %}</select>
  <button name="answer" value="yes" id="act" hx-confirm="Really?" data-confirm-label="Do it">Act</button>
</form>
{% for n in numbers %}<p class="py-5">Paragraph {{ n }}</p>{% endfor %}
<a id="sort" href="/shell/long/?sort=name">Sort</a> <a id="gone" href="/shell/nowhere/">Gone</a>
<a id="broken" href="/shell/broken/">Broken</a>
<button id="failing" hx-post="/shell/broken/" hx-target="#outcome">Failing part</button>
<button id="part" hx-post="/shell/act/" hx-vals='{"answer": "part"}' hx-target="#outcome" hx-select="#outcome" hx-swap="outerHTML">Part</button>
{% endblock %}"""


def long(request):
    page = engines["django"].from_string(LONG)
    context = {"numbers": range(30), "outcome": request.session.get("outcome", "")}
    return HttpResponse(page.render(context, request))


def act(request):
    request.session["outcome"] = f"answered {request.POST.get('answer')}"
    messages.success(request, "It is done.", extra_tags="undo:/shell/undo/")
    return redirect("/shell/long/")


def undo(request):
    request.session["outcome"] = "undone"
    messages.error(request, "It is undone, alas.")
    return redirect("/shell/long/")


def broken(request):
    return render(request, "500.html", status=500)


urlpatterns = [
    *application,
    path("shell/long/", long),
    path("shell/act/", act),
    path("shell/undo/", undo),
    path("shell/broken/", broken),
]
