// The code of attendance on a screen: the next one comes in its place, without the page being loaded anew.
(function () {
  "use strict";
  var box = document.getElementById("attendance-code");
  if (!box) { return; }
  function later(seconds) { setTimeout(follow, 1000 * seconds); }
  function follow() {
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error("later"); }
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("attendance-code");
      if (!fresh) { throw new Error("later"); }
      box.replaceChildren.apply(box, Array.from(fresh.childNodes));
      later(Number(fresh.dataset.seconds) + 1);
    }).catch(function () { later(5); });
  }
  later(Number(box.dataset.seconds) + 1);
}());
