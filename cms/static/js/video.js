// A film is loaded from its host only after the reader has pressed play; without scripts the link leads there.
(function () {
  "use strict";
  if (document.documentElement.dataset.films) { return; } // the file stands beside each film of a page
  document.documentElement.dataset.films = "on";
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-embed]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    var frame = document.createElement("iframe");
    frame.src = link.dataset.embed + (link.dataset.embed.indexOf("?") < 0 ? "?" : "&") + "autoplay=1";
    frame.title = link.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(frame);
    frame.focus();
  });
})();
