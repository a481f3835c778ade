/* The data page's live half: sends dropped or chosen files one after the other, shows how far each
   is, lets it be cancelled, and then shows what is in them. Without it the form works as it is. */
(function () {
  "use strict";
  var files = [], busy = false, address = "";

  function one(selector) {
    return document.querySelector("#live.on " + selector) || document.querySelector("#first " + selector);
  }

  function add(chosen) {
    var most = Number(one("[data-drop]").dataset.most);
    Array.prototype.forEach.call(chosen, function (file) {
      var large = file.size > most;
      files.push({
        file: file, sent: 0, state: large ? "failed" : "waiting",
        told: large ? "Larger than " + most / 1048576 + " MB, so it was not sent." : "Waiting"
      });
    });
    draw();
    if (!busy) { next(); }
  }

  function next() {
    var upcoming = files.filter(function (each) { return each.state === "waiting"; })[0];
    busy = Boolean(upcoming);
    if (upcoming) { send(upcoming); } else { finish(); }
  }

  function send(each) {
    var form = one("[data-drop]"), data = new FormData(), request = new XMLHttpRequest();
    data.append("csrf_token", form.querySelector("[name=csrf_token]").value);
    data.append("who", form.querySelector("[name=who]").value);
    data.append("files", each.file);
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = function (event) {
      each.sent = event.total ? event.loaded / event.total : 0;
      tell(each, "sending", each.sent < 1 ? "Sending, " + Math.floor(each.sent * 100) + "%" : "Looking at it");
    };
    request.onload = function () {
      var answer = request.response;
      if (request.status !== 200 || !answer) {
        tell(each, "failed", "It was not taken in. Open this page again and send it once more.", true);
      } else {
        address = answer.address;
        tell(each, "done", answer.messages.length ? answer.messages.join(" ") : "It waits for you below.", true);
      }
      next();
    };
    request.onerror = function () {
      tell(each, "failed", "The connection broke. Nothing of it was kept: send it again.", true);
      next();
    };
    request.onabort = function () { tell(each, "cancelled", "Cancelled", true); next(); };
    each.request = request;
    tell(each, "sending", "Sending, 0%", true);
    request.send(data);
  }

  function finish() {
    var failed = files.some(function (each) { return each.state === "failed"; });
    if (address && !failed) { location.assign(address); return; }
    if (address) { one("[data-sending-on]").hidden = false; one("[data-sending-on] a").href = address; }
  }

  function tell(each, state, told, aloud) {
    each.state = state;
    each.told = told;
    draw();
    if (aloud) { one("[data-sending-status]").textContent = each.file.name + ": " + told; }
  }

  // A line a file. Lines stay in place, so that the focus stays on a button that is being used.
  function draw() {
    var list = one("[data-sending]");
    if (!list) { return; }
    list.hidden = files.length === 0;
    files.forEach(function (each, at) {
      var line = list.children[at] || list.appendChild(made(each, at));
      line.className = each.state;
      line.querySelector("span").textContent = each.told;
      line.querySelector("progress").value = each.state === "done" ? 1 : each.sent;
      line.querySelector("progress").hidden = each.state !== "sending";
      line.querySelector("button").hidden = each.state !== "sending" && each.state !== "waiting";
    });
  }

  function made(each, at) {
    var line = document.createElement("li"), name = document.createElement("b");
    var progress = document.createElement("progress"), cancel = document.createElement("button");
    name.textContent = each.file.name;
    progress.max = 1;
    progress.setAttribute("aria-label", "How much of " + each.file.name + " is sent");
    cancel.type = "button";
    cancel.className = "button plain";
    cancel.textContent = "Cancel";
    cancel.dataset.cancel = at;
    cancel.setAttribute("aria-label", "Cancel " + each.file.name);
    line.append(name, progress, document.createElement("span"), cancel);
    return line;
  }

  document.addEventListener("click", function (event) {
    var cancel = event.target.closest && event.target.closest("[data-cancel]");
    if (!cancel) { return; }
    var each = files[Number(cancel.dataset.cancel)];
    if (each.state === "sending") { each.request.abort(); }
    if (each.state === "waiting") { tell(each, "cancelled", "Cancelled", true); }
  });

  document.addEventListener("change", function (event) {
    if (event.target.id !== "files" || !event.target.files.length) { return; }
    add(event.target.files);
    event.target.value = "";
  });

  ["dragenter", "dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var place = one("[data-drop]");
      if (!place || !event.dataTransfer || event.dataTransfer.types.indexOf("Files") < 0) { return; }
      event.preventDefault();  // a file dropped beside the place would be opened, and the page lost
      var inside = place.contains(event.target);
      place.classList.toggle("over", inside && kind !== "drop" && kind !== "dragleave");
      if (kind === "drop" && inside) { add(event.dataTransfer.files); }
    });
  });

  // The name is typed once and remembered in this browser.
  function fill() {
    document.querySelectorAll("[data-who]").forEach(function (input) {
      try { input.value = input.value || localStorage.getItem("who") || ""; } catch { /* not kept */ }
    });
    draw();
    // The latest months stand last, and are what one came for.
    document.querySelectorAll(".calendar .scroll").forEach(function (each) { each.scrollLeft = each.scrollWidth; });
  }
  document.addEventListener("toggle", function (event) {
    var table = event.target.matches(".by-area") && event.target.querySelector(".scroll");
    if (table) { table.scrollLeft = table.scrollWidth; }
  }, true);
  document.addEventListener("input", function (event) {
    if (!event.target.hasAttribute("data-who")) { return; }
    try { localStorage.setItem("who", event.target.value); } catch { /* not kept */ }
    document.querySelectorAll("[data-who]").forEach(function (input) { input.value = event.target.value; });
  });
  document.addEventListener("page-shown", fill);
  fill();
})();
