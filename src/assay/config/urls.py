"""The addresses of everything: customer pages, console, sign-in."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("assay.web.urls")),
]

handler500 = "assay.web.errors.broken"
