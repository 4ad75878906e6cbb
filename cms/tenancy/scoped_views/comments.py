"""Mails about comments only people who still work where the page is. Wagtail mails everybody who once subscribed or
wrote, so a person who has left a school would continue to read its drafts."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.admin.mail import send_notification
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import COMMENTS_RELATION_NAME, PageSubscription

from cms.tenancy.notifications.mail import current_recipients


class OwnEditView(EditView):
    def send_commenting_notifications(self, changes):
        threads = {comment.pk for comment in changes["resolved_comments"]}
        threads |= {comment.pk for comment, _replies in changes["new_replies"]}
        if not (threads or changes["new_comments"] or changes["deleted_comments"]):
            return
        follows = PageSubscription.objects.filter(page=self.page, comment_notifications=True).values("user")
        wrote = Q(comment_replies__comment__in=threads) | Q(**{f"{COMMENTS_RELATION_NAME}__in": threads})
        people = get_user_model().objects.filter(current_recipients(self.page)).exclude(pk=self.request.user.pk)
        subscribed = list(people.filter(pk__in=follows))
        send_notification(subscribed, "updated_comments", self._news(changes))
        for person in people.filter(wrote).exclude(pk__in=follows).distinct():
            own = set(person.comment_replies.values_list("comment_id", flat=True))
            own |= set(getattr(person, COMMENTS_RELATION_NAME).values_list("pk", flat=True))
            send_notification([person], "updated_comments", self._news(changes, own))

    def _news(self, changes, threads: set[int] | None = None) -> dict:
        """Returns the mail's context; with ``threads`` only the changes in those, because the others do not concern the
        person."""

        def told(comment):
            return threads is None or comment.pk in threads

        return {
            "page": self.page,
            "editor": self.request.user,
            "new_comments": [comment for comment in changes["new_comments"] if told(comment)],
            "resolved_comments": [comment for comment in changes["resolved_comments"] if told(comment)],
            "deleted_comments": changes["deleted_comments"] if threads is None else [],
            "replied_comments": [
                {"comment": comment, "replies": replies} for comment, replies in changes["new_replies"] if told(comment)
            ],
        }
