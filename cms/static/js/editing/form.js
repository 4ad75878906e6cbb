/* One editing form: what it carries, how its text is kept until it is saved, and how it is sent. */
(() => {
  const { config, store, untilGood } = window.editing;
  const QUIET = 450; // the rich text editor hands its text over 250 ms after the last key, or after it lost the focus
  const LONGEST = 10_000; // it is not waited for longer than this
  const KEEP_EVERY = 700;
  const TOKEN = "editing-token";
  const OWN = new Set(["csrfmiddlewaretoken", "next", TOKEN, "editing-restore"]);
  const WORKFLOW = ["action-workflow-action", "workflow-action-name", "workflow-action-extra-data"];

  const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;

  /* The form's fields; files cannot be kept. */
  const fieldsOf = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name) && !WORKFLOW.includes(name));

  /* Of the text alone: which version was opened, or how rows are numbered, is not what the person wrote. */
  const textOf = (fields) => JSON.stringify(fields.filter(([name]) => !name.startsWith("loaded_revision") && !name.startsWith("action-")));

  /* What a rich text editor shows stands in its field. A busy browser takes longer than the editor's own 250 ms. */
  const handedOver = (field) => {
    const shown = field.draftailEditor.getEditorState().getCurrentContent().getBlocksAsArray();
    const kept = (JSON.parse(field.value || "null") || { blocks: [] }).blocks;
    return shown.map((block) => block.getText()).join("\n") === kept.map((block) => block.text).join("\n");
  };

  const hidden = (name, value, className = "") =>
    Object.assign(document.createElement("input"), { type: "hidden", name, value, className });

  class EditingForm {
    constructor(form) {
      this.form = form;
      this.path = pathOf(form);
      this.busy = false;
      this.lastTouch = 0;
      this.touched = false;
      this.field = hidden(TOKEN, "");
      form.append(this.field);
      this.renew(this.tokenToGoOnWith());
      const touch = (event) => {
        this.touched = this.touched || event.type !== "focusout";
        this.lastTouch = Date.now();
      };
      ["keydown", "input", "change", "pointerdown", "focusout"].forEach((kind) => form.addEventListener(kind, touch, true));
      form.submit = () => this.send(null); // what scripts of the admin call passes no listener
      this.unsaved = form.dataset.wUnsavedForceValue === "true";
    }

    get token() { return this.field.value; }

    /* The same form goes on after it came back with errors, and when somebody leafs back to it. */
    tokenToGoOnWith() {
      const sent = JSON.parse(sessionStorage.getItem("editing-sent") || "null");
      sessionStorage.removeItem("editing-sent");
      if (sent && sent.path === this.path && this.form.dataset.wUnsavedForceValue === "true") return sent.token;
      return config.makes && history.state && history.state.editingToken;
    }

    renew(token) {
      this.field.value = token || (crypto.randomUUID ? crypto.randomUUID() : EditingForm.uuid());
      history.replaceState({ ...history.state, editingToken: this.token }, "");
    }

    static uuid() {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
    }

    startKeeping() {
      this.text = this.unsaved ? "" : textOf(fieldsOf(this.form));
      setInterval(() => this.tick(), KEEP_EVERY);
      window.addEventListener("pagehide", () => this.tick());
      document.addEventListener("visibilitychange", () => this.tick());
    }

    tick() {
      if (!this.touched && !this.unsaved) this.text = textOf(fieldsOf(this.form)); // widgets are still being made
      else this.keep();
    }

    async keep() {
      if (!config.keeps || !store.isOpen()) return;
      const data = fieldsOf(this.form);
      const text = textOf(data);
      if (text === this.text) return;
      this.text = text;
      await store.put({ token: this.token, user: config.user, path: this.path, at: Date.now(), data }).catch(() => {});
    }

    async send(submitter) {
      if (this.busy) return;
      this.busy = true;
      await this.quiet();
      await this.keep();
      const answer = await untilGood();
      if (!answer) return this.putOff(submitter);
      this.form.querySelector("[name=csrfmiddlewaretoken]").value = answer.csrf; // a new session has another one
      this.pressed(submitter);
      sessionStorage.setItem("editing-sent", JSON.stringify({ token: this.token, path: this.path }));
      this.passes = true;
      this.form.requestSubmit();
      this.passes = false;
    }

    async quiet() {
      const begun = Date.now();
      const editors = () => [...this.form.elements].filter((field) => field.draftailEditor);
      while (Date.now() - this.lastTouch < QUIET || (!editors().every(handedOver) && Date.now() - begun < LONGEST)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }

    /* The button itself is disabled by now, and a disabled one is not sent. */
    pressed(submitter) {
      this.form.querySelectorAll(".editing-pressed").forEach((field) => field.remove());
      if (submitter && submitter.name) this.form.append(hidden(submitter.name, submitter.value || "1", "editing-pressed"));
    }

    putOff(submitter) {
      this.reset();
      if (submitter) submitter.dataset.wProgressLoadingValue = "false";
    }

    /* What was pressed is forgotten: the next press says anew what is wanted. */
    reset() {
      this.busy = false;
      this.form.querySelectorAll(".editing-pressed").forEach((field) => field.remove());
      WORKFLOW.forEach((name) => this.form.querySelectorAll(`input[type=hidden][name="${name}"]`).forEach((field) => field.remove()));
    }

    /* The server shows the kept text in its own widgets, as it does after an error, and saves nothing. */
    restore(entry, data) {
      const copy = Object.assign(document.createElement("form"), { method: "post", action: this.form.getAttribute("action") || "" });
      const own = [["csrfmiddlewaretoken", this.form.querySelector("[name=csrfmiddlewaretoken]").value], [TOKEN, entry.token], ["editing-restore", "1"]];
      copy.append(...[...data, ...own].map(([name, value]) => hidden(name, value)));
      copy.hidden = true;
      document.body.append(copy);
      sessionStorage.setItem("editing-sent", JSON.stringify({ token: entry.token, path: this.path }));
      HTMLFormElement.prototype.submit.call(copy);
    }
  }

  Object.assign(window.editing, { EditingForm, textOf, fieldsOf });
})();
