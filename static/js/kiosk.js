// A shared screen clears itself when nobody has touched it for a while, and says so shortly before.

const form = document.querySelector("[data-kiosk]");
const soon = form.querySelector(".cp-kiosk__soon");
const idle = Number(form.dataset.kiosk) * 1000;
const warned = idle - 20_000;
let touched = Date.now();

for (const sign of ["pointerdown", "pointermove", "keydown", "input", "scroll"]) {
  addEventListener(sign, () => { touched = Date.now(); soon.hidden = true; }, { passive: true });
}

setInterval(() => {
  const still = Date.now() - touched;
  if (still >= idle) form.requestSubmit();
  else if (still >= warned) soon.hidden = false;
}, 1000);

// A page that the browser kept for its Back button is asked for again.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
