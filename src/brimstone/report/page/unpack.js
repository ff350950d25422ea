"use strict";
// The figures' data, and the program that draws them, are packed: 85 letters for bytes of zlib. The program runs once it
// is unpacked, as the page's policy knows its hash.
const unpack = (function () {
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;.=>?@^_`{|}~";
  const values = new Uint8Array(128);
  Array.from(LETTERS, (letter, value) => { values[letter.charCodeAt(0)] = value; });

  function bytes(words) {
    const missing = (5 - (words.length % 5)) % 5;
    const whole = words + "~".repeat(missing);
    const found = new Uint8Array((whole.length / 5) * 4);
    for (let i = 0, j = 0; i < whole.length; i += 5) {
      let number = 0;
      for (let k = i; k < i + 5; k++) number = number * 85 + values[whole.charCodeAt(k)];
      found[j++] = number >>> 24;
      found[j++] = number >>> 16;
      found[j++] = number >>> 8;
      found[j++] = number;
    }
    return found.subarray(0, found.length - missing);
  }

  async function text(id) {
    const packed = bytes(document.getElementById(id).textContent);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text();
  }

  // A list of objects is packed by columns, objects with the same keys together; the list under "" says where each is.
  function rows(content) {
    if (Array.isArray(content)) return content.map(rows);
    if (content === null || typeof content !== "object") return content;
    const parts = Object.fromEntries(Object.entries(content).map(([name, part]) => [name, rows(part)]));
    if (!("" in parts)) return parts;
    const next = {};
    return parts[""].map((place) => {
      const row = (next[place] = (next[place] ?? -1) + 1);
      return Object.fromEntries(Object.entries(parts[place]).map(([name, column]) => [name, column[row]]));
    });
  }

  return {
    text,
    data: async (id) => rows(JSON.parse(await text(id))),
    program: async (id) => {
      const script = document.createElement("script");
      script.textContent = await text(id);
      document.head.append(script);
    },
  };
})();
