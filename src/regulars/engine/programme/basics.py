"""What all parts of the programme document are made of: ids, texts in both languages, numbers within bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Period = Literal["day", "week", "month", "quarter", "year"]
Points = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=6)]
Ceiling = Annotated[Decimal, Field(gt=0, le=1_000_000_000, decimal_places=6)]
Factor = Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)]
Share = Annotated[Decimal, Field(gt=0, le=1, decimal_places=4)]


class Part(BaseModel):
    """A part of the document: unknown fields are refused, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A text in both languages of the product."""

    zh: str = Field(min_length=1, max_length=500)
    en: str = Field(min_length=1, max_length=500)
