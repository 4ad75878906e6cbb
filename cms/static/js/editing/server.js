/* Is the person still signed in? Asked before anything is sent; until the answer is yes, a dialog says what to do. */
(() => {
  const PATIENCE = 20000; // milliseconds that one question may take
  const EVERY = 4000;
  const config = JSON.parse(document.getElementById("editing-config").textContent);
  const { texts } = config;

  /* {state: "good" | "signedOut" | "other" | "away", answer} */
  const ask = async (tokens = []) => {
    const query = tokens.map((token) => `token=${token}`).join("&");
    const options = { headers: { "X-Requested-With": "XMLHttpRequest" }, signal: AbortSignal.timeout(PATIENCE) };
    try {
      const response = await fetch(`${config.alive}?${query}`, { ...options, cache: "no-store", redirect: "error" });
      if (response.status === 401 || response.status === 403) return { state: "signedOut" };
      if (!response.ok) return { state: "away" };
      const answer = await response.json();
      return { state: answer.user === config.user ? "good" : "other", answer };
    } catch {
      return { state: "away" };
    }
  };

  const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);

  const button = (text, press, main = false) =>
    element("button", text, { type: "button", className: main ? "button" : "button button-secondary", onclick: press });

  const openDialog = () => {
    const dialog = element("dialog", "", { className: "editing-dialog" });
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  };

  const signIn = () => window.open(config.signIn, "_blank");

  const fill = (dialog, state, again, later) => {
    if (dialog.dataset.state === state) return;
    dialog.dataset.state = state;
    const away = state === "away";
    const lines = away ? [texts.away, texts.awayNext] : state === "other" ? [texts.other] : [texts.signedOut, texts.signedOutNext];
    const actions = element("p", "", { className: "editing-dialog__actions" });
    actions.append(away ? button(texts.again, again, true) : button(texts.signIn, signIn, true), button(texts.later, later));
    dialog.replaceChildren(...lines.map((line) => element("p", line)), actions);
  };

  /* The answer once all is good; null when the person puts it off. */
  const untilGood = async () => {
    let { state, answer } = await ask();
    if (state === "good") return answer;
    const dialog = openDialog();
    let putOff = false;
    while (state !== "good" && !putOff) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, EVERY);
        const wake = () => { clearTimeout(timer); resolve(); };
        window.addEventListener("focus", wake, { once: true });
        const later = () => { putOff = true; wake(); };
        dialog.oncancel = later;
        fill(dialog, state, wake, later);
      });
      if (!putOff) ({ state, answer } = await ask());
    }
    dialog.remove();
    return putOff ? null : answer;
  };

  Object.assign(window.editing, { config, ask, untilGood, element, button, signIn });
})();
