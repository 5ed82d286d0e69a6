"""Customer pages and console."""

from django.urls import URLPattern, URLResolver, include, path

from assay.web import brand, language, outbox, security
from assay.web.way import guidance

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("assay.web.urls_customer")),
    path("", include("assay.web.helping.urls")),
    path("brand.css", brand.brand_css, name="brand_css"),
    path("guidance/<slug:name>/<slug:version>", guidance.weights, name="guidance_weights"),
    path("brand/logo", brand.logo, name="brand_logo"),
    path("theme/", brand.theme, name="theme"),
    path("language/", language.choose, name="language"),
    path("components/", brand.components, name="components"),
    path("security/", security.overview, name="security"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:number>/", outbox.message, name="outbox_message"),
    path("outbox/<int:number>/body/", outbox.body, name="outbox_body"),
    path("console/", include("assay.web.console.urls")),
]
