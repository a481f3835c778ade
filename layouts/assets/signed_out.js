/* When a session has ended, the page goes to sign-in, which leads back to it, and nothing of it stays
   on the screen. What was typed waits in this tab until then. */
(function () {
  "use strict";
  var OUT = "signed out", USED = "used", CHECKED_MS = 10000, SIGN_OUT_MS = 1000;
  var CALL = "/_dash-update-component";
  var ask = window.fetch;
  var bar = document.querySelector("[data-session-ends]");
  var KEPT = "typed-before-sign-in " + (bar ? bar.dataset.user : "");
  var tabs = bar && "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  // When the session ends by this computer's clock, which may be wrong. The page is the same for as long
  // as the session lasts, so each call, which no browser keeps, says what time it is at the server.
  var ends = Infinity;
  var usedAt;

  function noteServerTime(answer) {
    var there = Date.parse(answer.headers.get("Date"));
    if (bar && there) { ends = Date.now() + 1000 * bar.dataset.sessionEnds - there; }
  }

  // The tabs of a browser share the session: a request of one keeps it in use for all.
  function noteUse() {
    usedAt = Date.now();
    if (tabs) { tabs.postMessage(USED); }
  }

  window.fetch = function (what) {
    noteUse();
    return ask.apply(this, arguments).then(function (answer) {
      var address = String(what && what.url ? what.url : what);
      if (address.indexOf(CALL) >= 0) { noteServerTime(answer); }
      if (answer.status === 401 && address.indexOf("/_dash-") >= 0) { leave(); }
      return answer;
    });
  };

  function leave() {
    keepTyped();
    document.body.hidden = true;
    var here = location.pathname + location.search;
    location.assign("/sign-in?next=" + encodeURIComponent(here));
  }

  // The clock is asked, since timers stand still while a computer sleeps.
  function leaveIfOver() {
    var idle = 1000 * bar.dataset.sessionIdle;
    if (Date.now() >= Math.min(ends, usedAt + idle)) { leave(); }
  }

  noteUse();
  if (bar) { setInterval(leaveIfOver, CHECKED_MS); }
  if (tabs) {
    tabs.onmessage = function (event) {
      if (event.data === USED) { usedAt = Date.now(); }
      if (event.data === OUT) {
        document.body.hidden = true;
        setTimeout(leave, SIGN_OUT_MS); // the server has ended the session by then
      }
    };
    document.addEventListener("submit", function (event) {
      if (event.target.matches("[action='/sign-out']")) { tabs.postMessage(OUT); }
    });
  }
  // The way back would show the page as it was.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      keepTyped();
      document.body.hidden = true;
      location.reload();
    }
  });

  // The page that is shown: the address bar may be ahead of it.
  function findPage() {
    var page = document.querySelector("#live .page");
    return page ? page.dataset.address.split("?")[0] : "";
  }

  function listFields() {
    return document.querySelectorAll("#live textarea[id], #live input[type=text][id], #live input:not([type])[id]");
  }

  function keepTyped() {
    var typed = {};
    listFields().forEach(function (field) {
      if (field.value && field.value !== field.defaultValue) { typed[field.id] = field.value; }
    });
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ page: findPage(), typed: typed }));
    } catch { /* Nothing is kept. */ }
  }

  document.addEventListener("page-shown", function () {
    try {
      var kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
      if (!kept || kept.page !== findPage()) { return; }
      listFields().forEach(function (field) {
        if (kept.typed[field.id]) { field.value = kept.typed[field.id]; }
      });
      sessionStorage.removeItem(KEPT);
    } catch { /* Nothing was kept. */ }
  });
})();
