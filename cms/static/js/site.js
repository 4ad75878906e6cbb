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
  root.dataset.scripted = "";
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
  });

  // Folds that are served shut, as phones keep them. Wide screens open each as soon as it is read, before it is drawn:
  // nothing moves. Also when a tablet is turned.
  var FOLDS = "details[data-fold-on-phone], details[data-open-on-desktop]";
  var phone = window.matchMedia("(max-width: 899px)");
  function fold() {
    document.querySelectorAll(FOLDS).forEach(function (part) { part.open = !phone.matches; });
  }
  if (!phone.matches) {
    var reading = new MutationObserver(function (changes) {
      changes.forEach(function (change) {
        change.addedNodes.forEach(function (node) { if (node.nodeName === "DETAILS" && node.matches(FOLDS)) { node.open = true; } });
      });
    });
    reading.observe(root, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", function () { reading.disconnect(); fold(); });
  }
  phone.addEventListener("change", fold);

  // <button data-copy="text" data-copied="words after copying">
  function copy(button) {
    if (!navigator.clipboard) { return; }
    navigator.clipboard.writeText(button.dataset.copy).then(function () {
      var words = button.querySelector("[data-copy-words]") || button;
      if (button.dataset.copied) { words.textContent = button.dataset.copied; }
    });
  }
})();
