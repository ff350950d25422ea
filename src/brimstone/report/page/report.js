"use strict";
(async function () {
  const figures = await unpack.data("figures");
  const byId = (id) => document.getElementById(id);
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 40rem)");
  let printing = false;
  const state = { basis: 0, bands: "some", step: Number(byId("front-step")?.value ?? 0) };
  const initial = figures.voltage ? figures.voltage.data.map((trace) => trace.visible) : [];

  const copyOf = (value) => JSON.parse(JSON.stringify(value));
  const dark = () => scheme.matches && !printing;

  function faded(colour, share) {
    const channel = (start) => parseInt(colour.slice(start, start + 2), 16);
    return `rgba(${channel(1)},${channel(3)},${channel(5)},${share})`;
  }

  // Colours are given on light and on dark; the trace's role says where they go.
  function paint(trace) {
    if (!trace.meta) return;
    const colour = trace.meta.colour[dark() ? 1 : 0];
    if (trace.meta.role === "band") {
      trace.fillcolor = faded(colour, dark() ? 0.2 : 0.14);
      return;
    }
    if (trace.line) trace.line.color = colour;
    trace.marker = Object.assign({}, trace.marker, { color: colour });
    if (trace.marker.line) trace.marker.line.color = colour;
    if (trace.error_y) trace.error_y.color = colour;
  }

  function themed(layout) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const themed = copyOf(layout);
    Object.assign(themed, {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(document.body).fontFamily, size: narrow.matches ? 11 : 13, color: colour("--ink") },
      hoverlabel: { bgcolor: colour("--paper"), bordercolor: colour("--line"), font: { color: colour("--ink") } },
    });
    themed.modebar = { bgcolor: "rgba(0,0,0,0)", color: colour("--muted"), activecolor: colour("--ink") };
    for (const name of Object.keys(themed).filter((key) => /^[xy]axis/.test(key))) {
      Object.assign(themed[name], {
        gridcolor: colour("--grid"),
        linecolor: colour("--muted"),
        tickcolor: colour("--muted"),
        zerolinecolor: colour("--muted"),
      });
      if (narrow.matches && themed[name].title) themed[name].title.font = { size: themed.font.size };
    }
    return themed;
  }

  function specification(name) {
    if (name === "voltage") return voltage();
    if (name.startsWith("front-")) return front(`${name}-${state.step}`);
    return copyOf(figures[name]);
  }

  function voltage() {
    const figure = copyOf(figures.voltage);
    const basis = figure.bases[state.basis];
    figure.data.forEach((trace, place) => {
      trace.x = trace.x.map((value) => value * basis.scale);
      if (trace.hovertemplate) trace.hovertemplate = trace.hovertemplate.replaceAll(figure.bases[0].unit, basis.unit);
      if (trace.meta.role === "band") {
        const chosen = state.bands === "all" || state.bands === trace.meta.group;
        trace.visible = state.bands === "some" ? initial[place] : chosen;
      }
    });
    figure.layout.xaxis.title.text = `Capacity (${basis.unit})`;
    return figure;
  }

  function front(name) {
    const figure = copyOf(figures[name]);
    const bar = figure.data[0].colorbar;
    if (narrow.matches) {
      Object.assign(bar, { orientation: "h", y: 1.02, yanchor: "bottom", x: 0, xanchor: "left", len: 1 });
      bar.title.side = "top";
    }
    return figure;
  }

  const config = {
    responsive: true,
    displaylogo: false,
    modeBarButtons: [["toImage", "resetScale2d"]],
    toImageButtonOptions: { format: "svg", filename: "brimstone" },
  };

  // Where a unit is as long on both axes a figure is as high as its axes ask for, and no more.
  function squareHeight({ data, layout }, width) {
    if (!layout.yaxis?.scaleanchor) return 0;
    const extent = (name) => {
      const range = layout[`${name}axis`].range || data.flatMap((trace) => trace[name]).filter(Number.isFinite);
      return Math.max(...range) - Math.min(...range);
    };
    const [across, up] = [extent("x"), extent("y")];
    const { l, r, t, b } = layout.margin;
    return Math.min(640, Math.max(240, ((width - l - r) * up) / across + t + b + 30));
  }

  // Names of bars that find no room beside each other are turned; plotly counts the letters of all lines together.
  const LETTER = 0.58; // width of a letter over its size
  function turnNames({ xaxis, margin, font }, width) {
    if (xaxis?.type !== "category" || !xaxis.ticktext) return;
    const letters = Math.max(...xaxis.ticktext.flatMap((name) => name.split("<br>")).map((line) => line.length));
    const room = (width - margin.l - margin.r) / xaxis.ticktext.length;
    if (letters * font.size * LETTER > room) xaxis.tickangle = 90;
  }

  function draw(place) {
    const figure = specification(place.dataset.figure);
    const layout = themed(figure.layout);
    const height = squareHeight(figure, printing ? 640 : place.clientWidth);
    place.style.height = height && !printing ? `${height}px` : "";
    // The width of a sheet; on the screen figures follow the window.
    if (printing) Object.assign(layout, { width: 640, height: height || 380 });
    turnNames(layout, printing ? 640 : place.clientWidth);
    figure.data.forEach(paint);
    return Plotly.react(place, figure.data, layout, config);
  }

  await unpack.program("plotly");
  const places = Array.from(document.querySelectorAll("[data-figure]"));
  const drawAll = () => places.forEach(draw);
  const redraw = (...names) => places.filter((place) => names.includes(place.dataset.figure)).forEach(draw);

  function on(id, event, action) {
    const element = byId(id);
    if (element) element.addEventListener(event, () => action(element));
  }

  on("basis", "change", (menu) => { state.basis = Number(menu.value); redraw("voltage"); });
  on("band", "change", (menu) => { state.bands = menu.value; redraw("voltage"); });
  on("front-step", "change", (menu) => { state.step = Number(menu.value); redraw("front-state", "front-reaction"); });

  on("find", "input", (field) => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = Array.from(document.querySelectorAll(".provenance tbody tr"));
    let found = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      found += row.hidden ? 0 : 1;
    }
    byId("found").textContent = words.length ? `${found} of ${rows.length}` : "";
  });

  function save(text, type, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  on("save", "click", async () => save(JSON.stringify(await unpack.data("run")), "application/json", "run.json"));

  on("all-steps", "click", async (button) => {
    byId("step-table").querySelector("tbody").innerHTML = await unpack.text("steps");
    button.parentElement.remove();
  });

  // The numbers behind a figure: a row a point, made when somebody asks for them.
  const MOST_ROWS = 300;

  function rowsOf(figure) {
    const { xaxis, yaxis, yaxis2, yaxis3 } = figure.layout;
    const title = (axis) => axis?.title?.text || "";
    const upright = { y: yaxis, y2: yaxis2, y3: yaxis3 };
    const rows = [];
    for (const trace of figure.data) {
      if (trace.z) {
        trace.z.forEach((line, up) => line.forEach((value, across) => rows.push([title(trace.colorbar), trace.x[across], trace.y[up], value])));
        continue;
      }
      const role = trace.meta?.role === "band" ? ", edge of the band" : "";
      const errors = trace.error_y;
      trace.x.forEach((x, place) => {
        const y = trace.y[place];
        const ends = errors ? [y - errors.arrayminus[place], y + errors.array[place]] : [];
        rows.push([`${trace.name || title(upright[trace.yaxis || "y"])}${role}`, x, y, ...ends]);
      });
    }
    const heads = figure.data[0]?.z
      ? ["", title(xaxis), title(yaxis), title(figure.data[0].colorbar)]
      : ["series", title(xaxis), [yaxis, yaxis2, yaxis3].map(title).filter(Boolean).join(" / "), "low", "high"];
    const used = Math.max(0, ...rows.map((row) => row.length));
    return [heads.slice(0, used), ...rows];
  }

  const rounded = (value) => (typeof value === "number" ? String(Number(value.toPrecision(6))) : value ?? "");

  function numbers(place) {
    const [heads, ...rows] = rowsOf(specification(place.dataset.numbers));
    const table = document.createElement("table");
    const line = (cells, tag) => {
      const row = document.createElement("tr");
      for (const cell of cells) {
        const made = document.createElement(tag);
        made.textContent = rounded(cell);
        if (tag === "th") made.scope = "col";
        if (typeof cell === "number") made.className = "n";
        row.append(made);
      }
      return row;
    };
    table.append(line(heads, "th"), ...rows.slice(0, MOST_ROWS).map((row) => line(row, "td")));
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Save as CSV";
    const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : /^[=+@\t]|^-\D/.test(cell) ? `'${cell}` : cell);
    button.addEventListener("click", () => {
      const text = [heads, ...rows].map((row) => row.map((cell) => quoted(String(rounded(cell)))).join(",")).join("\n");
      save(`${text}\n`, "text/csv", `${place.dataset.numbers}.csv`);
    });
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.append(table);
    const note = document.createElement("p");
    note.className = "caption";
    note.textContent = rows.length > MOST_ROWS ? `The first ${MOST_ROWS} of ${rows.length} rows; the file has all.` : "";
    place.replaceChildren(place.firstElementChild, button, scroll, note);
  }

  document.querySelectorAll("[data-numbers]").forEach((place) => place.addEventListener("toggle", () => {
    if (place.open && !printing) numbers(place);
  }));

  // Paper is white and shows everything.
  window.addEventListener("beforeprint", () => {
    printing = true;
    document.querySelectorAll("details:not(.numbers)").forEach((part) => { part.dataset.was = part.open ? "open" : ""; part.open = true; });
    drawAll();
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    document.querySelectorAll("details:not(.numbers)").forEach((part) => { part.open = part.dataset.was === "open"; });
    drawAll();
  });
  scheme.addEventListener("change", drawAll);
  // A scale of colours that lay above a figure is left behind unless the figure is made anew.
  addEventListener("resize", () => places.filter((place) => place.style.height).forEach(draw));
  narrow.addEventListener("change", () => { places.forEach(Plotly.purge); drawAll(); });
  drawAll();
})();
