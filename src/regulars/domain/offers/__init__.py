"""Offers: what can be had for points, at which price, by whom and when. It decides and keeps nothing.

It has the values that say what an item is (kind, words, prices by tier, dates, limits) and the decisions that follow
from them for one member at one instant. Stock, orders and codes are kept by `rewards`.
"""
