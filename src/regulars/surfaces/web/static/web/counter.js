// The counter: what a hand scanner types goes into the field wherever the focus is, and the camera reads codes.
(() => {
  const form = document.getElementById("show");
  if (!form) return;
  const code = form.elements.code;
  const video = document.getElementById("camera");
  const button = document.getElementById("use-camera");
  let stream = null;

  const isTyping = (element) => element.matches("input, select, textarea") && element !== code;

  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  };

  const look = async (detector) => {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    if (!found.length) {
      setTimeout(() => look(detector), 200);
      return;
    }
    stop();
    code.value = found[0].rawValue;
    form.requestSubmit();
  };

  const start = async () => {
    if (stream) {
      stop();
      return;
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      button.hidden = true;
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    look(new BarcodeDetector({ formats: ["qr_code", "code_128"] }));
  };

  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    button.hidden = false;
    button.addEventListener("click", start);
  }
  form.elements.photo.addEventListener("change", () => form.requestSubmit());
  document.addEventListener("keydown", (event) => {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) code.focus();
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    setTimeout(() => event.target.querySelectorAll("button").forEach((one) => (one.disabled = true)), 0);
  });
  if (!document.activeElement || document.activeElement === document.body) code.focus();
})();
