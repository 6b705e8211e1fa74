/** Each word with all but its first character hidden: `陈**`, `E*** C*****`. The full name leaves the service nowhere. */
export function maskedName(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [first = '', ...rest] = word;
      return first + '*'.repeat(rest.length);
    })
    .join(' ');
}
