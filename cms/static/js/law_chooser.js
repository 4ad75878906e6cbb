// Below an answer: what is typed is looked for in the library, and a press adds it as a line of the field.
(function () {
  "use strict";
  var box = document.querySelector("[data-law-find]");
  if (!box) { return; }
  var field = document.getElementById("id_law"), input = box.querySelector("input"), list = box.querySelector("ul");
  var status = box.querySelector("[role=status]"), timer = 0, running = null;
  function add(line) {
    var lines = field.value.split("\n").map(function (text) { return text.trim(); }).filter(Boolean);
    if (lines.indexOf(line) < 0) { lines.push(line); }
    field.value = lines.join("\n");
    input.value = "";
    show([]);
    status.textContent = box.dataset.added.replace("{law}", line);
    input.focus();
  }
  function show(found) {
    list.replaceChildren.apply(list, found.map(function (one) {
      var item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = one.title;
      button.addEventListener("click", function () { add(one.line); });
      item.append(button);
      return item;
    }));
  }
  function ask() {
    var text = input.value.trim();
    if (running) { running.abort(); }
    if (text.length < 3) { show([]); status.textContent = ""; return; }
    running = new AbortController();
    fetch(box.dataset.lawFind + "?q=" + encodeURIComponent(text), { signal: running.signal, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : { found: [] }; })
      .then(function (data) { show(data.found); status.textContent = data.found.length ? "" : box.dataset.none; })
      .catch(function () { /* typed on */ });
  }
  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 300); });
  input.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); ask(); } });
  box.hidden = false;
}());
