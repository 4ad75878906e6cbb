// The form for questions: offers while typing, no fields about children. Without it the form works as well.
(function () {
  "use strict";
  var form = document.querySelector("[data-ask]");
  if (!form) { return; }

  // --- pupils are asked for nothing about themselves ---
  var personal = form.querySelector("[data-personal]");
  function whoAsks() {
    var chosen = form.querySelector("input[name=asker]:checked"), child = Boolean(chosen) && chosen.value === "pupil";
    personal.hidden = child;
    personal.querySelectorAll("input").forEach(function (field) {
      field.disabled = child;
      if (child) { field.value = ""; }
    });
  }
  form.addEventListener("change", whoAsks);
  whoAsks();

  // --- what answers it already ---
  var text = form.elements.text, box = form.querySelector("[data-offers-list]"), list = box.querySelector("ul");
  var timer = 0, last = "", running = null;
  function show(offers) {
    list.replaceChildren.apply(list, offers.map(function (offer) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = offer.url;
      link.target = "_blank"; // what was typed stays
      link.rel = "noopener";
      link.textContent = offer.title;
      item.append(link);
      return item;
    }));
    box.hidden = offers.length === 0;
  }
  function ask() {
    var typed = text.value.trim();
    if (typed === last) { return; }
    last = typed;
    if (running) { running.abort(); }
    if (typed.length < 8) { show([]); return; }
    running = new AbortController();
    fetch(form.dataset.offers, { method: "POST", body: new URLSearchParams({ text: typed }), signal: running.signal, credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.json() : { offers: [] }; })
      .then(function (found) { if (typed === last) { show(found.offers); } })
      .catch(function () { /* typing goes on without */ });
  }
  text.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 400); });
  if (text.value) { ask(); }
}());
