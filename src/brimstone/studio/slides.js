// Of a slider that moves, only the place where it is by now goes to the server, once the last one has been drawn.
window.slides = (() => {
  const PATIENCE = 1500; // [ms] after which a place is sent though nothing was drawn
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
  return {
    move: (tell) => {
      next = tell;
      if (!waiting) send();
    },
    rest: (tell) => {
      next = tell;
      send();
    },
    drawn: send,
  };
})();
