"""Demo accounts: known by their domain, which no mail can reach."""

DEMO_DOMAIN = "demo.invalid"


def is_demo_address(email: str) -> bool:
    """Say whether the address belongs to a demo account."""
    return email.lower().endswith(f"@{DEMO_DOMAIN}")
