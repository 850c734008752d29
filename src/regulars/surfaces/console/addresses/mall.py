"""Addresses of the mall: rewards, vouchers, orders."""

from django.urls import path

from regulars.surfaces.console.views import reward_codes, reward_orders, rewards

urlpatterns = [
    path("rewards/", rewards.rewards, name="rewards"),
    path("rewards/new", rewards.new_reward, name="new_reward"),
    path("rewards/vouchers/", reward_codes.vouchers, name="vouchers"),
    path("rewards/vouchers/use", reward_codes.use_voucher, name="use_voucher"),
    path("rewards/vouchers/<int:number>/void", reward_codes.void_voucher, name="void_voucher"),
    path("rewards/vouchers/<int:number>/take-back", reward_codes.take_use_back, name="take_use_back"),
    path("rewards/items/<slug:code>/", rewards.reward, name="reward"),
    path("rewards/items/<slug:code>/edit", rewards.edit_reward, name="edit_reward"),
    path("rewards/items/<slug:code>/picture", rewards.set_picture, name="set_reward_picture"),
    path("rewards/items/<slug:code>/stock", rewards.change_stock, name="change_reward_stock"),
    path("rewards/items/<slug:code>/codes", reward_codes.make_codes, name="make_codes"),
    path("rewards/items/<slug:code>/codes/import", reward_codes.import_codes, name="import_codes"),
    path("rewards/items/<slug:code>/state/<slug:state>", rewards.set_reward_state, name="set_reward_state"),
    path("orders/", reward_orders.orders, name="orders"),
    path("orders/<path:order_id>/fulfil", reward_orders.fulfil_order, name="fulfil_order"),
    path("orders/<path:order_id>/payment", reward_orders.pay_order, name="pay_order"),
    path("orders/<path:order_id>/deliver", reward_orders.deliver_order, name="deliver_order"),
    path("orders/<path:order_id>/cancel", reward_orders.cancel_order, name="cancel_order"),
    path("orders/<path:order_id>/refund", reward_orders.refund_order, name="refund_order"),
    path("orders/<path:order_id>/", reward_orders.order, name="order"),
]
