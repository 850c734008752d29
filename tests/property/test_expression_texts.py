"""Whatever is written as an expression is compiled or refused with a reason; nothing else happens."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from regulars.engine.errors import ExpressionError
from regulars.engine.expressions import compile_amount, compile_condition, compile_value
from tests.property.expressions import MEMBER_NAMES, NAMES, scope

SCOPE = scope()
SQL = """
    and or not = <> < >= in between is like + - * / % ( ) , case when then else end abs least coalesce lower select from
    where cast date interval extract any all over . ; :: -- /* */ [ ] { } @ ? $1 " ' \\ || -> distinct filter within
    group by exists array row x'0' 1 2.5 'a' 'gold' null true
"""
WORDS = [*MEMBER_NAMES, *NAMES["line"]["text"], *NAMES["line"]["money"], *SQL.split()]
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.text(max_size=40))


@settings(max_examples=300, deadline=None)
@example("not " * 490 + "true")
@example("(" * 1999)
@example("-" * 1999 + "1")
@example("1" * 2000)
@example("case " * 300)
@given(TEXTS)
def test_texts_are_compiled_or_refused(text):
    for compile_text in (compile_condition, compile_amount, compile_value):
        refused = refusal(compile_text, text)
        if refused is not None:
            assert 0 <= refused.position <= len(text)
            assert refused.what.endswith(".")
            assert refused.mend.endswith((".", "?"))


def refusal(compile_text, text) -> ExpressionError | None:
    """The reason why a text is refused, or None."""
    try:
        compile_text(text, SCOPE)
    except ExpressionError as error:
        return error
    return None
