// Of a slider that moves, only the place where it is by now goes to the server, once the last one has been drawn.
window.slides = (() => {
  // [ms] after which a later place is told though nothing was drawn: it takes the turn of the former. Doubled each
  // time, so that a server that is slow is not asked the more for it.
  const PATIENCE = 200;
  let waiting = false, next = null, timer = 0, patience = PATIENCE;
  const send = (after) => {
    const tell = next;
    next = null;
    waiting = tell !== null;
    patience = after;
    clearTimeout(timer);
    if (waiting) {
      timer = setTimeout(() => send(2 * patience), patience);
      tell();
    }
  };
  const place = (slider, emit) => {
    slider.style.setProperty("--at", `${(100 * slider.value) / slider.max}%`);
    next = () => emit(slider.value);
  };
  return {
    move: (slider, emit) => {
      place(slider, emit);
      if (!waiting) send(PATIENCE);
    },
    rest: (slider, emit) => {
      place(slider, emit);
      send(PATIENCE);
    },
    drawn: () => send(PATIENCE),
  };
})();
