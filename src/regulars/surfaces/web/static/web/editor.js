// The editor of drafts: line numbers beside the text, marks where findings are, and a word before leaving unsaved text.
(() => {
  const editor = document.querySelector(".editor");
  if (!editor) return;
  const text = editor.querySelector("textarea");
  const lines = editor.querySelector(".editor-lines");
  const form = text.form;
  const marks = new Map();
  const readMarks = (said) => {
    marks.clear();
    for (const mark of (said || "").split(" ").filter(Boolean)) {
      const [line, severity] = mark.split(":");
      if (marks.get(line) !== "error") marks.set(line, severity);
    }
  };

  const drawLines = (anew) => {
    const count = text.value.split("\n").length;
    if (lines.childElementCount === count && anew !== true) return;
    lines.replaceChildren();
    for (let line = 1; line <= count; line += 1) {
      const number = document.createElement("span");
      number.textContent = String(line);
      const severity = marks.get(String(line));
      if (severity) number.className = `mark-${severity}`;
      lines.append(number);
    }
  };

  const goTo = (line) => {
    const all = text.value.split("\n");
    const start = all.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + (all[line - 1] || "").length);
    const height = text.scrollHeight / all.length;
    text.scrollTop = Math.max(0, (line - 4) * height);
    text.scrollIntoView({ block: "nearest" });
  };

  text.addEventListener("input", drawLines);
  text.addEventListener("scroll", () => { lines.scrollTop = text.scrollTop; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    if (button) goTo(Number(button.dataset.line));
  });

  document.addEventListener("htmx:afterSwap", () => {
    const found = document.querySelector("[data-found-marks]");
    if (!found) return;
    readMarks(found.dataset.foundMarks);
    drawLines(true);
  });

  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  readMarks(editor.dataset.marks);
  drawLines();
})();
