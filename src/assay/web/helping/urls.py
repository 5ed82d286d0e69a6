"""The addresses of the help centre, and of what says that something is open."""

from django.urls import URLPattern, path

from assay.web.account import asked
from assay.web.helping import help as help_centre

urlpatterns: list[URLPattern] = [
    path("asked/later", asked.later, name="asked_later"),
    path("help", help_centre.index, name="help"),
    path("help/film.vtt", help_centre.captions, name="help_film"),
    path("help/why", help_centre.article, {"slug": "why"}, name="why"),
    path("help/<slug:slug>", help_centre.article, name="help_article"),
]
