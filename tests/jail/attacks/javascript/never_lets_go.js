// title: lets promises follow each other for ever, so that no timer is ever heard
// source: judge test: starvation of the event loop
// blocked: wall_time or cpu_time
// twin: no: that it goes on for ever cannot be waited for
// Nothing is returned: promises that wait for each other would fill the memory first.
const again = () => {
  Promise.resolve().then(again);
};
again();
