// Prepared posts: copied by a press, or handed to the share dialogue of the device where it has one.
(function () {
  "use strict";
  document.querySelectorAll("[data-post-copy]").forEach(function (button) {
    button.addEventListener("click", function () {
      var text = document.getElementById(button.dataset.postCopy);
      if (!navigator.clipboard) { text.focus(); text.select(); return; }
      navigator.clipboard.writeText(text.value).then(function () { button.textContent = button.dataset.copied; });
    });
  });
  document.querySelectorAll("[data-post-share]").forEach(function (button) {
    if (!navigator.share) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.share({ title: button.dataset.title, text: button.dataset.text, url: button.dataset.url })
        .catch(function () { /* shut again without sharing */ });
    });
  });
})();
