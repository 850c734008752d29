// Small helps of every page of the portal; without them everything works, only plainer.
(() => {
  const own = document.currentScript;

  const showNetwork = () => {
    const notice = document.querySelector("[data-offline]");
    if (notice) notice.hidden = navigator.onLine;
  };

  const whole = (field) => field.value.replace(/\D/g, "").length === 6;

  const sendOnce = (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  };

  document.addEventListener("submit", (event) => {
    if (event.target.dataset.busy !== undefined) sendOnce(event);
  });

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.autocomplete === "one-time-code" && whole(field)) field.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-closes-why]");
    if (button) button.closest(".why-slot").replaceChildren();
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);
  showNetwork();

  const onward = document.querySelector("[data-onward]");
  if (onward) location.replace(onward.href);

  if ("serviceWorker" in navigator) {
    window.addEventListener("load", () => navigator.serviceWorker.register(own.dataset.worker).catch(() => {}));
  }
})();
