// The addresses that wagtail-localize's editor asks, from the attributes of this very script element.
(function (given) {
  "use strict";
  window.chooserUrls = window.chooserUrls || {
    imageChooser: given.image, documentChooser: given.document, pageChooser: given.page
  };
})(document.currentScript.dataset);
