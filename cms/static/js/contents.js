// The contents of a document follow the article that is being read; without this file they are a plain list of links.
(function () {
  "use strict";
  var list = document.querySelector(".contents");
  if (!list || !("IntersectionObserver" in window)) { return; }
  var side = list.closest(".side");
  var links = [], blocks = [];
  list.querySelectorAll("a[href^='#']").forEach(function (link) {
    var head = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    // Asked of the block around it: a head that is not drawn yet (law.css) would have to be laid out for the answer.
    if (head) { links.push(link); blocks.push(head.closest(".law__block") || head); }
  });
  var current = null, LINE = 60;

  // What one reads is the last block that begins at the top of the window or has begun above it.
  function follow() {
    var low = 0, high = blocks.length - 1;
    while (low < high) {
      var middle = Math.ceil((low + high) / 2);
      if (blocks[middle].getBoundingClientRect().top <= LINE) { low = middle; } else { high = middle - 1; }
    }
    if (!links.length || links[low] === current) { return; }
    if (current) { current.removeAttribute("aria-current"); }
    current = links[low];
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

  // One line of the window near its top: whichever block crosses it is the one.
  var watcher = new IntersectionObserver(follow, { rootMargin: "-" + LINE + "px 0px 0px 0px" });
  blocks.forEach(function (block) { watcher.observe(block); });
})();
