"""The addresses of the inbox."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
