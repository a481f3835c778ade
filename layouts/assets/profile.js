/* The page on which a profile is made: each choice is sent at once, and the form that comes back is
   put in its place. Without this script the form's own buttons do the same. */
(function () {
  "use strict";
  var asked = 0;

  function send(form, button) {
    var body = new FormData(), mine = ++asked;
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
      if (!html || mine !== asked) { return; }
      var next = new DOMParser().parseFromString(html, "text/html").getElementById("maker");
      if (!next) { throw new Error("no form"); }
      put(form, document.importNode(next, true));
    }).catch(function () {
      if (mine !== asked) { return; }
      form.removeAttribute("aria-busy");
      tell("The dashboard did not answer. Your choices are still here: try again.");
    });
  }

  function tell(text) { document.getElementById("maker-status").textContent = text; }

  function key(element) {
    if (element.id) { return "#" + CSS.escape(element.id); }
    return element.name ? '[name="' + CSS.escape(element.name) + '"]' : "";
  }

  // What was typed or opened meanwhile stays, and so do focus and where the table was scrolled to.
  function put(form, next) {
    var held = form.contains(document.activeElement) && document.activeElement;
    var grid = form.querySelector(".grid"), left = grid && grid.scrollLeft, top = grid && grid.scrollTop;
    form.querySelectorAll("input[data-quiet], select#service").forEach(function (field) {
      if (field.id === "service" && !field.value) { return; }  // it comes with the first figure
      next.querySelector(key(field)).value = field.value;
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
    tell((wrong ? wrong.textContent.trim() + " " : "") + next.querySelector("[data-summary]").textContent);
  }

  function refocus(next, held) {
    var asks = next.querySelector("[data-take-focus]");
    var found = asks || held && key(held) && next.querySelector(key(held));
    if (!found) { return; }
    if (held && found.id === held.id && held.type === "text") {
      found.value = held.value;
      found.setSelectionRange(held.selectionStart, held.selectionEnd);
    }
    found.focus({ preventScroll: !asks });
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
