// Passkeys: a form marked data-passkey asks the browser for one when it is sent, and sends what the browser answers.

const { supported, create, get } = globalThis.webauthnJSON ?? { supported: () => false };

/** What the server wants the browser to be asked. */
async function options(form) {
  const given = document.getElementById("passkey-options");
  if (given) return JSON.parse(given.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("The server did not answer.");
  return (await answer.json()).request_options;
}

/** A new passkey; one that signs in alone must live on the device and ask for face, finger or PIN. */
async function made(form) {
  const wanted = await options(form);
  const alone = form.elements.passwordless?.checked ?? false;
  wanted.publicKey.authenticatorSelection = {
    ...wanted.publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return create(wanted);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!supported()) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const credential = form.dataset.passkey === "add" ? await made(form) : await get(await options(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      failed.hidden = false;
      failed.setAttribute("role", "alert");
    }
  });
}
