// Starts what cms.core.web.inline_scripts wrote as data: date pickers, choosers, inline panels. Only names known here run.
(function () {
  "use strict";
  var CALLED = ["initDateChooser", "initTimeChooser", "initDateTimeChooser", "createTaskChooser"];
  var MADE = /^(InlinePanel|MultipleChooserPanel|[A-Z][A-Za-z]*Chooser|Chooser)$/;

  function start(mark) {
    if (mark.dataset.started) { return; }
    mark.dataset.started = "1";
    var name = mark.dataset.start, given = JSON.parse(mark.dataset.with), known = window[name];
    if (typeof known !== "function") { console.error("admin_start: nobody knows " + name); return; }
    if (CALLED.indexOf(name) >= 0) { known.apply(window, given); }
    else if (MADE.test(name)) { Reflect.construct(known, given); }
  }
  function look(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) { return; }
    if (node.matches("script[data-start]")) { start(node); }
    node.querySelectorAll("script[data-start]").forEach(start);
  }
  new MutationObserver(function (changes) {
    changes.forEach(function (change) { change.addedNodes.forEach(look); });
  }).observe(document.documentElement, { childList: true, subtree: true });
  look(document.documentElement);
})();
