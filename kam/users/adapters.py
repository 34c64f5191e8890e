"""Where sign-in differs from allauth's defaults: administrators create the people, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens the door to people that exist here; it creates none."""

    def is_open_for_signup(self, request, sociallogin):
        return False
