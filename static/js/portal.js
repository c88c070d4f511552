// Enhancement only: every page works without this file.

// GOV.UK Frontend asks for these before it starts.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

// Most pages that one reads first need none of it, and a phone need not fetch it.
const ours = ["button", "character-count", "error-summary", "password-input"];
if (ours.some((name) => document.querySelector(`[data-module="govuk-${name}"]`))) {
  import("../portal/govuk-frontend.min.js").then(
    ({ createAll, Button, CharacterCount, ErrorSummary, PasswordInput }) => {
      for (const component of [Button, CharacterCount, ErrorSummary, PasswordInput]) createAll(component);
    },
  );
}

/** A button in our look, with these words. */
function button(words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary govuk-button--quiet";
  made.textContent = words;
  return made;
}

// A button beside a receipt code that copies it.
if (navigator.clipboard) {
  for (const code of document.querySelectorAll("[data-copy]")) {
    const copy = button(code.dataset.copy);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.trim());
      said.textContent = code.dataset.copied;
    });
    code.after(copy, said);
  }
}

/** A voice that speaks this language: of the same place, else of any; the browser's own choice when there is none. */
function voiceFor(language) {
  const wanted = language.toLowerCase();
  const voices = window.speechSynthesis.getVoices();
  const named = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const close = (voice) => named(voice).split("-")[0] === wanted.split("-")[0];
  return voices.find((voice) => named(voice) === wanted) ?? voices.find(close) ?? null;
}

// A button that reads a part of the page aloud, and stops when pressed again.
if ("speechSynthesis" in window) {
  for (const place of document.querySelectorAll("[data-read]")) {
    const target = document.getElementById(place.dataset.read);
    if (!target) continue;
    const listen = button(place.dataset.listen);
    const rest = () => {
      listen.textContent = place.dataset.listen;
    };
    listen.addEventListener("click", () => {
      const speaking = window.speechSynthesis.speaking;
      window.speechSynthesis.cancel();
      if (speaking) return rest();
      const words = new SpeechSynthesisUtterance(target.innerText);
      words.lang = target.closest("[lang]").lang;
      words.voice = voiceFor(words.lang);
      words.onend = rest;
      words.onerror = rest;
      listen.textContent = place.dataset.stop;
      window.speechSynthesis.speak(words);
    });
    place.append(listen);
  }
  window.addEventListener("pagehide", () => window.speechSynthesis.cancel());
}

// The menu closes when one leaves it or presses Escape.
for (const menu of document.querySelectorAll(".cp-menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}
