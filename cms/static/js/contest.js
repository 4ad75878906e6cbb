// An attempt: each answer is kept in this browser first, then sent until the server says that it is kept.
(function () {
  "use strict";
  var root = document.getElementById("attempt");
  if (!root) { return; }
  var words = JSON.parse(document.getElementById("contest-words").textContent);
  var form = document.getElementById("attempt-form"), list = document.getElementById("attempt-questions");
  var paper = null, token = "", offset = 0, count = 0, queue = {}, busy = false, wait = 0, timer = 0, over = false, given = {}, known = {};

  function part(id) { return document.getElementById(id); }
  function make(name, text, kind) {
    var node = document.createElement(name);
    if (text) { node.textContent = text; }
    if (kind) { node.className = kind; }
    return node;
  }
  function fill(text) {
    var values = [].slice.call(arguments, 1);
    return text.replace(/%s/g, function () { return String(values.shift()); });
  }
  function read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; } }
  function write(key, value) {
    try { if (value === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, JSON.stringify(value)); } } catch (error) { /* private mode: memory alone */ }
  }
  // By the attempt alone: what this browser has not sent is sent after one has come in again by the code, too.
  function name(what) { return "attempt:" + token.split(".")[0] + ":" + what; }
  function same(one, other) { return JSON.stringify(one === undefined ? null : one) === JSON.stringify(other === undefined ? null : other); }
  function warn(text) { var box = part("attempt-alert"); box.hidden = !text; box.querySelector("p").textContent = text || ""; }

  // --- talking to the server -----------------------------------------------------------------------------------
  function post(url, data) {
    var stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, 15000);
    return fetch(url, {
      method: "POST", body: JSON.stringify(Object.assign({ token: token }, data)), credentials: "same-origin",
      headers: { "Content-Type": "application/json" }, signal: stop.signal, keepalive: url === root.dataset.answer
    }).then(function (response) {
      return response.json().then(function (told) {
        if (told.now) { offset = told.now - Date.now(); }
        return { status: response.status, told: told };
      });
    }).finally(function () { clearTimeout(limit); });
  }

  function put(place, value) {
    count += 1;
    given[place] = value;
    queue[place] = { count: count, given: value };
    write(name("queue"), queue);
    write(name("given"), given);
    write(name("count"), count);
    tell();
    send();
  }

  function send() {
    var places = Object.keys(queue);
    if (busy || !places.length || !token) { return; }
    clearTimeout(timer);
    busy = true;
    var place = places[0], item = queue[place];
    tell();
    post(root.dataset.answer, { place: Number(place), count: item.count, given: item.given }).then(function (reply) {
      busy = false;
      if (reply.status === 429 || reply.status >= 500) { throw new Error("later"); }
      wait = 0;
      if (reply.status === 403) { stop(words.unknown); return; }  // what was answered stays here, for the code
      if (queue[place] && queue[place].count === item.count) { delete queue[place]; write(name("queue"), queue); }
      if (reply.told.kept === "kept") { known[place] = item.given; write(name("known"), known); }
      if (reply.told.kept === "other") { stop(words.other); }
      if (reply.told.kept === "late" || reply.told.kept === "finished") { stop(words.over); load(); }
      tell();
      send();
    }).catch(function () {
      busy = false;
      wait = Math.min(15, wait ? wait * 2 : 1);
      timer = setTimeout(send, wait * 1000);
      tell();
    });
  }

  function tell() {
    var waiting = Object.keys(queue).length;
    part("attempt-saved").textContent = !waiting ? words.saved : wait ? fill(words.waiting, waiting) : words.sending;
    if (!over) { warn(wait && waiting ? words.offline : ""); }
    if (paper && paper.questions) {
      part("attempt-count").textContent = fill(words.answered, answered(), paper.questions.length);
    }
  }
  function answered() {
    return paper.questions.filter(function (one) { var value = given[one.place]; return value !== null && value !== undefined && value.length; }).length;
  }

  // --- the paper -----------------------------------------------------------------------------------------------
  function load() {
    return post(root.dataset.questions, {}).then(function (reply) {
      if (reply.status === 429 || reply.status >= 500) { throw new Error("later"); }
      if (reply.status !== 200) { stop(words.unknown); return; }
      show(reply.told, true);
    }).catch(function () {
      var kept = read(name("paper"));
      if (!paper && kept) { show(kept, false); }
      warn(words.offline);
      if (!over || !paper) { setTimeout(load, 5000); }
    });
  }

  function show(told, fresh) {
    var first = !paper;
    if (told.done) { paper = told; end(told); return; }
    paper = told;
    if (fresh) { write(name("paper"), told); }
    count = Math.max(count, told.count || 0, read(name("count")) || 0);
    if (!first) { return; }
    queue = read(name("queue")) || {};
    known = read(name("known")) || {};
    var own = read(name("given")) || {};
    told.questions.forEach(function (one) {
      given[one.place] = !fresh && one.place in own ? own[one.place] : one.given;
      var item = queue[one.place];
      if (!item) { return; }
      // Another device may have answered since: what it said stays.
      if (fresh && !same(one.given, known[one.place]) && one.given !== null) { delete queue[one.place]; return; }
      item.count = count += 1;
      given[one.place] = item.given;
    });
    write(name("queue"), queue);
    write(name("count"), count);
    part("attempt-title").textContent = told.contest + " – " + told.round;
    part("attempt-code").textContent = told.code ? words.code + " " + told.code : "";
    part("attempt-back").href = told.contest_url;
    part("attempt-bar").hidden = part("attempt-hand-in").hidden = false;
    if (told.prediction) {
      part("attempt-prediction").hidden = false;
      part("attempt-prediction").querySelector("label").textContent = told.prediction;
    }
    told.questions.forEach(function (one, number) { list.appendChild(question(one, number + 1, told.questions.length)); });
    if (!told.newest) { stop(words.other); return; }
    setInterval(tick, 500);
    tick();
    tell();
    send();
  }

  function question(one, number) {
    var box = make("fieldset", "", "attempt-question"), title = make("legend");
    title.appendChild(make("span", fill(words.question, number) + (one.points > 1 ? " · " + fill(words.points, one.points) : "")));
    title.appendChild(document.createTextNode(one.text));
    box.appendChild(title);
    if (one.picture) {
      var picture = make("img");
      picture.src = one.picture.url; picture.alt = one.picture.alt; picture.width = one.picture.width; picture.height = one.picture.height; picture.loading = "lazy";
      box.appendChild(picture);
    }
    if (one.film) {
      var film = make("a", words.film, "button button--quiet button--small");
      film.href = one.film; film.target = "_blank"; film.rel = "noopener noreferrer";
      box.appendChild(film);
    }
    DRAW[one.kind](box, one, title);
    return box;
  }

  function options(type) {
    return function (box, one) {
      var texts = one.kind === "true_false" ? [words.false, words.true] : one.options, order = one.kind === "true_false" ? [1, 0] : texts.map(function (_text, place) { return place; });
      order.forEach(function (place) {
        var label = make("label", "", "attempt-option"), input = make("input");
        input.type = type; input.name = "q" + one.place; input.value = place;
        input.checked = (given[one.place] || []).indexOf(place) >= 0;
        input.addEventListener("change", function () {
          put(one.place, [].map.call(box.querySelectorAll("input:checked"), function (chosen) { return Number(chosen.value); }));
        });
        label.appendChild(input);
        label.appendChild(make("span", texts[place]));
        box.appendChild(label);
      });
    };
  }

  function ordering(box, one) {
    var order = given[one.place] && given[one.place].length === one.items.length ? given[one.place].slice() : one.items.map(function (_text, place) { return place; });
    var rows = make("ol", "", "attempt-order");
    box.appendChild(rows);
    function draw(focus, kind) {
      rows.textContent = "";
      order.forEach(function (place, at) {
        var row = make("li", "");
        row.appendChild(make("span", one.items[place]));
        row.appendChild(make("br"));
        [["up", -1], ["down", 1]].forEach(function (move) {
          if (at + move[1] < 0 || at + move[1] >= order.length) { return; }
          var button = make("button", words[move[0]], "button button--quiet button--small");
          button.type = "button"; button.setAttribute("aria-label", words[move[0]] + ": " + one.items[place]);
          button.addEventListener("click", function () {
            order.splice(at, 1); order.splice(at + move[1], 0, place);
            put(one.place, order.slice());
            draw(place, move[0]);
          });
          row.appendChild(button);
          if (place === focus && (move[0] === kind || !row.querySelector("[data-focus]"))) { button.dataset.focus = "1"; }
        });
        rows.appendChild(row);
      });
      var next = rows.querySelectorAll("[data-focus]");
      if (next.length) { next[next.length - 1].focus(); }
    }
    draw();
  }

  function matching(box, one) {
    var chosen = given[one.place] && given[one.place].length === one.lefts.length ? given[one.place].slice() : one.lefts.map(function () { return -1; });
    one.lefts.forEach(function (left, at) {
      var field = make("div", "", "field attempt-pair"), label = make("label", left), select = make("select");
      label.htmlFor = select.id = "q" + one.place + "-" + at;
      [words.choose].concat(one.rights).forEach(function (text, place) {
        var option = make("option", text);
        option.value = place - 1; option.selected = chosen[at] === place - 1;
        select.appendChild(option);
      });
      select.addEventListener("change", function () { chosen[at] = Number(select.value); put(one.place, chosen.slice()); });
      field.appendChild(label); field.appendChild(select);
      box.appendChild(field);
    });
  }

  function writing(tag) {
    return function (box, one, title) {
      var field = make("div", "", "field"), input = make(tag), pause = 0;
      title.id = "t" + one.place;
      input.setAttribute("aria-labelledby", title.id);
      input.maxLength = tag === "input" ? 500 : 20000; input.value = given[one.place] || "";
      function keep() { clearTimeout(pause); if (input.value !== (given[one.place] || "")) { put(one.place, input.value); } }
      input.addEventListener("input", function () { clearTimeout(pause); pause = setTimeout(keep, 1500); });
      input.addEventListener("change", keep);
      input.keep = keep;
      field.appendChild(input);
      box.appendChild(field);
    };
  }
  var DRAW = { one: options("radio"), several: options("checkbox"), true_false: options("radio"), order: ordering, match: matching, short: writing("input"), essay: writing("textarea") };

  // --- the clock and the end -----------------------------------------------------------------------------------
  function tick() {
    if (over) { return; }
    var left = Math.max(0, Math.ceil((paper.ends - Date.now() - offset) / 1000));
    part("attempt-clock").textContent = Math.floor(left / 60) + ":" + ("0" + left % 60).slice(-2);
    if (left === 0) { keepTyped(); stop(words.over); handIn(paper.ends); }
  }
  function keepTyped() { list.querySelectorAll("input, textarea").forEach(function (input) { if (input.keep) { input.keep(); } }); }
  function stop(text) {
    over = true;
    warn(text);
    form.querySelectorAll("input, select, textarea, button").forEach(function (input) { input.disabled = true; });
  }

  function goOn(ends) {  // the jury has prolonged it
    paper.ends = ends;
    over = false;
    warn("");
    form.querySelectorAll("input, select, textarea, button").forEach(function (input) { input.disabled = false; });
  }

  function handIn(ended) {
    if (Object.keys(queue).length) { send(); setTimeout(handIn, 1000, ended); return; }
    var guess = parseInt(part("prediction").value, 10);
    post(root.dataset.handIn, { prediction: isNaN(guess) ? null : guess, ends: ended || null }).then(function (reply) {
      if (reply.status === 200 && reply.told.ends) { goOn(reply.told.ends); } else if (reply.status === 200) { end(reply.told); } else if (reply.status === 409) { stop(words.other); } else { throw new Error("later"); }
    }).catch(function () { warn(words.offline); setTimeout(handIn, 5000, ended); });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    keepTyped();
    var waiting = Object.keys(queue).length, open = paper.questions.length - answered();
    if (waiting) { send(); }
    if (waiting && wait) { warn(fill(words.unsent, waiting)); return; }
    if (open && !window.confirm(fill(words.sure, open))) { return; }
    part("attempt-hand-in").disabled = true;
    handIn();
  });

  function end(told) {
    over = true;
    warn("");
    form.hidden = part("attempt-bar").hidden = true;
    var box = part("attempt-end"), review = part("attempt-review");
    box.hidden = false;
    box.querySelector("h2").textContent = words.done;
    if (told.contest_url) { part("attempt-back").href = told.contest_url; }
    part("attempt-score").textContent = told.score !== undefined ? fill(words.score, told.score, told.points) : "";
    review.textContent = "";
    (told.review || []).forEach(function (one) {
      var item = make("div", "", "attempt-question");
      item.appendChild(make("h3", one.place + ". " + one.text));
      if (one.right !== null) { item.appendChild(make("p", one.right ? words.right : words.wrong, "tag")); }
      item.appendChild(make("p", words.chosen + " " + (one.chosen.join("; ") || words.none)));
      if (!one.right) { item.appendChild(make("p", words.key + " " + one.key.join("; "))); }
      if (one.explanation) { item.appendChild(make("p", one.explanation)); }
      one.laws.forEach(function (law) {
        var line = make("p"), link = make("a", law.words, "citation");
        link.href = law.path; line.appendChild(link); item.appendChild(line);
      });
      review.appendChild(item);
    });
    var own = part("attempt-protests"), rows = own.querySelector("[data-rows]");
    own.hidden = !(told.own_protests || []).length;
    rows.textContent = "";
    (told.own_protests || []).forEach(function (one) {
      var row = make("div"), place = one.place ? fill(words.question, one.place) + ": " : "";
      row.appendChild(make("p", place + one.words));
      row.appendChild(make("p", one.state + (one.answer ? ": " + one.answer : ""), "tag"));
      rows.appendChild(row);
    });
    part("attempt-protest").hidden = !told.protests;
    ["queue", "given", "known", "paper", "count"].forEach(function (what) { write(name(what), null); });
    if (read("attempt:last") === token) { write("attempt:last", null); }
    box.focus();
  }

  part("attempt-protest").addEventListener("submit", function (event) {
    event.preventDefault();
    var place = parseInt(part("protest-place").value, 10), text = part("protest-words").value;
    if (!text.trim()) { part("protest-words").focus(); return; }
    post(root.dataset.protest, { words: text, place: isNaN(place) ? null : place }).then(function (reply) {
      warn(reply.status === 200 ? words.protested : words.failed);
      if (reply.status === 200) { part("protest-words").value = ""; }
    }).catch(function () { warn(words.failed); });
  });

  window.addEventListener("online", function () { wait = 0; send(); });
  window.addEventListener("pagehide", keepTyped);
  token = decodeURIComponent(location.hash.slice(1));
  if (token) {
    try { sessionStorage.setItem("attempt", token); } catch (error) { /* private mode */ }
    write("attempt:last", token);
    history.replaceState(null, "", location.pathname);
  } else {
    try { token = sessionStorage.getItem("attempt") || ""; } catch (error) { /* private mode */ }
    token = token || read("attempt:last") || "";
  }
  if (token) { load(); } else { stop(words.unknown); }
})();
