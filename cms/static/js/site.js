// The reader's choices (dark, text size) are set before the page paints; everything works without this file.
(function () {
  "use strict";
  var root = document.documentElement;
  function read(key) { try { return localStorage.getItem(key); } catch (error) { return null; } }
  function write(key, value) {
    try { if (value) { localStorage.setItem(key, value); } else { localStorage.removeItem(key); } } catch (error) { /* private mode */ }
  }
  function apply() {
    var theme = read("theme"), size = read("text-size");
    if (theme === "dark" || theme === "light") { root.dataset.theme = theme; } else { delete root.dataset.theme; }
    if (size === "125" || size === "150") { root.dataset.text = size; } else { delete root.dataset.text; }
  }
  apply();

  function mark() {
    var theme = read("theme") || "", size = read("text-size") || "";
    document.querySelectorAll("[data-set-theme]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    });
    document.querySelectorAll("[data-set-text]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.setText === size));
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });
    mark();
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-set-theme], [data-set-text], [data-copy], [data-print]");
      if (button) {
        if ("setTheme" in button.dataset) { write("theme", button.dataset.setTheme); }
        if ("setText" in button.dataset) { write("text-size", button.dataset.setText); }
        if ("print" in button.dataset) { window.print(); }
        if ("copy" in button.dataset) { copy(button); }
        apply();
        mark();
      }
      document.querySelectorAll("details.drop[open]").forEach(function (drop) {
        if (!drop.contains(event.target)) { drop.open = false; }
      });
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") { return; }
      document.querySelectorAll("details.drop[open], details.phone-menu[open]").forEach(function (drop) {
        drop.open = false;
        drop.querySelector("summary").focus();
      });
    });
    // Folds that are open on wide screens and closed on phones, also when a tablet is turned.
    var phone = window.matchMedia("(max-width: 899px)");
    function fold() {
      document.querySelectorAll("details[data-fold-on-phone]").forEach(function (part) { part.open = !phone.matches; });
      if (!CSS.supports("selector(::details-content)")) {
        document.querySelectorAll("details[data-open-on-desktop]").forEach(function (part) { part.open = !phone.matches; });
      }
    }
    fold();
    phone.addEventListener("change", fold);
  });

  // <button data-copy="text" data-copied="words after copying">
  function copy(button) {
    if (!navigator.clipboard) { return; }
    navigator.clipboard.writeText(button.dataset.copy).then(function () {
      var words = button.querySelector("[data-copy-words]") || button;
      if (button.dataset.copied) { words.textContent = button.dataset.copied; }
    });
  }
})();
