// The period shown: a name, and its dates in the gateway's calendar.

export const NAMES = ['today', '7d', '30d', 'month', '12m', 'custom'];

const DATE = /^\d{4}-\d\d-\d\d$/;

function plus(date, days) {
  const [year, month, day] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function monthOf(date, months) {
  const [year, month] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7);
}

/**
 * What the API is asked for: from (inclusive) and to (exclusive), and the step a chart of it has.
 *
 * `open` says whether it reaches to the present.
 *
 * @param wish { range, from, to } as in the address; dates only for custom, where `to` is the last day shown
 * @param today the gateway's date
 */
export function rangeOf(wish, today) {
  const name = NAMES.includes(wish.range) ? wish.range : 'month';
  const until = plus(today, 1);
  switch (name) {
    case 'today': return { name, from: today, to: until, step: 'hour', open: true };
    case '7d': return { name, from: plus(today, -6), to: until, step: 'day', open: true };
    case '30d': return { name, from: plus(today, -29), to: until, step: 'day', open: true };
    case '12m': return { name, from: monthOf(today, -11), to: monthOf(today, 1), step: 'month', open: true };
    case 'custom': return custom(wish, today);
    default: return { name, from: monthOf(today, 0), to: monthOf(today, 1), step: 'day', open: true };
  }
}

function custom({ from, to }, today) {
  const last = DATE.test(to) ? to : today;
  const first = DATE.test(from) && from <= last ? from : plus(last, -6);
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  return {
    name: 'custom', from: first, to: plus(last, 1), first, last, open: last >= today,
    step: days < 3 ? 'hour' : days < 93 ? 'day' : 'month',
  };
}
