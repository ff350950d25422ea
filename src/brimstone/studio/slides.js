// Of a slider that moves, only the place where it is by now goes to the server, once the last one has been drawn.
window.slides = (() => {
  const PATIENCE = 200; // [ms] after which a later place is told though nothing was drawn: it takes the turn of the former
  let waiting = false, next = null, timer = 0;
  const send = () => {
    const tell = next;
    next = null;
    waiting = tell !== null;
    clearTimeout(timer);
    if (waiting) {
      timer = setTimeout(send, PATIENCE);
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
      if (!waiting) send();
    },
    rest: (slider, emit) => {
      place(slider, emit);
      send();
    },
    drawn: send,
  };
})();
