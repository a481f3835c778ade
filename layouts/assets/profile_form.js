/* The form that creates a profile: each choice is sent at once, and the form in the answer replaces
   this one. Without this script the form's buttons do the same. */
(function () {
  "use strict";
  var requests = 0;

  function send(form, button) {
    var body = new FormData(), mine = ++requests;
    if (button && button.name) { body.append(button.name, button.value); }
    new FormData(form).forEach(function (value, name) { body.append(name, value); });
    var to = button && button.getAttribute("formaction") || form.getAttribute("action");
    form.setAttribute("aria-busy", "true");
    // Asked for JSON, the server gives the address of the next page: a redirect would be followed
    // here, and would use up the message that the next page is to show.
    fetch(to, {
      method: "POST", body: body, credentials: "same-origin", headers: { Accept: "application/json" }
    }).then(function (answer) {
      if ((answer.headers.get("Content-Type") || "").indexOf("application/json") < 0) {
        return answer.text();
      }
      return answer.json().then(function (next) { location.assign(next.address); return ""; });
    }).then(function (html) {
      if (!html || mine !== requests) { return; }
      var next = new DOMParser().parseFromString(html, "text/html").getElementById("maker");
      if (!next) { throw new Error("no form"); }
      replaceForm(form, document.importNode(next, true));
      // What a button was refused for is read first; a choice that is still being made is not left.
      var refused = button && document.querySelector("#maker .messages .wrong");
      if (refused) { document.getElementById("messages").focus(); }
    }).catch(function () {
      if (mine !== requests) { return; }
      form.removeAttribute("aria-busy");
      announce("The dashboard did not respond. Your choices are kept. Try again.");
    });
  }

  function announce(text) { document.getElementById("maker-status").textContent = text; }

  function describeField(element) {
    if (element.id) { return "#" + CSS.escape(element.id); }
    return element.name ? '[name="' + CSS.escape(element.name) + '"]' : "";
  }

  // Keep what was typed or opened in the meantime, the focus and the scroll position of the table.
  function replaceForm(form, next) {
    var held = form.contains(document.activeElement) && document.activeElement;
    var grid = form.querySelector(".grid"), left = grid && grid.scrollLeft, top = grid && grid.scrollTop;
    form.querySelectorAll("input[data-quiet], select#service").forEach(function (field) {
      if (field.id === "service" && !field.value) { return; }  // the first figure sets it
      next.querySelector(describeField(field)).value = field.value;
    });
    form.querySelectorAll("details[id]").forEach(function (details) {
      var same = next.querySelector("#" + details.id);
      if (same && details.open) { same.open = true; }
    });
    form.replaceWith(next);
    grid = next.querySelector(".grid");
    if (grid) { grid.scrollLeft = left; grid.scrollTop = top; }
    refocus(next, held);
    var wrong = next.querySelector(".messages");
    announce((wrong ? wrong.textContent.trim() + " " : "") + next.querySelector("[data-summary]").textContent);
  }

  function refocus(next, held) {
    var wanted = next.querySelector("[data-take-focus]");
    var found = wanted || held && describeField(held) && next.querySelector(describeField(held));
    if (!found) { return; }
    if (held && found.id === held.id && held.type === "text") {
      found.value = held.value;
      found.setSelectionRange(held.selectionStart, held.selectionEnd);
    }
    found.focus({ preventScroll: !wanted });
  }

  document.addEventListener("submit", function (event) {
    if (event.target.id !== "maker") { return; }
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("change", function (event) {
    var form = event.target.closest && event.target.closest("#maker");
    if (form && !event.target.hasAttribute("data-quiet")) { send(form, null); }
  });
})();
