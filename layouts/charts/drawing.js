/* Saves drawings that are SVG in the page, the map and the small charts, as one image with their
   title, source and date. It is fetched when one of their buttons is used (live.js). */
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg", EDGE = 24, GAP = 16, CAPTION = 44, WIDE = 1280;
  var COPIED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-size",
    "font-weight", "font-family", "text-anchor", "paint-order", "stroke-linejoin"];

  function make(name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  // A copy that needs neither the page's styles nor its sprite of marks.
  function copyDrawing(svg) {
    var copy = svg.cloneNode(true), from = svg.querySelectorAll("*");
    copy.querySelectorAll("*").forEach(function (node, at) {
      var style = getComputedStyle(from[at]);
      COPIED.forEach(function (name) {
        if (style.getPropertyValue(name)) { node.setAttribute(name, style.getPropertyValue(name)); }
      });
    });
    copy.querySelectorAll("use").forEach(function (use) {
      var symbol = document.querySelector(use.getAttribute("href"));
      var mark = make("svg", { viewBox: symbol.getAttribute("viewBox") });
      ["x", "y", "width", "height"].forEach(function (name) {
        mark.setAttribute(name, use.getAttribute(name));
      });
      mark.append(...symbol.cloneNode(true).childNodes);
      use.replaceWith(mark);
    });
    ["style", "class", "role", "aria-label"].forEach(function (name) { copy.removeAttribute(name); });
    return copy;
  }

  function writeLine(sheet, x, y, text, size, bold) {
    sheet.appendChild(make("text", {
      x: x, y: y, "font-size": size, "font-weight": bold ? 700 : 400, fill: "#212b32",
      "font-family": "Arial, sans-serif"
    }, text));
  }

  // All drawings of a figure on one sheet, each below its caption.
  function compose(figure) {
    var drawn = Array.from(figure.querySelectorAll("svg[data-drawing]"));
    var across = drawn.length === 1 ? 1 : 4;
    var width = (WIDE - 2 * EDGE - (across - 1) * GAP) / across;
    var sheet = make("svg", { xmlns: SVG, width: WIDE }), top = 84, row = 0;
    sheet.appendChild(make("rect", { width: "100%", height: "100%", fill: "#fff" }));
    writeLine(sheet, EDGE, 40, figure.dataset.title, 22, true);
    drawn.forEach(function (svg, at) {
      var box = svg.viewBox.baseVal, caption = svg.dataset.drawing;
      var drawing = copyDrawing(svg), high = caption ? CAPTION : 0;
      var scale = Math.min(1, width / box.width) * (drawn.length > 1 ? width / box.width : 1);
      var x = EDGE + (at % across) * (width + GAP);
      if (at && at % across === 0) { top += row; row = 0; }
      if (caption) { writeLine(sheet, x, top + 20, caption, 14, true); }
      drawing.setAttribute("x", x);
      drawing.setAttribute("y", top + high - 12);
      drawing.setAttribute("width", box.width * scale);
      drawing.setAttribute("height", box.height * scale);
      sheet.appendChild(drawing);
      row = Math.max(row, high + box.height * scale + GAP);
    });
    top += row + 24;
    figure.dataset.under.split("\n").forEach(function (line) {
      writeLine(sheet, EDGE, top, line, 13, false);
      top += 20;
    });
    sheet.setAttribute("height", top + 8);
    sheet.setAttribute("viewBox", "0 0 " + WIDE + " " + (top + 8));
    return sheet;
  }

  function encode(sheet) {
    var text = new XMLSerializer().serializeToString(sheet);
    return new Blob([text], { type: "image/svg+xml;charset=utf-8" });
  }

  function paint(sheet) {
    return new Promise(function (resolve, reject) {
      var image = new Image(), address = URL.createObjectURL(encode(sheet));
      image.onload = function () {
        var canvas = document.createElement("canvas");
        canvas.width = 2 * WIDE;
        canvas.height = 2 * Number(sheet.getAttribute("height"));
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        canvas.toBlob(resolve, "image/png");
      };
      image.onerror = reject;
      image.src = address;
    });
  }

  function save(blob, name) {
    var link = document.createElement("a"), address = URL.createObjectURL(blob);
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
  }

  document.addEventListener("scripts-ready", function (event) {
    var button = event.target;
    if (!button.dataset.save) { return; }
    var figure = button.closest("[data-name]"), sheet = compose(figure), form = button.dataset.save;
    if (form === "svg") { save(encode(sheet), figure.dataset.name + ".svg"); return; }
    if (form === "copy") { window.copyImage(function () { return paint(sheet); }, button); return; }
    paint(sheet).then(function (png) { save(png, figure.dataset.name + ".png"); });
  });
})();
