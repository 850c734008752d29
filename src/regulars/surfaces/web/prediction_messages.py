"""Texts about predictions: English, then Chinese. See `messages`."""

PREDICTION_MESSAGES: dict[str, tuple[str, str]] = {
    "predictions_missing": (
        "Nothing was predicted yet. Predict in the console, or with regulars predict refresh.",
        "尚未做过预测，请在运营台开始预测，或运行 regulars predict refresh。",
    ),
    "prediction_unknown": (
        "There is no model {model}. The list of predictions shows which there are.",
        "没有名为 {model} 的模型，请在预测列表中查看现有模型。",
    ),
}
