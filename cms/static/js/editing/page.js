/* Every page of the admin: tidies what is saved or another person's; where there is a form, takes care of it. */
(() => {
  const { config, store, ask, signIn, element, button, EditingForm, textOf, fieldsOf } = window.editing;
  const { texts } = config;
  const WHEN = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" };
  let editor = null;

  window.addEventListener("submit", (event) => {
    if (event.target.matches("form[action$='/logout/']")) store.clear();
    if (!editor || event.target !== editor.form || editor.passes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    editor.send(event.submitter);
  }, true);

  const notice = (text, ...buttons) => {
    const box = element("div", "", { className: "editing-notice" });
    box.setAttribute("role", "status");
    const actions = element("p", "", { className: "editing-notice__actions" });
    actions.append(...buttons);
    box.append(element("p", text), actions);
    editor.form.prepend(box);
    return box;
  };

  const offer = (entry, data) => {
    const time = new Date(entry.at).toLocaleString(document.documentElement.lang || "vi", WHEN);
    const box = notice(
      texts.kept.replace("{time}", time),
      button(texts.restore, () => editor.restore(entry, data), true),
      button(texts.discard, async () => { await store.remove(entry.token); box.remove(); }),
    );
  };

  /* Somebody has leafed back to a form that has made its object already. */
  const alreadyMade = (address) => {
    const box = notice(
      texts.made,
      button(texts.open, () => location.assign(address), true),
      button(texts.another, () => { editor.renew(); box.remove(); }),
    );
  };

  const tidy = async () => {
    if (config.user === null) return;
    const entries = await store.own(config.user);
    const tokens = entries.map((entry) => entry.token);
    if (!editor && !tokens.length) return;
    const { state, answer } = await ask([...new Set([...tokens, ...(editor ? [editor.token] : [])])]);
    if (state !== "good") return;
    await store.open(answer.key);
    for (const entry of entries) if (answer.saved[entry.token] && !(editor && editor.unsaved && entry.token === editor.token)) await store.remove(entry.token);
    if (!editor) return;
    const made = answer.saved[editor.token];
    if (made && editor.unsaved) editor.renew(); // shown again as the form of what it made
    else if (made && made.made && config.makes) alreadyMade(made.url);
    else if (made) editor.renew();
    if (!config.keeps) return;
    const now = textOf(fieldsOf(editor.form));
    for (const entry of entries.filter((one) => one.path === editor.path && !answer.saved[one.token])) {
      const data = await store.read(entry);
      if (data === null || textOf(data) === now) await (entry.token === editor.token || store.remove(entry.token));
      else if (!editor.unsaved || entry.token !== editor.token) offer(entry, data);
    }
    editor.startKeeping();
  };

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || !editor) return;
    editor.reset();
    editor.form.querySelectorAll("[data-controller~='w-progress']").forEach((one) => { one.dataset.wProgressLoadingValue = "false"; });
    if (!config.makes) editor.renew();
    else ask([editor.token]).then(({ answer }) => {
      const made = answer && answer.saved[editor.token];
      if (made && made.made) alreadyMade(made.url);
    });
  });

  /* Who comes back to a form after a while learns before writing on that the session has ended. */
  let asked = Date.now();
  window.addEventListener("focus", async () => {
    if (!editor || editor.busy || Date.now() - asked < 60000) return;
    asked = Date.now();
    if ((await ask()).state !== "signedOut" || document.querySelector(".editing-notice--signed-out")) return;
    const box = notice(texts.signedOutNow, button(texts.signIn, () => { box.remove(); signIn(); }, true));
    box.classList.add("editing-notice--signed-out");
  });

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-edit-form]");
    if (form && config.user !== null) editor = new EditingForm(form);
    // Widgets put their values into the form as they are made.
    setTimeout(() => tidy().catch((error) => console.error("editing", error)), 300);
  });
})();
