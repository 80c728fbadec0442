"""The addresses of the inbox."""

from django.urls import URLPattern, path

from conversations.inbox import correcting, views

urlpatterns: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/list", views.listing, name="inbox-list"),
    path("inbox/<uuid:conversation>/", views.conversation, name="inbox-conversation"),
    path("inbox/<uuid:conversation>/pane", views.pane, name="inbox-pane"),
    path("inbox/<uuid:conversation>/around", views.around, name="inbox-around"),
    path("inbox/<uuid:conversation>/events", views.events, name="inbox-events"),
    path("inbox/<uuid:conversation>/read", views.read, name="inbox-read"),
    path("inbox/<uuid:conversation>/triage", correcting.triage, name="inbox-triage"),
    path(
        "inbox/<uuid:conversation>/sources/<int:seq>/<int:n>",
        views.source,
        name="inbox-source",
    ),
    path(
        "inbox/<uuid:conversation>/turns/<uuid:turn>/why", views.why, name="inbox-why"
    ),
    # The admin's own address, met first: signing out also closes sockets.
    path("logout/", views.sign_out, name="inbox-sign-out"),
]
