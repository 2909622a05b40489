from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """What sign-up and sign-in do here beyond allauth's own."""
