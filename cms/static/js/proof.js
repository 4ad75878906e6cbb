// Public forms without a session: the proof of work in the background; pressed once is enough.
// Without it the form works as well; the server then asks for a little patience.
(function () {
  "use strict";
  var form = document.querySelector("form[data-challenge]");
  if (!form) { return; }

  // --- proof of work, by altcha's own worker; nothing leaves the site ---
  var status = form.querySelector("[data-proof]"), proof = form.elements.proof;
  function say(name) { status.textContent = form.dataset[name]; }
  function solve() {
    var challenge = JSON.parse(form.dataset.challenge), worker;
    if (!form.dataset.worker || !window.Worker || !window.crypto || !window.crypto.subtle) { say("unable"); return; }
    try { worker = new Worker(form.dataset.worker); } catch (error) { say("unable"); return; }
    say("working");
    worker.onmessage = function (message) {
      worker.terminate();
      if (!message.data || message.data.error) { say("unable"); return; }
      proof.value = btoa(JSON.stringify({ challenge: challenge, solution: message.data }));
      say("ready");
    };
    worker.onerror = function () { say("unable"); };
    worker.postMessage({ type: "work", challenge: challenge, counterStart: 0, counterStep: 1 });
  }
  solve();

  // --- pressed once is enough; what is typed is kept if the page is left and come back to ---
  form.addEventListener("submit", function (event) {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", function () { delete form.dataset.sent; });
}());
