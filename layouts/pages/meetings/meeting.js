/* Shows one item at a time and sends what is recorded. Without a network it is kept in this browser
   and sent later. Without this script every item has its own form and works by itself. */
(function () {
  "use strict";
  var page = document.querySelector("[data-meeting]");
  var name = "meeting-" + page.dataset.meeting;
  var items = Array.from(page.querySelectorAll("[data-item]"));
  var agenda = items.filter(function (each) { return /^\d+$/.test(each.dataset.item); });
  var kinds = { d: "decision", a: "action", q: "question", e: "escalation", n: "no_action", m: "minutes_approved" };
  var at = 0, sending = false, isBroken = false, isSignedOut = false, closing = null;
  var RETRY = 3000;

  function read(what) {
    try { return JSON.parse(localStorage.getItem(name + what)) || []; } catch { return []; }
  }

  function keep(what, value) {
    try { localStorage.setItem(name + what, JSON.stringify(value)); return true; } catch { return false; }
  }

  function makeNumber() {
    var parts = crypto.getRandomValues(new Uint32Array(3));
    return Array.from(parts, function (part) { return part.toString(36); }).join("");
  }

  // One item at a time.
  function show(wanted) {
    at = Math.max(0, Math.min(wanted, items.length - 1));
    items.forEach(function (each, number) { each.hidden = number !== at; });
    var place = agenda.indexOf(items[at]);
    page.querySelector("[data-place]").textContent = place < 0
      ? items[at].querySelector("h2").textContent : (place + 1) + " of " + agenda.length;
    try { sessionStorage.setItem(name + "-at", at); } catch { /* it begins at the first */ }
    page.querySelectorAll("[data-step]").forEach(function (button) {
      button.disabled = at === (button.dataset.step === "1" ? items.length - 1 : 0);
    });
    window.scrollTo(0, 0);
    focusLine();
  }

  function focusLine() {
    var line = items[at].querySelector("[data-line]");
    if (line) { line.focus({ preventScroll: true }); }
  }

  // What the line is, chosen by its first letters or by a click.
  function chooseKind(form, kind) {
    var line = form.elements.text, before = form.querySelector('[value="' + form.dataset.kind + '"]');
    var chosen = form.querySelector('[name=kind][value="' + kind + '"]');
    if (before && before.dataset.fill && line.value === before.dataset.fill) { line.value = ""; }
    if (chosen.dataset.fill && !line.value) { line.value = chosen.dataset.fill; }
    chosen.checked = true;
    form.dataset.kind = kind;
    var label = form.querySelector('[value="' + kind + '"]').closest("label");
    form.querySelector("[data-kind-label]").textContent = label.textContent.trim();
    form.querySelector("[data-day-label]").textContent = kind === "action" ? "Due" : "Look again on";
  }

  function readKind(line) {
    var found = /^\/([daqenm])\s?/i.exec(line.value);
    var kind = found && kinds[found[1].toLowerCase()];
    if (!kind || !line.form.querySelector('[value="' + kind + '"]')) { return; }
    line.value = line.value.slice(found[0].length);
    chooseKind(line.form, kind);
  }

  // Everything typed is kept at once, so a reload loses nothing.
  function keepDrafts() {
    var drafts = {};
    page.querySelectorAll("[data-record] input:not([type=hidden])").forEach(function (input) {
      if (input.type === "radio" ? input.checked && input.value !== "decision" : input.value !== input.defaultValue) {
        drafts[input.id || findItem(input.form) + " " + input.value] = input.value;
      }
    });
    if (!keep("-drafts", drafts)) { say("This browser keeps nothing: save each line at once.", "wrong"); }
  }

  function restoreDrafts() {
    var drafts = read("-drafts");
    Object.keys(drafts).forEach(function (id) {
      var input = document.getElementById(id), parts = id.split(" ");
      if (input) { input.value = drafts[id]; return; }
      var section = page.querySelector('[data-item="' + parts[0] + '"] form');
      if (section) { chooseKind(section, parts[1]); }
    });
  }

  // The list of a form's fields has a method of its own called item.
  function findItem(form) {
    var field = form.elements.namedItem("item");
    return field ? field.value : "";
  }

  function isFilled(form) {
    if (form.elements.text) { return Boolean(form.elements.text.value.trim()); }
    return Array.from(form.querySelectorAll("input:not([type=hidden])")).some(function (input) {
      return input.value !== input.defaultValue;
    });
  }

  // Put a form into the queue, empty its line, and send what waits.
  function queue(form) {
    if (!isFilled(form)) { return; }
    form.elements.client.value = makeNumber();
    var fields = Array.from(new FormData(form)), line = form.elements.text;
    var entry = { client: form.elements.client.value, action: form.getAttribute("action"), fields: fields };
    entry.item = findItem(form);
    entry.says = line ? [form.querySelector("[data-kind-label]").textContent, line.value] : [];
    if (!keep("-queue", read("-queue").concat([entry]))) {
      say("This browser keeps nothing, so the line is still there. Save it with a network.", "wrong");
      return;
    }
    if (line) {
      ["text", "owner", "day"].forEach(function (each) { form.elements[each].value = ""; });
      chooseKind(form, "decision");
    } else {
      form.querySelectorAll("input").forEach(function (input) { input.defaultValue = input.value; });
    }
    keepDrafts();
    draw(entry);
    send();
  }

  function draw(entry) {
    var list = page.querySelector('[data-item="' + entry.item + '"] [data-outcomes]');
    if (!list || !entry.says.length) { return; }
    var line = document.createElement("li"), kind = document.createElement("b");
    var state = document.createElement("small");
    kind.textContent = entry.says[0];
    state.textContent = "not sent yet";
    line.dataset.client = entry.client;
    line.append(kind, " ", document.createTextNode(entry.says[1]), " ", state);
    list.appendChild(line);
  }

  function send() {
    var waiting = read("-queue");
    if (sending || !waiting.length) { return; }
    sending = true;
    if (!isBroken) { say("Sending"); }
    var entry = waiting[0], body = new URLSearchParams(entry.fields);
    body.set("csrf_token", page.querySelector("[name=csrf_token]").value);
    fetch(entry.action, { method: "POST", body: body, headers: { Accept: "application/json" }, redirect: "error" })
      .then(function (response) {
        if (response.status === 400 || response.status === 401) { return renewToken(); }
        if (!response.ok && response.status !== 409 && response.status !== 422) { throw new Error(); }
        isSignedOut = false;
        return response.json();
      })
      .then(function (answer) { finish(entry, answer); })
      .catch(function () {
        sending = false;
        isBroken = true;
        if (isSignedOut) {
          say("Signed out: sign in again in another tab. What is typed is kept here and sent then", "wrong");
          return;
        }
        say(closing ? "Not sent yet: the meeting closes once it is" : "Not sent yet: kept on this computer", "wrong");
      });
  }

  // After signing in again the page has an old token: take the one that the server gives now.
  function renewToken() {
    return fetch(location.pathname).then(function (response) { return response.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-meeting] [name=csrf_token]");
      isSignedOut = !fresh;
      if (fresh) {
        page.querySelectorAll("[name=csrf_token]").forEach(function (each) { each.value = fresh.value; });
      }
      throw new Error();
    });
  }

  function finish(entry, answer) {
    var line = page.querySelector('[data-client="' + entry.client + '"]');
    keep("-queue", read("-queue").filter(function (each) { return each.client !== entry.client; }));
    sending = isBroken = false;
    if (answer.error) {
      closing = null;
      giveBack(entry, line);
      say("Not saved: " + answer.error, "wrong");
      return;
    }
    if (line) {
      line.childNodes[2].textContent = answer.saved[0];
      line.querySelector("small").remove();
    }
    say("Saved");
    if (closing && !read("-queue").length) { closing.submit(); }
    send();
  }

  // What the server refused goes back to where it was typed, if that is empty.
  function giveBack(entry, line) {
    if (line) { line.querySelector("small").textContent = "not saved"; }
    var form = page.querySelector('[data-item="' + entry.item + '"] form[data-record]');
    if (!form || form.elements.text.value) { return; }
    entry.fields.forEach(function (field) {
      if (["text", "owner", "day"].indexOf(field[0]) >= 0) { form.elements[field[0]].value = field[1]; }
      if (field[0] === "kind") { chooseKind(form, field[1]); }
    });
    if (line) { line.remove(); }
    keepDrafts();
  }

  function say(text, kind) {
    var state = page.querySelector("[data-sync]");
    if (state.textContent !== text) { state.textContent = text; }
    state.className = kind || "";
  }

  function move(by) {
    var form = items[at].querySelector("[data-record]");
    if (by > 0 && form) { queue(form); }
    show(at + by);
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) { return; }
    var field = event.target.closest("input, textarea, select");
    var steps = { PageDown: 1, PageUp: -1 };
    if (!field || (field.hasAttribute("data-line") && !field.value)) {
      Object.assign(steps, { ArrowRight: 1, ArrowLeft: -1, Home: -items.length, End: items.length });
    }
    if (!(event.key in steps)) { return; }
    event.preventDefault();
    move(steps[event.key]);
  });

  page.addEventListener("input", function (event) {
    if (event.target.name === "text") { readKind(event.target); }
    if (event.target.name === "kind") { chooseKind(event.target.form, event.target.value); }
    keepDrafts();
  });

  page.addEventListener("change", function (event) {
    if (event.target.name === "kind") { focusLine(); }
  });

  page.addEventListener("click", function (event) {
    var step = event.target.closest("[data-step]");
    if (step) { move(Number(step.dataset.step)); return; }
    if (!event.target.closest("a, button, input, label, select")) { focusLine(); }
  });

  page.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-record")) {
      event.preventDefault();
      queue(form);
      focusLine();
    } else if (form.hasAttribute("data-close") && read("-queue").length) {
      event.preventDefault();
      closing = form;
      send();
    }
  });

  window.addEventListener("online", send);
  setInterval(send, RETRY);
  page.classList.add("one-at-a-time");
  page.querySelectorAll("[data-keys], [data-step]").forEach(function (each) { each.hidden = false; });
  page.querySelectorAll("form.outcome").forEach(function (form) { chooseKind(form, "decision"); });
  restoreDrafts();
  read("-queue").forEach(draw);
  var before = 0;
  try { before = Number(sessionStorage.getItem(name + "-at")) || 0; } catch { /* the first */ }
  var aimed = items.findIndex(function (each) { return each.id && "#" + each.id === location.hash; });
  show(aimed >= 0 ? aimed : before);
  send();
})();
