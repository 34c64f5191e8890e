"""Where sign-in differs from allauth's defaults: administrators create the people, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.shortcuts import redirect
from django.utils import translation

from kam.users.models import User
from kam.users.tasks import deliver, send_password_link


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def format_email_subject(self, subject):
        return f"Boussole : {subject}" if translation.get_language() == "fr" else f"Boussole: {subject}"

    def send_password_reset_mail(self, user, email, context):
        """Written in the task: the answer takes as long for an address that nobody has."""
        send_password_link.delay_on_commit(user.pk, "reset")

    def send_mail(self, template_prefix, email, context):
        """Notices that a password or a factor has changed, in the person's language whoever made the request."""
        person = User.objects.filter(email=email).first()
        with translation.override(person.language if person else translation.get_language()):
            mail = self.render_mail(template_prefix, email, {"person": person, "email": email, **context})
        deliver.delay_on_commit(mail.subject, mail.body, email)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count for each address: allauth's own key holds the Host header, which whoever guesses chooses."""
        return credentials.get("email", "").lower()

    def set_password(self, user, password):
        """A new password ends a pause after failed sign-ins; allauth looks for addresses of its own table only."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, email=user.email)


class MFAAdapter(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator):
        return not authenticator.user.must_use_second_factor()


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the door to people that exist here; it creates none."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Recognise a person by the address that the provider has verified, and remember the link.

        Not allauth's own way (EMAIL_AUTHENTICATION): it wipes the password of people whose address is not verified in
        its table, which we do not fill; here an administrator vouches for the address.
        """
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect("users:preferences"))
        if not sociallogin.is_existing:
            person = User.objects.filter(email__in=verified_addresses(sociallogin)).first()
            if person:
                sociallogin.connect(request, person)


def verified_addresses(sociallogin) -> list[str]:
    """Some providers write the claim email_verified as text: "false" must not pass for true."""
    addresses = sociallogin.email_addresses
    return [each.email.lower() for each in addresses if str(each.verified).lower() == "true"]
