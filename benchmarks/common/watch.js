/* Put into each page before anything else: tells when what is sought (a table, a chart) is on
   view, when the page is interactive, and when the month that was clicked for is on view. Looks once a frame; a moment is
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

  // The box has all its parts and a size; a table for a month says so in its caption.
  const { box, part, parts } = window.benchSought;
  const onView = (within, month) => [...document.querySelectorAll(within + " " + box)].some(
    (found) => found.getClientRects().length > 0
      && found.querySelectorAll(part).length >= parts
      && (!month || found.caption.textContent.includes(month)));

  // The live page stands and nothing is under way: what is clicked now is handled at once.
  const idle = () => {
    const state = window.store && window.store.getState();
    if (!state || state.appLifecycle !== "HYDRATED") return false;
    const { stored: _stored, completed: _completed, ...waiting } = state.callbacks;
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
    if (!told["on view"] && onView("body", "")) tell("on view", performance.timeOrigin);
    if (!told.interactive && idle()) tell("interactive", performance.timeOrigin);
    if (clicked && !told.change && onView("body", clicked.month)) {
      tell("change", clicked.at);
      sessionStorage.removeItem("benchClicked");
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
