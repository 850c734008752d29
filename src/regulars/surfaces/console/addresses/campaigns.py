"""Addresses of campaigns: benefits granted to segments."""

from django.urls import path

from regulars.surfaces.console.views import campaigns

urlpatterns = [
    path("benefits/campaigns/", campaigns.campaigns, name="campaigns"),
    path("benefits/campaigns/new", campaigns.new_campaign, name="new_campaign"),
    path("benefits/campaign/<str:code>/", campaigns.campaign, name="campaign"),
    path("benefits/campaign/<str:code>/progress", campaigns.campaign_progress, name="campaign_progress"),
    path("benefits/campaign/<str:code>/run", campaigns.run_campaign, name="run_campaign"),
    path("benefits/campaign/<str:code>/withdraw", campaigns.withdraw_campaign, name="withdraw_campaign"),
    path("benefits/campaign/<str:code>/members.<str:kind>", campaigns.campaign_file, name="campaign_file"),
]
