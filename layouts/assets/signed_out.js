/* When a session has ended, the page goes to sign-in, which leads back to it. What was typed waits
   in this tab until then. */
(function () {
  "use strict";
  var KEPT = "typed-before-sign-in";
  var ask = window.fetch;

  window.fetch = function (what) {
    return ask.apply(this, arguments).then(function (answer) {
      var address = String(what && what.url ? what.url : what);
      if (answer.status === 401 && address.indexOf("/_dash-") >= 0) { leave(); }
      return answer;
    });
  };

  function leave() {
    keepTyped();
    var here = location.pathname + location.search;
    location.assign("/sign-in?next=" + encodeURIComponent(here));
  }

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
