"""The portal 「会员中心」: what members see of themselves, on phones first. It translates, and decides nothing."""
