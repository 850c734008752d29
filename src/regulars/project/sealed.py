"""Every column that is kept encrypted, so that a change of keys forgets none."""

from regulars.domain.rewards.policy.codes import spelling
from regulars.platform.resealing import Sealed

IDENTIFIER = "CASE WHEN name = '' THEN kind ELSE kind || ':' || name END"

SEALED = (
    Sealed("members_identifier", "value", IDENTIFIER, digest="blind_index"),
    Sealed("members_member", "name", "'name'"),
    Sealed("arrivals_parkedevent", "text", "'parked event'"),
    Sealed("rewards_voucher", "code", "'voucher code'", digest="code_index", spelt=spelling),
    Sealed("rewards_order", "delivery", "'reward delivery'"),
    Sealed("verifications_grantvoucher", "code", "'grant_code'", digest="code_index", spelt=spelling),
    Sealed("verifications_codekey", "secret", "'code_key'"),
    Sealed("verifications_tilluse", "code", "'till_code'"),
    Sealed("plans_subscription", "mandate", "'payment mandate'"),
    Sealed("sign_ins_appkey", "secret", "'app_secret'"),
    Sealed("sign_ins_signincode", "letter", "'sign_in_code'"),
)
