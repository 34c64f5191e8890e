"""What we say to each other about an account."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, ConfidentialQuerySet, Unaccent, holding_words
from accounts.models.journal import Attachment, opening
from kam.users.history import track


class CommentQuerySet(ConfidentialQuerySet):
    def editable_by(self, user):
        """A comment is changed by its author only, as long as he still sees the account."""
        return self.visible_to(user).filter(author=user)

    def matching(self, text: str) -> "CommentQuerySet":
        """Notes whose text holds every word of the text, whatever the accents and case."""
        return holding_words(self.annotate(haystack=Unaccent("text")), "haystack", text)

    def of_topic(self, topic: str) -> "CommentQuerySet":
        """The notes on a topic; all of them when it is none."""
        return self.filter(topic=topic) if topic in Comment.Topic.values else self


@track()
class Comment(models.Model):
    """A note; internal unless its author says otherwise."""

    class Topic(models.TextChoices):
        """What a note may grow into, once somebody takes it up."""

        PROJECT = "project", _("Project idea")
        MARKET = "market", _("Market or competitor")
        RISK = "risk", _("Risk")

    account = models.ForeignKey(Account, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("note"), max_length=10_000)
    topic = models.CharField(_("topic"), max_length=10, choices=Topic, blank=True)
    is_confidential = models.BooleanField(
        _("confidential"), default=False,
        help_text=_("Seen by its author, the KAM and his directors only."),
    )  # fmt: skip
    is_internal = models.BooleanField(_("internal"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self):
        return opening(self.text)

    def get_absolute_url(self):
        return reverse("stakeholders:note-detail", args=[self.pk])
