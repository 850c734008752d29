"""Refusals that only HTTP knows."""

from regulars.platform.errors import Forbidden, Invalid, Missing


class BodyMalformed(Invalid):
    """The body is not JSON; `position` says where it ends to be."""

    code = "body_malformed"
    status = 400


class BodyTooLarge(Invalid):
    """The body is larger than this address takes."""

    code = "body_too_large"
    status = 413


class BodyTypeWrong(Invalid):
    """The body is not declared as JSON."""

    code = "body_type_wrong"
    status = 415


class ObjectExpected(Invalid):
    """The body is JSON, but not an object with named fields."""

    code = "object_expected"


class BatchInvalid(Invalid):
    """A batch is an object with a list of events."""

    code = "batch_invalid"


class BatchTooLarge(Invalid):
    """There are more events than a batch may have."""

    code = "batch_too_large"


class ParameterInvalid(Invalid):
    """A parameter of the address cannot be read."""

    code = "parameter_invalid"


class PointsTooFine(Invalid):
    """Points of this wallet have fewer decimals."""

    code = "too_many_decimals"


class WalletMissing(Invalid):
    """Nothing says which wallet, and there are several."""

    code = "wallet_missing"


class WalletUnknown(Invalid):
    """There is no such wallet."""

    code = "wallet_unknown"


class KeyMissing(Forbidden):
    """There is no key, or not one of this installation."""

    code = "key_missing"
    status = 401


class ScopeMissing(Forbidden):
    """The key is not allowed to do this."""

    code = "scope_missing"


class AddressUnknown(Missing):
    """Nothing is at this address."""

    code = "address_unknown"
