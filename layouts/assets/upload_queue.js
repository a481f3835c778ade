/* Uploads dropped or chosen files one after another, shows the progress of each, allows cancelling,
   and then shows the checked files. Without this script the form works by itself. */
(function () {
  "use strict";
  var files = [], busy = false, address = "";

  function find(selector) {
    return document.querySelector("#live.on " + selector) || document.querySelector("#first " + selector);
  }

  function addFiles(chosen) {
    var most = Number(find("[data-drop]").dataset.most);
    Array.prototype.forEach.call(chosen, function (file) {
      var large = file.size > most;
      files.push({
        file: file, sent: 0, state: large ? "failed" : "waiting",
        message: large ? "Larger than " + most / 1048576 + " MB, so it was not uploaded." : "Waiting"
      });
    });
    draw();
    if (!busy) { sendNext(); }
  }

  function sendNext() {
    var upcoming = files.filter(function (each) { return each.state === "waiting"; })[0];
    busy = Boolean(upcoming);
    if (upcoming) { send(upcoming); } else { finish(); }
  }

  function send(each) {
    var form = find("[data-drop]"), data = new FormData(), request = new XMLHttpRequest();
    data.append("csrf_token", form.querySelector("[name=csrf_token]").value);
    data.append("who", form.querySelector("[name=who]").value);
    data.append("files", each.file);
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = function (event) {
      each.sent = event.total ? event.loaded / event.total : 0;
      setState(each, "sending", each.sent < 1 ? "Sending, " + Math.floor(each.sent * 100) + "%" : "Checking");
    };
    request.onload = function () {
      var answer = request.response;
      if (request.status === 429 && answer) {
        setState(each, "failed", answer.messages.join(" "), true);
      } else if (request.status !== 200 || !answer) {
        setState(each, "failed", "Upload failed. Reload this page and try again.", true);
      } else {
        address = answer.address;
        setState(each, "done", answer.messages.length ? answer.messages.join(" ") : "Ready to check below.", true);
      }
      sendNext();
    };
    request.onerror = function () {
      setState(each, "failed", "Connection lost. Nothing was kept. Try again.", true);
      sendNext();
    };
    request.onabort = function () { setState(each, "cancelled", "Cancelled", true); sendNext(); };
    each.request = request;
    setState(each, "sending", "Sending, 0%", true);
    request.send(data);
  }

  function finish() {
    var failed = files.some(function (each) { return each.state === "failed"; });
    if (address && !failed) { location.assign(address); return; }
    if (address) { find("[data-sending-on]").hidden = false; find("[data-sending-on] a").href = address; }
  }

  function setState(each, state, message, announce) {
    each.state = state;
    each.message = message;
    draw();
    if (announce) { find("[data-sending-status]").textContent = each.file.name + ": " + message; }
  }

  // One line for each file. Lines stay in place, so that a button in use keeps the focus.
  function draw() {
    var list = find("[data-sending]");
    if (!list) { return; }
    list.hidden = files.length === 0;
    files.forEach(function (each, at) {
      var line = list.children[at] || list.appendChild(makeLine(each, at));
      line.className = each.state;
      line.querySelector("span").textContent = each.message;
      line.querySelector("progress").value = each.state === "done" ? 1 : each.sent;
      line.querySelector("progress").hidden = each.state !== "sending";
      line.querySelector("button").hidden = each.state !== "sending" && each.state !== "waiting";
    });
  }

  function makeLine(each, at) {
    var line = document.createElement("li"), name = document.createElement("b");
    var progress = document.createElement("progress"), cancel = document.createElement("button");
    name.textContent = each.file.name;
    progress.max = 1;
    progress.setAttribute("aria-label", "Upload progress of " + each.file.name);
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
    if (each.state === "waiting") { setState(each, "cancelled", "Cancelled", true); }
  });

  document.addEventListener("change", function (event) {
    if (event.target.id !== "files" || !event.target.files.length) { return; }
    addFiles(event.target.files);
    event.target.value = "";
  });

  ["dragenter", "dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var place = find("[data-drop]");
      if (!place || !event.dataTransfer || event.dataTransfer.types.indexOf("Files") < 0) { return; }
      event.preventDefault();  // the browser would open a file dropped outside the drop area
      var inside = place.contains(event.target);
      place.classList.toggle("over", inside && kind !== "drop" && kind !== "dragleave");
      if (kind === "drop" && inside) { addFiles(event.dataTransfer.files); }
    });
  });

  // The browser remembers the name.
  function fillNames() {
    document.querySelectorAll("[data-who]").forEach(function (input) {
      try { input.value = input.value || localStorage.getItem("who") || ""; } catch { /* not kept */ }
    });
    draw();
    // The latest months are on the right, and are the ones people look for.
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
  document.addEventListener("page-shown", fillNames);
  fillNames();
})();
