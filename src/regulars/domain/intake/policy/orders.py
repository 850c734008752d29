"""Orders of the Segment e-commerce spec become purchases and refunds.

An order's worth is its `revenue`, else `subtotal`, `value`, `total`. When that is less than the sum of price
times quantity, the difference is the order's discount, and its lines share it in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from regulars.domain.intake.types.public import Raw
from regulars.domain.intake.types.values import exact_decimal
from regulars.engine.expressions.vocabulary import LARGEST_AMOUNT

WORTH = ("revenue", "subtotal", "value", "total")


def purchase_fields(properties: Mapping[str, Any], decimals: int) -> Raw:
    """The fields of a purchase. What is not a number is passed on as it is, to be refused with its place."""
    products = _products(properties)
    worth = next((properties[name] for name in WORTH if properties.get(name) is not None), None)
    fields: Raw = {
        "type": "purchase",
        "order_id": properties.get("order_id"),
        "amount": rounded(worth, decimals),
        "currency": properties.get("currency"),
    }
    if products:
        fields["lines"] = _lines(products, worth, decimals)
    elif properties.get("discount") is not None:
        fields["discount"] = rounded(properties["discount"], decimals)
    return {name: value for name, value in fields.items() if value is not None}


def refund_fields(properties: Mapping[str, Any]) -> Raw:
    """The fields of a refund: of its products when it names some, else of the whole order."""
    products = _products(properties)
    fields: Raw = {"type": "refund", "order_id": properties.get("order_id"), "currency": properties.get("currency")}
    if products:
        named = zip(line_ids(products), products, strict=True)
        fields["lines"] = [{"line_id": name, "quantity": product.get("quantity", 1)} for name, product in named]
    return {name: value for name, value in fields.items() if value is not None}


def rounded(value: object, decimals: int) -> object:
    """A computed number at the currency's decimals, as text; anything else unchanged."""
    try:
        number = exact_decimal(value)
    except PydanticCustomError:
        return value
    if abs(number) > LARGEST_AMOUNT:
        return value
    return str(number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def line_ids(products: Sequence[Mapping[str, Any]]) -> list[str]:
    """A name for each line that a refund finds again: its sku or product id, numbered when repeated."""
    seen: dict[str, int] = {}
    names = []
    for number, product in enumerate(products, start=1):
        name = _sku(product) or str(number)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return names


def _products(properties: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    products = properties.get("products")
    return [product for product in products if isinstance(product, Mapping)] if isinstance(products, list) else []


def _sku(product: Mapping[str, Any]) -> str | None:
    for name in ("sku", "product_id"):
        value = product.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:90]
    return None


def _lines(products: list[Mapping[str, Any]], worth: object, decimals: int) -> list[Raw]:
    lines = [_line(name, product, decimals) for name, product in zip(line_ids(products), products, strict=True)]
    try:
        gross = [exact_decimal(line["amount"]) for line in lines]
        paid = sum(gross, Decimal(0)) if worth is None else exact_decimal(rounded(worth, decimals))
    except PydanticCustomError:
        return lines
    discount = sum(gross, Decimal(0)) - paid
    if discount > 0 and min(gross) >= 0:
        for line, amount, share in zip(lines, gross, shared(discount, gross, decimals), strict=True):
            line["amount"], line["discount"] = str(amount - share), str(share)
    return lines


def _line(name: str, product: Mapping[str, Any], decimals: int) -> Raw:
    quantity = product.get("quantity", 1)
    line: Raw = {"line_id": name, "sku": _sku(product), "quantity": quantity, "amount": product.get("price")}
    try:
        total = exact_decimal(product.get("price")) * exact_decimal(quantity)
        line["amount"] = rounded(total, decimals)
    except PydanticCustomError:
        pass
    for field in ("category", "department", "brand"):
        text = product.get(field)
        if isinstance(text, str) and text.strip():
            line[field] = text.strip()[:100]
    return {field: value for field, value in line.items() if value is not None}


def shared(total: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Shares of `total` in proportion to `weights`, exact to the last digit: the largest remainders get the rest."""
    unit = Decimal(1).scaleb(-decimals)
    units = int(total / unit)
    whole = [int(weight / unit) for weight in weights]
    sum_of_weights = sum(whole)
    if sum_of_weights == 0:
        return [Decimal(0)] * len(weights)
    floors = [units * weight // sum_of_weights for weight in whole]
    remainders = [(units * weight) % sum_of_weights for weight in whole]
    missing = units - sum(floors)
    for index in sorted(range(len(whole)), key=lambda at: (-remainders[at], at))[:missing]:
        floors[index] += 1
    return [share * unit for share in floors]
