"""Customer pages and console."""

from django.urls import URLPattern, URLResolver, path

from assay.web import brand

urlpatterns: list[URLPattern | URLResolver] = [
    path("brand.css", brand.brand_css, name="brand_css"),
    path("theme/", brand.theme, name="theme"),
    path("components/", brand.components, name="components"),
]
