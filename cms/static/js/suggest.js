// Suggestions while typing. Not a native list (datalist): browsers hide those of its options that do not hold what was
// typed letter by letter, so that "luat tre" would never be offered "Luật Trẻ em". Keys as in every combobox.
(function () {
  "use strict";
  var lists = 0;
  function attach(field) {
    var list = document.createElement("ul"), timer = 0, last = "", active = -1;
    list.id = "suggestions-" + (lists += 1);
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels.length ? field.labels[0].textContent : "");
    list.hidden = true;
    field.form.append(list);
    field.type = "text"; // a search field must not be a combobox
    field.inputMode = "search";
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    function open(shown) {
      list.hidden = !shown;
      field.setAttribute("aria-expanded", String(shown));
      mark(-1);
    }
    function mark(index) {
      active = index;
      Array.from(list.children).forEach(function (option, i) { option.setAttribute("aria-selected", String(i === index)); });
      if (index < 0) { field.removeAttribute("aria-activedescendant"); return; }
      field.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
    function pick(option) {
      field.value = last = option.textContent;
      open(false);
      field.form.requestSubmit();
    }
    function show(titles) {
      list.replaceChildren.apply(list, titles.map(function (title, i) {
        var option = document.createElement("li");
        option.id = list.id + "-" + i;
        option.setAttribute("role", "option");
        option.textContent = title;
        return option;
      }));
      open(titles.length > 0 && document.activeElement === field);
    }
    function ask() {
      var text = field.value.trim();
      if (text === last) { return; }
      last = text;
      if (text.length < 2) { show([]); return; }
      fetch(field.dataset.suggest + "?q=" + encodeURIComponent(text.slice(0, 80)))
        .then(function (answer) { return answer.ok ? answer.json() : { suggestions: [] }; })
        .then(function (found) { if (text === last) { show(found.suggestions); } })
        .catch(function () { /* typing goes on without */ });
    }
    field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 200); });
    field.addEventListener("blur", function () { open(false); });
    field.addEventListener("keydown", function (event) {
      var count = list.children.length, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing || !count) { return; }
      if (step) {
        var next = list.hidden ? (step > 0 ? 0 : count - 1) : active + step;
        if (list.hidden) { open(true); }
        mark(next >= count ? -1 : next < -1 ? count - 1 : next); // -1: back in the field
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        pick(list.children[active]);
        event.preventDefault();
      } else if (event.key === "Escape" && !list.hidden) {
        open(false);
        event.stopPropagation(); // the menu of the phone stays
      }
    });
    list.addEventListener("mousedown", function (event) { event.preventDefault(); }); // the field keeps the focus
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) { pick(option); }
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[data-suggest]").forEach(attach);
  });
})();
