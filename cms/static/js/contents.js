// The contents of a document follow the article that is being read; without this file they are a plain list of links.
(function () {
  "use strict";
  var list = document.querySelector(".contents");
  if (!list || !("IntersectionObserver" in window)) { return; }
  var side = list.closest(".side");
  var links = [], heads = [];
  list.querySelectorAll("a[href^='#']").forEach(function (link) {
    var head = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (head) { links.push(link); heads.push(head); }
  });
  var current = null, LINE = 120;

  // What one reads is below the last head that stands at the top of the window or has left it.
  function follow() {
    var found = 0;
    while (found + 1 < heads.length && heads[found + 1].getBoundingClientRect().bottom <= LINE) { found += 1; }
    if (links[found] === current) { return; }
    if (current) { current.removeAttribute("aria-current"); }
    current = links[found];
    current.setAttribute("aria-current", "true");
    keepInSight(current);
  }

  // The list scrolls in its own box, never the page; not under the reader's pointer.
  function keepInSight(link) {
    if (side.scrollHeight <= side.clientHeight || side.matches(":hover")) { return; }
    var box = side.getBoundingClientRect(), place = link.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) {
      side.scrollTop += place.top - box.top - box.height / 3;
    }
  }

  var watcher = new IntersectionObserver(follow, { rootMargin: "-" + LINE + "px 0px 0px 0px" });
  heads.forEach(function (head) { watcher.observe(head); });
})();
