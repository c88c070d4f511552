// Enhancement only: questions are moved by buttons and looked at by a button without this file.

// A question is dragged by its grip; dropping it sends the form of its own buttons.
for (const list of document.querySelectorAll("[data-order]")) {
  let held = null;
  const items = () => [...list.children];
  for (const item of items()) {
    const grip = document.createElement("span");
    grip.className = "cp-build-list__grip";
    grip.draggable = true;
    grip.title = list.dataset.order;
    // The buttons do the same for whoever does not use a mouse.
    grip.setAttribute("aria-hidden", "true");
    item.prepend(grip);
    grip.addEventListener("dragstart", (event) => {
      held = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(item, 0, 0);
      item.classList.add("is-held");
    });
    grip.addEventListener("dragend", () => {
      item.classList.remove("is-held");
      held = null;
    });
    item.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      const { top, height } = item.getBoundingClientRect();
      if (item !== held) item[event.clientY > top + height / 2 ? "after" : "before"](held);
    });
    item.addEventListener("drop", (event) => event.preventDefault());
  }
  list.addEventListener("drop", () => {
    if (!held) return;
    const form = held.querySelector("[data-move]");
    const to = document.createElement("input");
    Object.assign(to, { type: "hidden", name: "to", value: items().indexOf(held) + 1 });
    form.append(to);
    form.submit();
  });
  list.addEventListener("dragover", (event) => held && event.preventDefault());
}

// What is typed is looked at while it is typed.
for (const place of document.querySelectorAll("[data-live]")) {
  const form = place.querySelector("form");
  const preview = document.getElementById(place.dataset.live);
  let waiting = 0;
  let asked = 0;
  const look = async () => {
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("look", "1");
    const mine = ++asked;
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed });
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const seen = page.getElementById(place.dataset.live);
      if (seen && mine === asked) preview.replaceChildren(...seen.childNodes);
    } catch {
      // Nothing is lost: the button still looks.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 600);
  });
}
