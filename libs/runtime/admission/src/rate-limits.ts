/** What a class of keys or tokens allows, requests a minute; null: any number. */
interface ClassLimits {
  readonly key: number | null;
  readonly user: number | null;
  readonly tenant: number | null;
}

export interface RateLimits {
  readonly classes: Readonly<Record<'standard' | 'high' | 'unlimited', ClassLimits>>;
  /** Of one address, whoever asks. */
  readonly address: number | null;
}

const standard: ClassLimits = { key: 6_000, user: 600, tenant: 60_000 };
const high: ClassLimits = { key: 60_000, user: 6_000, tenant: 600_000 };
const none: ClassLimits = { key: null, user: null, tenant: null };

export const defaultRateLimits: RateLimits = { classes: { standard, high, unlimited: none }, address: null };

const entry = /^(?:(standard|high)\.(key|user|tenant)|(address))=(off|[1-9]\d{0,8})$/;

/** `standard.user=300,high.key=off,address=6000` over the defaults; null if it cannot be read. */
export function rateLimitsOf(text: string): RateLimits | null {
  const classes = { standard, high, unlimited: none };
  let { address } = defaultRateLimits;
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [, name, who, isAddress, given] = entry.exec(part) ?? [];
    if (given === undefined) return null;
    const limit = given === 'off' ? null : Number(given);
    if (isAddress !== undefined) address = limit;
    else if ((name === 'standard' || name === 'high') && who !== undefined)
      classes[name] = { ...classes[name], [who]: limit };
  }
  return { classes, address };
}
