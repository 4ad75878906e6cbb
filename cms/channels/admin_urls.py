"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.channels.views import outbox, share_post

urlpatterns = [
    path("channels/", outbox.OutboxView.as_view(), name="channels_outbox"),
    path("channels/results/", outbox.OutboxView.as_view(results_only=True), name="channels_outbox_results"),
    path("channels/sent-to-schools/", outbox.PostableBroadcastsView.as_view(), name="channels_sent"),
    path(
        "channels/sent-to-schools/results/",
        outbox.PostableBroadcastsView.as_view(results_only=True),
        name="channels_sent_results",
    ),
    path("channels/sent-to-schools/<int:broadcast_id>/", share_post.share_broadcast, name="channels_share_sent"),
    path("channels/pages/<int:page_id>/", share_post.share_page, name="channels_share"),
    path("channels/<int:outbox_item_id>/", outbox.show_outbox_item, name="channels_item"),
    path("channels/<int:outbox_item_id>/<slug:step>/", outbox.run_outbox_transition, name="channels_step"),
]
