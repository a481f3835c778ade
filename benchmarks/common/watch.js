/* Put into each page before anything else: tells when the table is on view, when the page is
   interactive, and when the month that was clicked for is on view. Looks once a frame; a moment is
   taken after the frame that holds it was painted. Milliseconds since navigation began, or since
   the click. */
(() => {
  "use strict";
  const told = {};
  const tell = (what, from) => {
    if (told[what]) return;
    told[what] = true;
    const painted = new MessageChannel();
    painted.port1.onmessage = () => {
      window.benchTold(what, performance.timeOrigin + performance.now() - from);
    };
    painted.port2.postMessage(0);
  };

  const onView = (within, month) => [...document.querySelectorAll(within + " table.rows")].some(
    (table) => table.getClientRects().length > 0
      && table.querySelectorAll("tbody th[scope=row]").length >= window.benchRows
      && (!month || table.caption.textContent.includes(month)));

  // The live page stands and nothing is under way: what is clicked now is handled at once.
  const idle = () => {
    const state = window.store && window.store.getState();
    if (!state || state.appLifecycle !== "HYDRATED") return false;
    const { stored, completed, ...waiting } = state.callbacks;
    return !Object.values(waiting).some((list) => list.length)
      && onView("#react-entry-point", "");
  };

  let clicked = JSON.parse(sessionStorage.getItem("benchClicked") || "null");
  window.benchClick = (selector, month) => {
    delete told.change;
    clicked = { month, at: performance.timeOrigin + performance.now() };
    sessionStorage.setItem("benchClicked", JSON.stringify(clicked));
    document.querySelector(selector).click();
  };

  const look = () => {
    if (!told.table && onView("body", "")) tell("table", performance.timeOrigin);
    if (!told.interactive && idle()) tell("interactive", performance.timeOrigin);
    if (clicked && !told.change && onView("body", clicked.month)) {
      tell("change", clicked.at);
      sessionStorage.removeItem("benchClicked");
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
