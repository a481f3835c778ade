/* Explores a chart and saves its image, with plotly. Both are fetched when one of the buttons below a
   chart is used (live.js); until then a chart is the drawing in the page. */
(function () {
  "use strict";
  var SHOW_ALL = "Show all of the chart";

  function readSpec(figure) {
    return JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  }

  // Plotly draws the same area in the same place, so nothing moves.
  function explore(figure, button) {
    var plot = figure.querySelector(".plot"), spec = readSpec(figure);
    if (figure.classList.contains("explored")) { showAll(plot, spec); return; }
    plot.style.setProperty("--height", plot.clientHeight + "px");
    figure.classList.add("explored");
    plot.replaceChildren();
    var layout = extend(spec.layout, spec.explored);
    window.Plotly.newPlot(plot, spec.data, layout, spec.config).then(function () {
      setViewBox(plot);
      plot.on("plotly_afterplot", function () { setViewBox(plot); });
      button.textContent = SHOW_ALL;
    });
  }

  function showAll(plot, spec) {
    var ranges = {};
    ["xaxis", "yaxis"].forEach(function (axis) { ranges[axis + ".range"] = spec.explored[axis].range; });
    window.Plotly.relayout(plot, ranges);
  }

  function extend(keys, more) {
    var extended = Object.assign({}, keys);
    Object.keys(more).forEach(function (name) {
      var own = extended[name], added = more[name];
      var isGroup = own && added && typeof added === "object" && !Array.isArray(added);
      extended[name] = isGroup ? Object.assign({}, own, added) : added;
    });
    return extended;
  }

  // Print scales the chart to the page, which needs its own width and height.
  function setViewBox(plot) {
    var box = plot._fullLayout.width + " " + plot._fullLayout.height;
    plot.style.setProperty("--ratio", box.replace(" ", " / "));
    plot.querySelectorAll(".main-svg").forEach(function (svg) {
      svg.setAttribute("viewBox", "0 0 " + box);
    });
  }

  function saveImage(figure, button) {
    var spec = readSpec(figure), plot = figure.querySelector(".plot");
    var picture = {
      data: spec.data,
      layout: Object.assign({}, spec.layout, spec.image),
      config: spec.config
    };
    var form = button.dataset.image, size = { width: 1280, height: Math.max(640, plot.clientHeight) };
    if (form === "copy") {
      window.copyImage(function () {
        return window.Plotly.toImage(picture, Object.assign({ format: "png", scale: 2 }, size)).then(decode);
      }, button);
      return;
    }
    var saved = { format: form, filename: plot.dataset.name, scale: 2 };
    window.Plotly.downloadImage(picture, Object.assign(saved, size));
  }

  // A picture that plotly gives as an address with its bytes in it.
  function decode(address) {
    var bytes = atob(address.split(",")[1]);
    var codes = Uint8Array.from(bytes, function (letter) { return letter.charCodeAt(0); });
    return new Blob([codes], { type: "image/png" });
  }

  document.addEventListener("scripts-ready", function (event) {
    var button = event.target, figure = button.closest("figure.chart");
    if (button.hasAttribute("data-explore")) { explore(figure, button); }
    if (button.dataset.image) { saveImage(figure, button); }
  });
})();
