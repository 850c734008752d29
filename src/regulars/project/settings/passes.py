"""Keys with which cards for wallets of phones are signed: they stay in files, and only their places stand here."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from regulars.project.settings.environment import text


@dataclass(frozen=True)
class ApplePass:
    """Identifier of the pass type, team, and the PEM files; an empty identifier: passes are not offered."""

    pass_type: str
    team: str
    certificate: str
    key: str
    above: str
    password: str


@dataclass(frozen=True)
class GooglePass:
    """Issuer, the service account's JSON file, and the address of a logo; an empty issuer: cards are not offered."""

    issuer: str
    account: str
    logo: str


def apple_pass() -> ApplePass:
    """What the environment says of Apple's passes; an identifier without the rest is refused."""
    given = ApplePass(
        pass_type=text("REGULARS_APPLE_PASS_TYPE", ""),
        team=text("REGULARS_APPLE_TEAM", ""),
        certificate=text("REGULARS_APPLE_PASS_CERTIFICATE", ""),
        key=text("REGULARS_APPLE_PASS_KEY", ""),
        above=text("REGULARS_APPLE_WWDR_CERTIFICATE", ""),
        password=text("REGULARS_APPLE_PASS_KEY_PASSWORD", ""),
    )
    if given.pass_type and not (given.team and given.certificate and given.above):
        raise ImproperlyConfigured(
            "REGULARS_APPLE_PASS_TYPE needs REGULARS_APPLE_TEAM, REGULARS_APPLE_PASS_CERTIFICATE and"
            " REGULARS_APPLE_WWDR_CERTIFICATE"
        )
    return given


def google_pass() -> GooglePass:
    """What the environment says of Google's cards; an issuer without the rest is refused."""
    given = GooglePass(
        issuer=text("REGULARS_GOOGLE_WALLET_ISSUER", ""),
        account=text("REGULARS_GOOGLE_WALLET_ACCOUNT", ""),
        logo=text("REGULARS_GOOGLE_WALLET_LOGO", ""),
    )
    if given.issuer and not (given.account and given.logo.startswith("https://")):
        raise ImproperlyConfigured(
            "REGULARS_GOOGLE_WALLET_ISSUER needs REGULARS_GOOGLE_WALLET_ACCOUNT and REGULARS_GOOGLE_WALLET_LOGO,"
            " an https:// address"
        )
    return given
