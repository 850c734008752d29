// Small behaviours of every page: the menu on a phone, confirmations, copying, closing an opened explanation,
// the tab of the page in sight where tabs are wider than the screen.
(() => {
  const toggleMenu = (button) => {
    const menu = document.getElementById(button.getAttribute("aria-controls"));
    const open = menu.toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(open));
  };

  const copyText = async (button) => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.querySelector("[data-copied]").textContent = button.dataset.done;
  };

  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    tab.parentElement.scrollLeft = Math.max(0, tab.offsetLeft - tab.parentElement.offsetLeft - 24);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    if (!button) return;
    if (button.dataset.menu !== undefined) toggleMenu(button);
    if (button.dataset.copy) copyText(button);
    if (button.dataset.opens) document.getElementById(button.dataset.opens).showModal();
    if (button.dataset.closes !== undefined) button.closest("dialog").close();
    if (button.dataset.removes) {
      document.getElementById(button.dataset.removes)?.replaceChildren();
      document.getElementById(button.dataset.returns)?.focus();
    }
    if (button.dataset.print !== undefined) window.print();
  });
})();
