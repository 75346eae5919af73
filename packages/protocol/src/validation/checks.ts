/**
 * The checks that generated validators call. They say yes or no, allocate nothing and never throw.
 */

/** Length as JSON Schema counts it: in code points, so that a surrogate pair is one character. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length--;
      i++;
    }
  }
  return length;
}

/** A JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of at most `limit` characters. Only a text that looks too long is worth counting. */
export function isText(value: unknown, limit: number): boolean {
  return (
    typeof value === 'string' &&
    (value.length <= limit || (value.length <= 2 * limit && codePointLength(value) <= limit))
  );
}

/** A multiple of 0.1 up to what binary fractions lose: 0.3 is one, although 0.3 / 0.1 is not 3. */
export function isTenths(value: number): boolean {
  const tenths = value * 10;
  return Math.abs(tenths - Math.round(tenths)) < 1e-6;
}

const DAYS_IN_MONTH = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const [ZERO, COLON, DASH, DOT, PLUS] = [0x30, 0x3a, 0x2d, 0x2e, 0x2b];
const [UPPER_T, LOWER_T, UPPER_Z, LOWER_Z] = [0x54, 0x74, 0x5a, 0x7a];

/** The number that two digits make, or -1. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const units = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1;
}

function isDate(text: string): boolean {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return false;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return false;
  if (month !== 2 || day < 29) return day <= (DAYS_IN_MONTH[month] ?? 0);
  const leapYear = yearOfCentury === 0 ? century % 4 === 0 : yearOfCentury % 4 === 0;
  return leapYear && day === 29;
}

/** RFC 3339 `date-time`, leap seconds at their moment included: `2026-11-22T10:56:19.123Z`. */
export function isDateTime(value: unknown): boolean {
  if (typeof value !== 'string' || value.length < 20 || !isDate(value)) return false;
  const separator = value.charCodeAt(10);
  if (separator !== UPPER_T && separator !== LOWER_T) return false;
  const hour = twoDigits(value, 11);
  const minute = twoDigits(value, 14);
  const second = twoDigits(value, 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  if (value.charCodeAt(13) !== COLON || value.charCodeAt(16) !== COLON) return false;
  let at = 19;
  if (value.charCodeAt(at) === DOT) {
    do at++;
    while (value.charCodeAt(at) >= ZERO && value.charCodeAt(at) <= 0x39);
    if (at === 20) return false;
  }
  return isOffset(value, at, hour, minute, second);
}

/** The rest of a date-time: `Z` or `±hh:mm`, and whether a 60th second may stand at that moment. */
function isOffset(text: string, at: number, hour: number, minute: number, second: number): boolean {
  const sign = text.charCodeAt(at);
  if (sign === UPPER_Z || sign === LOWER_Z) {
    return text.length === at + 1 && (second < 60 || (hour === 23 && minute === 59));
  }
  if (sign !== PLUS && sign !== DASH) return false;
  if (text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return false;
  const offsetHours = twoDigits(text, at + 1);
  const offsetMinutes = twoDigits(text, at + 4);
  if (offsetHours < 0 || offsetHours > 23 || offsetMinutes < 0 || offsetMinutes > 59) return false;
  if (second < 60) return true;
  const offset = (offsetHours * 60 + offsetMinutes) * (sign === PLUS ? 1 : -1);
  const minuteInUtc = (((hour * 60 + minute - offset) % 1440) + 1440) % 1440;
  return minuteInUtc === 1439;
}

const URI_CHARACTER = "[a-z0-9._~!$&'()*+,;=:@-]|%[0-9a-f]{2}";
const URI = new RegExp(
  `^[a-z][a-z0-9+.-]*:` + // scheme
    `(?://(?:(?:[a-z0-9._~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?` + // user information
    `(?:\\[([0-9a-f:.]+)\\]|(?:[a-z0-9._~!$&'()*+,;=-]|%[0-9a-f]{2})*)(?::[0-9]*)?` + // host and port
    `(?:/(?:${URI_CHARACTER})*)*` +
    `|/(?:(?:${URI_CHARACTER})+(?:/(?:${URI_CHARACTER})*)*)?` +
    `|(?:${URI_CHARACTER})+(?:/(?:${URI_CHARACTER})*)*` +
    `)(?:\\?(?:${URI_CHARACTER}|[/?])*)?(?:#(?:${URI_CHARACTER}|[/?])*)?$`,
  'i',
);

/** RFC 3986 `URI`: a scheme and something behind it. */
export function isUri(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const match = URI.exec(value);
  if (match === null) return false;
  const ipv6 = match[1];
  return ipv6 === undefined || URL.canParse(`http://[${ipv6}]/`);
}
