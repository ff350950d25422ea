"use strict";
(async function () {
  const byId = (id) => document.getElementById(id);
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const settings = { responsive: true, displaylogo: false };

  function themed(layout) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const themed = JSON.parse(JSON.stringify(layout));
    Object.assign(themed, { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" });
    themed.font = Object.assign({ family: getComputedStyle(document.body).fontFamily }, themed.font, { color: colour("--ink") });
    if (themed.scene) {
      // A narrow page would cut the block off at its sides: look at it from farther away.
      const room = document.getElementById("block"), eye = themed.scene.camera.eye;
      const far = Math.max(1, 1.1 * room.clientHeight / Math.max(1, room.clientWidth));
      for (const axis of ["x", "y", "z"]) eye[axis] *= far;
      for (const axis of ["xaxis", "yaxis", "zaxis"]) {
        themed.scene[axis] = Object.assign({}, themed.scene[axis], { color: colour("--ink"), gridcolor: colour("--line") });
      }
    }
    return themed;
  }

  await unpack.program("plotly");
  const block = await unpack.data("block-data");
  const maps = await unpack.data("map-data");
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  // The surface of a phase: faces that look one way, joined along one axis; each has corners of its own and is flat.
  function surface(cells, shape, phase) {
    const [x, y, z, i, j, k] = [[], [], [], [], [], []], corner = [x, y, z];
    const strides = [shape[1] * shape[2], shape[2], 1];
    for (let a = 0; a < 3; a++) {
      const b = (a + 1) % 3, c = (a + 2) % 3;
      for (const side of [0, 1]) for (let p = 0; p < shape[a]; p++) for (let q = 0; q < shape[b]; q++) {
        const beyond = p + (side ? 1 : -1), edge = beyond < 0 || beyond >= shape[a];
        for (let r = 0, start = -1; r <= shape[c]; r++) {
          const at = p * strides[a] + q * strides[b] + r * strides[c];
          const open = r < shape[c] && cells[at] === phase && (edge || cells[at + (beyond - p) * strides[a]] !== phase);
          if (open && start < 0) start = r;
          if (open || start < 0) continue;
          const first = x.length;
          const round = [[q, start], [q + 1, start], [q + 1, r], [q, r]];  // anticlockwise, seen from outside
          for (const [u, v] of side ? round : round.reverse()) {
            corner[a].push(p + side);
            corner[b].push(u);
            corner[c].push(v);
          }
          i.push(first, first);
          j.push(first + 1, first + 2);
          k.push(first + 2, first + 3);
          start = -1;
        }
      }
    }
    return { x, y, z, i, j, k };
  }

  const cells = bytesOf(block.phases);
  const surfaces = block.traces.map((trace, phase) => ({ type: "mesh3d", showlegend: true, ...trace, ...surface(cells, block.shape, phase) }));
  const showBlock = () => Plotly.react("block", surfaces, themed(block.layout), settings);
  const quantity = byId("quantity");
  function showMap() {
    if (!quantity) return;
    const figure = maps[quantity.value];
    Plotly.react("ternary", figure.data, themed(figure.layout), settings);
  }

  const volume = await unpack.data("slice-data");
  const unpacked = {};
  function bytes(name) {
    unpacked[name] ??= bytesOf(volume.fields[name].bytes);
    return unpacked[name];
  }
  const channels = (colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16));
  const phaseColours = volume.colours.map(channels);

  function showSlice() {
    const normal = Number(byId("axis").value), name = byId("field").value, slider = byId("place");
    const across = [0, 1, 2].filter((axis) => axis !== normal);
    const [width, height] = across.map((axis) => volume.shape[axis]);
    slider.max = volume.shape[normal] - 1;
    const layer = Number(slider.value);
    const strides = [volume.shape[1] * volume.shape[2], volume.shape[2], 1];
    const values = bytes(name), scale = volume.maps[name];
    const nothing = scheme.matches ? [48, 50, 54] : [214, 212, 207];  // where nothing flows, on a dark and on a light page
    const canvas = byId("slice");
    canvas.width = width;
    canvas.height = height;
    canvas.style.aspectRatio = `${volume.size[across[0]]} / ${volume.size[across[1]]}`;
    const image = new ImageData(width, height);
    for (let j = 0; j < height; j++) {
      for (let i = 0; i < width; i++) {
        const value = values[layer * strides[normal] + i * strides[across[0]] + j * strides[across[1]]];
        const colour = scale ? (value === 255 ? nothing : scale[value]) : phaseColours[value];
        image.data.set([colour[0], colour[1], colour[2], 255], 4 * ((height - 1 - j) * width + i));
      }
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
    const axes = ["x", "y", "z"], place = ((layer + 0.5) / volume.shape[normal]) * volume.size[normal];
    byId("where").textContent = `${axes[normal]} = ${place.toFixed(2)} µm (${axes[across[0]]} to the right, ${axes[across[1]]} up)`;
    for (const id of ["scale", "ends"]) byId(id).hidden = !scale;
    byId("legend").hidden = Boolean(scale);
    if (scale) {
      const bar = new ImageData(255, 1);
      scale.forEach((colour, number) => bar.data.set([...colour, 255], 4 * number));
      byId("scale").getContext("2d").putImageData(bar, 0, 0);
      byId("words").textContent = volume.fields[name].words;
      byId("top").textContent = volume.fields[name].top;
    }
  }

  volume.names.forEach((name, number) => {
    const entry = document.createElement("li"), swatch = document.createElement("span");
    swatch.className = "swatch";
    swatch.style.background = volume.colours[number];
    entry.append(swatch, `${name} ${(100 * volume.fractions[number]).toFixed(1)} %`);
    byId("legend").append(entry);
  });
  byId("axis").addEventListener("change", () => { byId("place").value = 0; showSlice(); byId("place").value = Number(byId("place").max) >> 1; showSlice(); });
  for (const id of ["field", "place"]) byId(id).addEventListener("input", showSlice);
  if (quantity) quantity.addEventListener("input", showMap);
  scheme.addEventListener("change", () => { showSlice(); showBlock(); showMap(); });

  showSlice();
  byId("place").value = Number(byId("place").max) >> 1;
  showSlice();
  showBlock();
  showMap();
})();
