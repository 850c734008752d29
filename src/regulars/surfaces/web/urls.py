"""Addresses that all surfaces share: the choice of language and theme."""

from django.urls import path

from regulars.surfaces.web.demo_payments import demo_payment
from regulars.surfaces.web.pictures import picture
from regulars.surfaces.web.preferences import choose_language, choose_theme

urlpatterns = [
    path("payments/test/<slug:reference>", demo_payment, name="demo_payment"),
    path("pictures/<slug:name>.webp", picture, name="picture"),
    path("preferences/language", choose_language, name="choose_language"),
    path("preferences/theme", choose_theme, name="choose_theme"),
]
