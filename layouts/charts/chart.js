/* Draws the charts of a page from their data in the markup, with plotly, which is loaded once. It
   runs in the first response; a page without a chart does not load it. */
(function () {
  "use strict";
  if (window.charts) { return; }
  var library = null;

  function loadLibrary(address) {
    library = library || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = function () { resolve(window.Plotly); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
    return library;
  }

  function readSpec(plot) {
    return JSON.parse(plot.parentNode.querySelector("script[type='application/json']").textContent);
  }

  // A chart is drawn when it has a size, so a chart in a closed section waits until it is opened.
  var sizes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.contentRect.width) { drawOrResize(entry.target); }
    });
  });

  // Until it is drawn, a chart has the height that it will have: its room has it without a style.
  function takeRoom(plot) {
    var room = plot.querySelector(".room");
    plot.style.setProperty("--height", room.getAttribute("height") + "px");
    room.remove();
  }

  function drawOrResize(plot) {
    if (plot.classList.contains("js-plotly-plot")) { window.Plotly.Plots.resize(plot); return; }
    if (plot.dataset.asked) { return; }
    plot.dataset.asked = "1";
    loadLibrary(plot.dataset.library).then(function (plotly) {
      var drawn = readSpec(plot);
      takeRoom(plot);
      return plotly.newPlot(plot, drawn.data, drawn.layout, drawn.config).then(function () {
        setViewBox(plot);
        plot.on("plotly_afterplot", function () { setViewBox(plot); });
      });
    }).catch(function () {
      plot.textContent = "The chart could not be drawn. Its table has the same figures.";
    });
  }

  // Print scales the chart to the page, which needs its own width and height.
  function setViewBox(plot) {
    var box = plot._fullLayout.width + " " + plot._fullLayout.height;
    plot.style.setProperty("--ratio", box.replace(" ", " / "));
    plot.querySelectorAll(".main-svg").forEach(function (svg) {
      svg.setAttribute("viewBox", "0 0 " + box);
    });
  }

  function findPlots(within) { return within.querySelectorAll("figure.chart > .plot"); }

  window.charts = {
    draw: function (within) { findPlots(within).forEach(function (plot) { sizes.observe(plot); }); },
    // A drawn chart is not drawn again: it moves to its place in the live page.
    move: function (from, to) {
      var places = findPlots(to);
      findPlots(from).forEach(function (plot, at) {
        if (places[at] && plot.dataset.asked) { places[at].replaceWith(plot); }
      });
    }
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-image]");
    if (!button) { return; }
    var plot = button.closest("figure.chart").querySelector(".plot"), drawn = readSpec(plot);
    var picture = {
      data: drawn.data,
      layout: Object.assign({}, drawn.layout, drawn.image),
      config: drawn.config
    };
    var form = button.dataset.image, size = { width: 1280, height: Math.max(640, plot.clientHeight) };
    if (form === "copy") {
      window.copyImage(loadLibrary(plot.dataset.library).then(function (plotly) {
        return plotly.toImage(picture, Object.assign({ format: "png", scale: 2 }, size));
      }).then(decode), button);
      return;
    }
    loadLibrary(plot.dataset.library).then(function (plotly) {
      var saved = { format: form, filename: plot.dataset.name, scale: 2 };
      return plotly.downloadImage(picture, Object.assign(saved, size));
    });
  });

  // A picture that plotly gives as an address with its bytes in it.
  function decode(address) {
    var bytes = atob(address.split(",")[1]);
    var codes = Uint8Array.from(bytes, function (letter) { return letter.charCodeAt(0); });
    return new Blob([codes], { type: "image/png" });
  }

  window.charts.draw(document.getElementById("first") || document);
})();
