/* Shows server-rendered markup inside Dash and turns links into navigation without a page load.
   Without this script every link still works. */
(function () {
  "use strict";
  var React = window.React;

  function Markup(props) {
    var node = React.useRef(null);
    React.useLayoutEffect(function () { showPage(node.current); }, [props.html]);
    return React.createElement("div", {
      id: props.id, ref: node, dangerouslySetInnerHTML: { __html: props.html }
    });
  }
  window.acting_early = { Markup: Markup };

  var waiting = null;   // the navigation in progress: its target and what to focus after it

  function showPage(node) {
    var page = node.querySelector(".page");
    var first = document.getElementById("first");
    if (first && pressed) { whenReleased = function () { showPage(node); }; return; }
    if (first) { takeOver(first, node); } else { finishNavigation(node); }
    document.dispatchEvent(new Event("page-shown"));
    rememberTeam();
    markDisplay();
    var only = node.querySelector("a[data-only]");
    if (only) { location.replace(only.href); return; }
    if (page) {
      document.title = page.dataset.title;
      // The address includes the selected month, so that the view can be shared as a link.
      if (page.dataset.address !== location.pathname + location.search) {
        history.replaceState(history.state, "", page.dataset.address + location.hash);
      }
    }
  }

  // A click is lost if what it began on is replaced before the button or key is released.
  var pressed = false, whenReleased = null;

  function isPress(event) { return event.type === "keydown" ? event.key === " " : event.button === 0; }

  ["pointerdown", "keydown"].forEach(function (name) {
    document.addEventListener(name, function (event) { pressed = pressed || isPress(event); }, true);
  });
  ["pointerup", "pointercancel", "keyup", "blur"].forEach(function (name) {
    window.addEventListener(name, function () {
      pressed = false;
      setTimeout(function () {  // the click itself comes first
        var show = whenReleased;
        whenReleased = null;
        if (show) { show(); }
      });
    });
  });

  // The live page replaces the first response: same markup, nothing moves.
  function takeOver(first, node) {
    keepExplored(first, node);
    var held = describe(document.activeElement), top = window.scrollY;
    keepTyped(first, node);
    first.remove();
    document.getElementById("live").className = "on";
    var find = document.getElementById("find");
    if (find && find.value) { filterCards(find); }
    if (held) { refocus(held); }
    window.scrollTo(0, top);
    // What a form answered is read first, also where the address leads further down.
    var said = node.querySelector("#messages");
    if (said) { said.focus(); }
  }

  // Keep what was typed, ticked, chosen or opened in the meantime.
  function keepTyped(first, node) {
    first.querySelectorAll("input[id]:not([type=hidden]), textarea[id], select[id], details").forEach(function (old) {
      var there = old.id ? node.querySelector("#" + CSS.escape(old.id))
        : node.querySelectorAll("details")[indexOf(first, old)];
      if (!there) { return; }
      if (old.tagName === "DETAILS") { there.open = old.open; }
      else if (old.type === "file") { there.files = old.files; }
      else if (old.type === "checkbox" || old.type === "radio") { there.checked = old.checked; }
      else if (old.multiple) { keepChosen(old, there); }
      else { there.value = old.value; }
    });
  }

  function keepChosen(old, there) {
    Array.from(old.options).forEach(function (option, at) {
      if (there.options[at]) { there.options[at].selected = option.selected; }
    });
  }

  function indexOf(first, details) {
    return Array.prototype.indexOf.call(first.querySelectorAll("details"), details);
  }

  // A chart that someone explores already moves to its place in the live page.
  function keepExplored(first, node) {
    var places = node.querySelectorAll("figure.chart");
    first.querySelectorAll("figure.chart").forEach(function (figure, at) {
      if (figure.classList.contains("explored") && places[at]) { places[at].replaceWith(figure); }
    });
  }

  // The scripts of charts and drawings are fetched when a pointer or the keyboard comes to one of
  // their buttons. Then the button hears of it, at once if they are there already.
  var fetched = {};

  function fetchScript(address) {
    fetched[address] = fetched[address] || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onload = function () { fetched[address].done = true; resolve(); };
      script.onerror = function () { delete fetched[address]; reject(); };
      document.head.appendChild(script);
    });
    return fetched[address];
  }

  function findUser(event) {
    return event.target.closest && event.target.closest("button[data-scripts]");
  }

  function fetchScripts(button) {
    return button.dataset.scripts.split(" ").map(fetchScript);
  }

  ["pointerover", "focusin"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var button = findUser(event);
      if (button) { fetchScripts(button).forEach(function (each) { each.catch(function () {}); }); }
    });
  });

  document.addEventListener("click", function (event) {
    var button = findUser(event);
    if (!button) { return; }
    var all = fetchScripts(button);
    function use() { button.dispatchEvent(new Event("scripts-ready", { bubbles: true })); }
    if (all.every(function (each) { return each.done; })) { use(); return; }
    var word = button.textContent;
    button.setAttribute("aria-busy", "true");
    Promise.all(all).then(use, function () {
      button.textContent = "Not loaded: try again";
      setTimeout(function () { button.textContent = word; }, 4000);
    }).then(function () { button.removeAttribute("aria-busy"); });
  });

  // Puts a picture on the clipboard while it is still being drawn, and says what became of it.
  window.copyImage = function (draw, button) {
    var says = button.parentNode.querySelector("[role=status]");
    function say(text) { says.textContent = text; }
    say("");
    // Browsers have no clipboard for pages that came over http, unless from the same computer.
    if (!window.ClipboardItem || !navigator.clipboard) {
      say("Not copied: browsers copy images only from an address with https. Save the PNG instead.");
      return;
    }
    navigator.clipboard.write([new ClipboardItem({ "image/png": draw() })]).then(
      function () { say("Copied."); },
      function () { say("Not copied: this browser does not let the page copy. Allow it in the settings of this site, or save the PNG instead."); }
    );
  };

  function finishNavigation(node) {
    if (!waiting) { window.scrollTo(0, 0); return; }
    var move = waiting;
    waiting = null;
    clearTimeout(move.timer);
    document.documentElement.removeAttribute("aria-busy");
    if (!move.stay) { window.scrollTo(0, 0); }
    if (!(move.stay && move.held && refocus(move.held))) {
      var heading = node.querySelector("h1");
      if (heading) { heading.focus({ preventScroll: true }); }
    }
    if (move.hash) {
      var aim = document.getElementById(move.hash.slice(1));
      if (aim) { aim.scrollIntoView(); }
    }
  }

  function describe(element) {
    if (!element || element === document.body) { return null; }
    if (element.id) { return "#" + CSS.escape(element.id); }
    var key = element.getAttribute("data-key");
    if (key) { return '[data-key="' + key + '"]'; }
    var href = element.getAttribute("href");
    return href ? 'a[href="' + CSS.escape(href) + '"]' : null;
  }

  function refocus(selector) {
    var found = document.querySelector("#live " + selector);
    if (found) { found.focus({ preventScroll: true }); }
    return Boolean(found);
  }

  function navigate(address) {
    var to = new URL(address, location.href);
    var live = document.querySelector("#live.on");
    if (!live) { location.assign(to.href); return; }
    waiting = {
      stay: to.pathname === location.pathname,
      held: describe(document.activeElement),
      hash: to.hash,
      // If the server does not respond, a normal page load shows the browser's error.
      timer: setTimeout(function () { location.assign(to.href); }, 8000)
    };
    document.documentElement.setAttribute("aria-busy", "true");
    history.pushState({}, "", to.pathname + to.search + to.hash);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function isPlain(event) {
    return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest) { return; }
    if (event.target.closest("[data-print]")) { window.print(); return; }
    var display = event.target.closest("button[data-display]");
    if (display) { chooseDisplay(display.dataset.display); return; }
    var more = event.target.closest("[data-more]");
    if (more) { showMore(more); return; }
    var link = event.target.closest(".page a[href^='/']");
    if (!link || !isPlain(event) || link.hasAttribute("data-plain")) { return; }
    // An SVG link has no plain href property.
    var to = new URL(link.getAttribute("href"), location.href);
    if (to.pathname + to.search === location.pathname + location.search) { return; }
    event.preventDefault();
    navigate(to.href);
  });

  // Light, dark or larger for a projector: this browser remembers it.
  function chooseDisplay(wanted) {
    document.documentElement.dataset.display = wanted;
    try { localStorage.setItem("display", wanted); } catch { /* nothing is kept */ }
    markDisplay();
  }

  function markDisplay() {
    var chosen = document.documentElement.dataset.display || "";
    document.querySelectorAll("button[data-display]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.display === chosen));
    });
  }

  // A figure in the matrix offers an action about it while it is pointed at or has the focus.
  function offerAction(event) {
    var cell = event.target.closest && event.target.closest("[data-new-action] tbody td");
    var figure = cell && cell.querySelector("a[href^='/indicator/']");
    if (!figure || cell.querySelector(".add-action")) { return; }
    document.querySelectorAll(".add-action:not(:focus)").forEach(function (old) { old.remove(); });
    var table = cell.closest("table"), add = document.createElement("a");
    var place = cell.parentNode.querySelector("th"), name = table.tHead.rows[1].cells[cell.cellIndex];
    var to = new URL(table.dataset.newAction, location.href);
    to.searchParams.set("indicator", figure.pathname.split("/")[2]);
    to.searchParams.set("place", new URL(figure.href).searchParams.get("place"));
    add.href = to.pathname + to.search;
    add.className = "add-action";
    add.textContent = "+";
    add.setAttribute("aria-label", "Add action for " + name.textContent.trim() + ", " + place.textContent.trim());
    cell.appendChild(add);
  }
  document.addEventListener("mouseover", offerAction);
  document.addEventListener("focusin", offerAction);

  // Small print of a table, out of sight until it is asked for.
  function showMore(button) {
    var shown = document.getElementById(button.dataset.more).classList.toggle("detailed");
    button.setAttribute("aria-pressed", String(shown));
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "get" || !form.closest(".page") || form.hasAttribute("data-plain")) { return; }
    event.preventDefault();
    var only = form.querySelector("#find") && form.querySelector("#find").value.trim() && findOnly();
    if (only) { navigate(only.href); return; }
    navigate(form.action.split("?")[0] + "?" + new URLSearchParams(new FormData(form)));
  });

  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, select, textarea, .scroll");
    if (typing || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) { return; }
    var found = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
    if (!found) { return; }
    event.preventDefault();
    if (found.tagName === "A") { found.focus({ preventScroll: true }); found.click(); }
    else { found.focus(); }
  });

  var COLUMNS_ON_PAPER = 20;

  // A wider matrix does not fit on paper, so each group of columns is printed as a table.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("#live.on .matrix.compare, #first .matrix.compare").forEach(splitMatrix);
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll(".printed").forEach(function (each) { each.remove(); });
  });

  function splitMatrix(table) {
    var first = table.tHead.rows[0], groups = first.querySelectorAll("th");
    var start = first.querySelectorAll("td").length;
    if (groups.length < 2 || table.tHead.rows[1].cells.length <= COLUMNS_ON_PAPER) { return; }
    groups.forEach(function (group) {
      var part = table.cloneNode(true), end = start + group.colSpan;
      part.className += " printed";
      Array.from(part.rows).forEach(function (row, at) {
        Array.from(row.cells).forEach(function (cell, column) {
          var kept = at ? column >= start && column < end
            : cell.textContent === group.textContent;
          if (column && !kept) { cell.remove(); }
        });
      });
      table.parentNode.appendChild(part);
      start = end;
    });
  }

  // Teams are always listed; indicators only while something is typed.
  function filterCards(input) {
    var words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var finds = document.getElementById("finds");
    if (!finds) { return; } // there are more pages: the server searches all of them
    var all = document.querySelectorAll("[data-find]"), left = 0;
    all.forEach(function (each) {
      var text = each.dataset.find.toLowerCase();
      var matches = words.every(function (word) { return text.indexOf(word) >= 0; });
      each.hidden = !matches || (!words.length && Boolean(each.closest("#finds")));
      left += each.hidden ? 0 : 1;
    });
    finds.hidden = !words.length;
    document.getElementById("none-found").hidden = left > 0;
    document.getElementById("found").textContent = words.length ? left + " found" : "";
  }

  // Enter opens the only match.
  function findOnly() {
    var shown = document.querySelectorAll("[data-find]:not([hidden])");
    return shown.length === 1 ? shown[0].querySelector("a") : null;
  }

  // The team opened last, which this browser remembers and nobody else sees.
  function rememberTeam() {
    var team = /^\/team\/[^/]+$/.exec(location.pathname), heading = document.querySelector("h1");
    try {
      if (team && heading) {
        localStorage.setItem("my-team", JSON.stringify([team[0], heading.textContent]));
      }
      offerTeam(JSON.parse(localStorage.getItem("my-team") || "null"));
    } catch { /* The browser keeps nothing; the page works without. */ }
  }

  function offerTeam(team) {
    var line = document.getElementById("my-team");
    if (!line || !team) { return; }
    var link = document.createElement("a");
    link.href = team[0] + location.search;
    link.textContent = team[1];
    line.replaceChildren("Your team: ", link);
    line.hidden = false;
  }

  document.addEventListener("input", function (event) {
    if (event.target.id === "find") { filterCards(event.target); }
  });
})();
