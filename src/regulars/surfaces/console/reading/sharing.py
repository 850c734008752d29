"""Holds, transfers and pools in sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.engine.programme.model import Holds, Pools, Programme, Transfers
from regulars.surfaces.console.reading.earning import Sentence
from regulars.surfaces.console.reading.vocabulary import Vocabulary
from regulars.surfaces.web.formatting import listed, plain_decimal


def sharing_sentences(programme: Programme, vocabulary: Vocabulary) -> list[Sentence]:
    """What members may give each other and spend together, and how long a checkout may hold points."""
    sentences = []
    if programme.transfers is not None:
        sentences.append(_transfers(programme.transfers, vocabulary))
    if programme.pools is not None:
        sentences.append(_pools(programme.pools, vocabulary))
    if any(wallet.purpose == "spend" for wallet in programme.wallets):
        sentences.append(_holds(programme.holds))
    return sentences


def _wallets(ids: list[str], vocabulary: Vocabulary) -> str:
    return listed([vocabulary.wallets.get(wallet, wallet) for wallet in ids])


def _transfers(transfers: Transfers, vocabulary: Vocabulary) -> Sentence:
    text = _("Members may give each other %(wallets)s.") % {"wallets": _wallets(transfers.wallets, vocabulary)}
    limits = (
        (transfers.minimum, _("At least %(points)s at once.")),
        (transfers.maximum_per_day, _("At most %(points)s a day.")),
        (transfers.maximum_per_month, _("At most %(points)s a month.")),
    )
    notes = [words % {"points": plain_decimal(points)} for points, words in limits if points is not None]
    notes += _fee_words(transfers.fee_percent, transfers.fee_points)
    if transfers.keeps_expiry:
        notes.append(_("Given points expire as they would have."))
    else:
        notes.append(_("Given points expire as if earned anew."))
    return Sentence("transfers", _("Gifts between members"), text, notes=tuple(notes))


def _fee_words(percent: int, points: Decimal | None) -> list[str]:
    given = {"percent": percent, "points": plain_decimal(points or Decimal(0))}
    if percent and points:
        return [_("The giver pays a fee of %(percent)s%% and %(points)s points on top.") % given]
    if percent:
        return [_("The giver pays a fee of %(percent)s%% on top.") % given]
    return [_("The giver pays a fee of %(points)s points on top.") % given] if points else []


def _pools(pools: Pools, vocabulary: Vocabulary) -> Sentence:
    text = _("Families may spend %(wallets)s together; each member's points stay their own.") % {
        "wallets": _wallets(pools.wallets, vocabulary)
    }
    most = _("At most %(count)s members each.") % {"count": pools.maximum_members}
    return Sentence("pools", _("Family pools"), text, notes=(most,))


def _holds(holds: Holds) -> Sentence:
    text = ngettext(
        "A checkout may hold points for %(count)d minute before it takes them or lets them go.",
        "A checkout may hold points for %(count)d minutes before it takes them or lets them go.",
        holds.minutes,
    ) % {"count": holds.minutes}
    longest = ngettext(
        "It may ask for %(count)d minute at the most.",
        "It may ask for %(count)d minutes at the most.",
        holds.maximum_minutes,
    ) % {"count": holds.maximum_minutes}
    return Sentence("holds", _("Holds"), text, notes=(longest,))
