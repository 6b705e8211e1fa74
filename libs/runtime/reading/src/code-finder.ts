interface Code {
  /** As the tool's field declares it, e.g. `SKU`. */
  readonly prefix: string;
  /** As the shop writes it, e.g. `SKU-2024-888`. */
  readonly code: string;
}

interface CodesFound {
  /** Each once, in the order of the prefixes. */
  readonly codes: readonly Code[];
  /** The text with a bar in place of each. */
  readonly rest: string;
}

/** Year and number with a space or nothing between them, or groups of letters and digits of which some are digits. */
const body = '\\d{4}[ _]\\d{3,4}(?!\\d)|(?=[A-Z0-9-]{0,31}\\d)[A-Z0-9]{1,32}(?:-[A-Z0-9]{1,32}){0,4}';

/** Finds codes with these prefixes in text in Unicode's NFKC: `sku 2024-888`, `SKU:2024 888` and `sku2024888` are one. */
export function codeFinder(prefixes: readonly string[]): (text: string) => CodesFound {
  const patterns = prefixes.map((prefix) => {
    const pattern = new RegExp(`(?<![A-Z0-9])${prefix}(?:[-_ :#]{1,2}|(?=\\d))(?:${body})(?![A-Z0-9])`, 'gi');
    return [prefix, pattern] as const;
  });
  return (text) => {
    const found = new Map<string, Code>();
    let rest = text;
    for (const [prefix, pattern] of patterns) {
      rest = rest.replaceAll(pattern, (written) => {
        const code = canonical(prefix, written);
        found.set(code, { prefix, code });
        return '|';
      });
    }
    return { codes: [...found.values()], rest };
  };
}

function canonical(prefix: string, written: string): string {
  const number = written
    .slice(prefix.length)
    .toUpperCase()
    .replace(/^[-_ :#]+/, '')
    .replace(/^(20\d\d)[ _]?(\d{3,4})$/, '$1-$2');
  return `${prefix}-${number}`;
}
