/* Keeps what is typed in a form with data-draft in this browser until it is saved. After a reload or
   a lost session it is in the form again, with the versions it was typed on, so that two people who
   change the same value are still asked. Who signs in after someone else has drafts of their own. */
(function () {
  "use strict";
  var bar = document.querySelector("[data-user]");
  var PREFIX = "draft " + (bar ? bar.dataset.user : "") + " ", KEPT_DAYS = 14, DAY = 86400000;
  var SENT = "sent draft";
  var FIELDS = "input[id]:not([type=hidden]):not([type=file]), textarea[id], select[id]";

  function read(form) {
    try { return JSON.parse(localStorage.getItem(PREFIX + form.dataset.draft)); } catch { return null; }
  }

  function drop(name) {
    try { localStorage.removeItem(PREFIX + name); } catch { /* Nothing is kept. */ }
  }

  // The page of the site, or the whole document of a form that is shown without other scripts.
  function findPage() {
    return document.getElementById("live") || document;
  }

  function readField(field) {
    if (field.type === "checkbox") { return String(field.checked); }
    return field.multiple ? listChosen(field, "selected") : field.value;
  }

  function listChosen(field, which) {
    return JSON.stringify(Array.from(field.options).filter(function (option) { return option[which]; })
      .map(function (option) { return option.value; }));
  }

  function fillField(field, typed) {
    if (field.type === "checkbox") { field.checked = typed === "true"; return; }
    if (!field.multiple) { field.value = typed; return; }
    var chosen = JSON.parse(typed);
    Array.from(field.options).forEach(function (option) { option.selected = chosen.includes(option.value); });
  }

  // What the page came with.
  function findDefault(field) {
    if (field.type === "checkbox") { return String(field.defaultChecked); }
    if (field.tagName !== "SELECT") { return field.defaultValue; }
    if (field.multiple) { return listChosen(field, "defaultSelected"); }
    var chosen = Array.from(field.options).find(function (option) { return option.defaultSelected; });
    return (chosen || field.options[0] || field).value;
  }

  // Where it begins, "value-" or "evidence-", the version of the same field is with it. Otherwise the
  // form has one version.
  function findVersion(field) {
    return document.getElementById("version-" + field.id.replace(/^[a-z]+-/, "")) ||
      field.form.querySelector("#version");
  }

  function keep(form) {
    var typed = {}, versions = {};
    // An answer that refuses a form came with what was typed, which is still to be saved.
    var refused = isRefusal(form) && read(form) ? read(form).typed : {};
    form.querySelectorAll(FIELDS).forEach(function (field) {
      if (readField(field) === findDefault(field) && !(field.id in refused)) { return; }
      typed[field.id] = readField(field);
      var version = findVersion(field);
      if (version) { versions[version.id] = version.value; }
    });
    if (!Object.keys(typed).length) { drop(form.dataset.draft); return; }
    var draft = { typed: typed, versions: versions, at: Date.now() };
    try { localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(draft)); } catch { /* Nothing is kept. */ }
  }

  // It has in it what was sent, and the version that somebody else saved: what is sent now replaces theirs.
  function isRefusal(form) {
    return form.hasAttribute("data-refused");
  }

  function restore(form, isAnswer) {
    var draft = read(form);
    if (!draft) { return; }
    if (isRefusal(form)) { keep(form); return; }
    var isOld = Date.now() - draft.at > KEPT_DAYS * DAY;
    if (isOld || (!isAnswer && isSaved(form, draft))) { drop(form.dataset.draft); return; }
    var found = 0;
    Object.keys(draft.typed).forEach(function (id) {
      var field = document.getElementById(id);
      if (!field || field.form !== form || readField(field) === draft.typed[id]) { return; }
      fillField(field, draft.typed[id]);
      found += 1;
    });
    Object.keys(draft.versions).forEach(function (id) {
      var version = document.getElementById(id);
      if (version && version.form === form) { version.value = draft.versions[id]; }
    });
    form.querySelector("[data-draft-note]").hidden = !found;
  }

  // The page came with all of it, so it was saved, but the reader left before the page said so.
  function isSaved(form, draft) {
    return Object.keys(draft.typed).every(function (id) {
      var field = document.getElementById(id);
      return field && field.form === form && findDefault(field) === draft.typed[id];
    });
  }

  // The form that was sent is forgotten only if the page that answers says that it was saved: not
  // after another button of that page, such as Undo, and not after an answer with a fault.
  function forgetSaved() {
    var sent = null;
    try {
      sent = sessionStorage.getItem(SENT);
      sessionStorage.removeItem(SENT);
    } catch { /* Nothing is kept. */ }
    if (sent !== null && findPage().querySelector("[data-saved]")) { drop(sent); }
    return sent !== null;
  }

  function showDrafts() {
    // An answer that refuses a form has in it what was typed, though it is not saved.
    var isAnswer = forgetSaved();
    findPage().querySelectorAll("form[data-draft]").forEach(function (form) { restore(form, isAnswer); });
  }

  if (findPage() === document) { showDrafts(); } else { document.addEventListener("page-shown", showDrafts); }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    try {
      var name = form.dataset.draft || form.dataset.draftOf;  // the second only confirms the first
      if (name) { sessionStorage.setItem(SENT, name); }
      else { sessionStorage.removeItem(SENT); }
    } catch { /* Nothing is kept. */ }
  });

  ["input", "change"].forEach(function (what) {
    document.addEventListener(what, function (event) {
      var form = event.target.form;
      if (form && form.hasAttribute("data-draft")) { keep(form); }
    });
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-draft-drop]");
    if (!button) { return; }
    drop(button.form.dataset.draft);
    location.replace(location.pathname + location.search);
  });
})();
