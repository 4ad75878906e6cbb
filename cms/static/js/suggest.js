// Suggestions while typing: a native list (datalist), so the keyboard and screen readers need nothing of ours.
(function () {
  "use strict";
  var lists = 0;
  function attach(field) {
    var list = document.createElement("datalist"), timer = 0, last = "";
    list.id = "suggestions-" + (lists += 1);
    field.after(list);
    field.setAttribute("list", list.id);
    function show(titles) {
      list.replaceChildren.apply(list, titles.map(function (title) {
        var option = document.createElement("option");
        option.value = title;
        return option;
      }));
    }
    function ask() {
      var text = field.value.trim();
      if (text === last || text.length < 2) { return; }
      last = text;
      fetch(field.dataset.suggest + "?q=" + encodeURIComponent(text.slice(0, 80)))
        .then(function (answer) { return answer.ok ? answer.json() : { suggestions: [] }; })
        .then(function (found) { if (text === last) { show(found.suggestions); } })
        .catch(function () { /* typing goes on without */ });
    }
    field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 200); });
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[data-suggest]").forEach(attach);
  });
})();
