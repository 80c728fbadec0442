"""The addresses of what texts of the desk show."""

from django.urls import re_path

from knowledge import views
from knowledge.picture_addresses import ADDRESS

urlpatterns = [
    re_path(
        rf"^{ADDRESS.pattern.removeprefix('/')}$",
        views.picture,
        name="knowledge-picture",
    ),
]
