// Numbers and times as people read them, in one language and the gateway's zone. Money stays a decimal string all the way:
// it is rounded digit by digit as the console's summaries are, and never passes through a float.

const DASH = '–';

/** Most decimals written out; a unit price times a count has fewer. */
const LONGEST = 18;

const isEndless = (digits) => (digits?.split('.')[1]?.length ?? 0) > LONGEST;

const cut = (digits) => digits.slice(0, digits.indexOf('.') + 1 + LONGEST);

/** Decimals to show: cents, and three significant digits below a dollar. */
function decimals(digits) {
  const [, whole, fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(digits) ?? [];
  if (whole === undefined || /[1-9]/.test(whole)) return 2;
  const zeros = /^0*/.exec(fraction)[0].length;
  return zeros === fraction.length ? 2 : zeros + 3;
}

/** @param zone the gateway's time zone, which all days and hours are in */
export function formats(language, zone) {
  const numbers = (options) => {
    const format = new Intl.NumberFormat(language, { useGrouping: 'always', ...options });
    return (value) => (value === null || value === undefined ? DASH : format.format(value));
  };
  const dates = (options) => {
    const format = new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
    return (value) => (value === null || value === undefined ? DASH : format.format(new Date(value)));
  };
  // Dates without a time of day are the same everywhere.
  const plainDates = (options) => dates({ ...options, timeZone: 'UTC' });

  const whole = numbers({});
  const short = numbers({ notation: 'compact', maximumSignificantDigits: 3 });
  const oneDecimal = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const changes = numbers({ maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const dayMonth = plainDates({ day: 'numeric', month: 'short' });
  const monthName = plainDates({ month: 'short', year: 'numeric' });
  const hour = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dayHour = dates({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const span = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
  const moments = dates({ month: 'short', day: 'numeric', ...clock });
  const days = dates({ month: 'short', day: 'numeric' });
  const longDays = dates({ year: 'numeric', month: 'short', day: 'numeric' });
  const longMoments = dates({ year: 'numeric', month: 'short', day: 'numeric', ...clock });
  const year = dates({ year: 'numeric' });
  const sameYear = (value) => year(value) === year(Date.now());
  const longDay = plainDates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

  /** At midnight the new date says more than 00:00. */
  const localDay = dates({ day: 'numeric', month: 'short' });
  const midnight = (label, said) => (said === '00:00' ? localDay(label) : said);

  /** The sign of dollars stands before the digits in every language, as in the console. */
  const dollars = (said) => said.replace(/^[-+]?/, '$&$$');
  const scale = numbers({ notation: 'compact', maximumSignificantDigits: 3 });

  function money(digits, more = {}) {
    if (digits === null || digits === undefined) return DASH;
    return dollars(new Intl.NumberFormat(language, {
      useGrouping: 'always', minimumFractionDigits: 2, maximumFractionDigits: decimals(digits), roundingMode: 'halfEven', ...more,
    }).format(digits));
  }

  return {
    language,
    zone,
    dash: DASH,
    money,
    /** A live total, with enough digits that the smallest call shows. */
    ticking: (digits) => money(digits, { minimumFractionDigits: 6, maximumFractionDigits: 6 }),
    /** What changed, with its sign. */
    moneyChange: (digits) => money(digits, { signDisplay: 'exceptZero' }),
    /** Money with every digit, for receipts and prices; a repeating decimal ends in an ellipsis. */
    full: (digits) => (isEndless(digits) ? `${money(cut(digits), { maximumFractionDigits: LONGEST })}…` : money(digits, { maximumFractionDigits: LONGEST })),
    /** A cost as it is stored, with 12 decimals. */
    cost: (digits) => money(digits, { minimumFractionDigits: 12, maximumFractionDigits: 12 }),
    /** Every digit, for titles. */
    exact: (digits) => (digits === null || digits === undefined ? DASH : `${digits} USD`),
    /** A tick of a money axis. */
    moneyAxis: (place) => dollars(scale(place)),
    number: whole,
    /** Compact, for axes: 1.2M. */
    short,
    /** A percentage from the API, e.g. "12.5". */
    percent: (value) => (value === null || value === undefined ? DASH : `${oneDecimal(value)} %`),
    percentChange: (value) => (value === null || value === undefined ? DASH : `${changes(value)} %`),
    /** Seconds as ms below one second. */
    duration: (seconds) => (seconds === null || seconds === undefined ? DASH
      : seconds < 1 ? `${whole(Math.round(seconds * 1000))} ms` : `${numbers({ maximumSignificantDigits: 3 })(seconds)} s`),
    time: dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    /** A moment in a list; with the year only if it is not the current one. */
    moment: (value) => (value === null || value === undefined || sameYear(value) ? moments(value) : longMoments(value)),
    minute: dates({ month: 'short', day: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    /** The day of a moment in a list; with the year only if it is not the current one. */
    dayOf: (value) => (sameYear(value) ? days(value) : longDays(value)),
    longDate: plainDates({ day: 'numeric', month: 'short', year: 'numeric' }),
    monthName: dates({ month: 'long' }),
    dateTime: dates({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    /** A step of a series, short for an axis and long for a legend. */
    step: (label, step) => (step === 'hour' ? midnight(label, hour(label)) : step === 'day' ? dayMonth(label) : monthName(`${label}-01`)),
    stepLong: (label, step) => (step === 'hour' ? dayHour(label) : step === 'day' ? longDay(label) : monthName(`${label}-01`)),
    day: dayMonth,
    /** A period, end exclusive, as in 1–22 Nov 2026. */
    period: (from, to) => span.formatRange(new Date(from), new Date(Date.parse(to) - 1)),
    /** Whether a step lies in the future of an instant. */
    isAhead(label, step, now) {
      const date = this.date(now);
      return step === 'hour' ? new Date(label) > now : label > date.slice(0, label.length);
    },
    /** The date of an instant in the gateway's zone: 2026-11-22. */
    date: (instant) => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
      .format(new Date(instant)),
  };
}
