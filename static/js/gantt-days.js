// Days of a Gantt chart: whole numbers, counted in UTC since 1970, so that no clock change moves a bar; the working days
// among them; how they are written in the language of the page.
(() => {
  "use strict";
  const LENGTH = 86_400_000; // milliseconds of a day
  const numberOf = (iso) => Date.parse(iso) / LENGTH; // a date without a time is read in UTC
  const isoOf = (day) => new Date(day * LENGTH).toISOString().slice(0, 10);
  const weekday = (day) => (((day + 3) % 7) + 7) % 7; // 0 is Monday

  // The working days of a project. `off` are runs of days, first and last; beyond what they tell, weekends are off.
  function calendarOf(off) {
    const closed = new Set();
    for (const [first, last] of off) for (let day = first; day <= last; day += 1) closed.add(day);
    const [from, to] = off.length ? [off[0][0], off.at(-1)[1]] : [Infinity, -Infinity];
    const isOff = (day) => (day >= from && day <= to ? closed.has(day) : weekday(day) > 4);
    // The first working day on that day or after it; before it when the way is -1.
    function nearest(day, way = 1) {
      while (isOff(day)) day += way;
      return day;
    }
    // So many working days later.
    function step(day, count) {
      const way = Math.sign(count);
      for (let left = Math.abs(count); left > 0; left -= 1) day = nearest(day + way, way);
      return day;
    }
    // How many working days lead from one day to another, negative when it comes before.
    function between(start, end) {
      if (end < start) return -between(end, start);
      let count = 0;
      for (let day = start; day < end; day += 1) if (!isOff(day)) count += 1;
      return count;
    }
    return { isOff, nearest, step, between };
  }

  const formats = new Map();
  function written(day, options) {
    const key = JSON.stringify(options);
    const language = document.documentElement.lang;
    if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options }));
    return formats.get(key).format(day * LENGTH);
  }
  const short = (day) => written(day, { day: "numeric", month: "short" });
  const long = (day) => written(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

  const dateOf = (day) => new Date(day * LENGTH);
  // The first day of the month, so many months away.
  function monthOf(day, months = 0) {
    const date = dateOf(day);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / LENGTH;
  }
  window.ganttDays = { numberOf, isoOf, weekday, calendarOf, written, short, long, dateOf, monthOf };
})();
