"""Starting campaigns, running them again, withdrawing them, and the work itself, which goes on where it stopped."""

from regulars.domain.campaigns.operations.granting import grant_campaign
from regulars.domain.campaigns.operations.starting import run_again, start_campaign, withdraw_campaign
from regulars.domain.campaigns.operations.withdrawing import take_back

__all__ = ["grant_campaign", "run_again", "start_campaign", "take_back", "withdraw_campaign"]
