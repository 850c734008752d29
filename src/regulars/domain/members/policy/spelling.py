"""How identifiers are written: one spelling for each, so that a member is found however it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from regulars.domain.members.types import IdentifierKind

MAXIMUM_LENGTH = 200

REGIONS = {
    "AED": "AE",
    "AUD": "AU",
    "BRL": "BR",
    "CAD": "CA",
    "CHF": "CH",
    "CNY": "CN",
    "GBP": "GB",
    "HKD": "HK",
    "IDR": "ID",
    "INR": "IN",
    "JPY": "JP",
    "KRW": "KR",
    "MOP": "MO",
    "MXN": "MX",
    "MYR": "MY",
    "NZD": "NZ",
    "PHP": "PH",
    "SGD": "SG",
    "THB": "TH",
    "TWD": "TW",
    "USD": "US",
    "VND": "VN",
}
"""The region whose national numbers are understood, by currency. Others need numbers with a country code."""

CHINESE_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
CARD = re.compile(r"[0-9A-Z._/]{1,64}")
CARD_SEPARATORS = re.compile(r"[\s\-]+")
PHONE_SEPARATORS = re.compile(r"[\s\-().]+")


def region_of(currency: str) -> str | None:
    """The region of mobile numbers that carry no country code, for a programme in `currency`."""
    return REGIONS.get(currency)


@lru_cache(maxsize=65_536)
def normalise(kind: IdentifierKind, text: str, region: str | None) -> str | None:
    """The one spelling of an identifier, or None when it cannot be one of its kind.

    Full-width characters become plain ones. Cards lose spaces and hyphens and become upper case, e-mail addresses lose
    their case, mobiles become E.164; external ids and devices belong to other systems and keep their case.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > MAXIMUM_LENGTH or not plain.isprintable():
        return None
    if kind is IdentifierKind.MOBILE:
        return _mobile(plain, region)
    if kind is IdentifierKind.EMAIL:
        return _email(plain)
    if kind is IdentifierKind.CARD:
        card = CARD_SEPARATORS.sub("", plain).upper()
        return card if CARD.fullmatch(card) else None
    return plain


def _mobile(text: str, region: str | None) -> str | None:
    compact = PHONE_SEPARATORS.sub("", text)
    if region == "CN" and (match := CHINESE_MOBILE.fullmatch(compact)):
        return f"+86{match[1]}"
    try:
        number = phonenumbers.parse(compact, None if compact.startswith("+") else region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False).normalized.casefold()
    except EmailNotValidError:
        return None


def mask(kind: IdentifierKind, value: str) -> str:
    """Enough of an identifier to recognise one's own, too little to know another's."""
    if kind is IdentifierKind.EMAIL:
        local, _, domain = value.partition("@")
        return f"{local[:1]}***@{domain}"
    shown = min(4, len(value) // 3)
    return "*" * min(len(value) - shown, 8) + (value[-shown:] if shown else "")


def mask_name(name: str) -> str:
    """The first character of a name."""
    return name[:1] + "**"
