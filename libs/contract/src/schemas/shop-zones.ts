import { isTimeZone } from './local-time.ts';
import { defaultTenant } from './turn.ts';

/** IANA names of time zones: the shop's, and those of tenants and cities that lie elsewhere. */
export interface ShopZones {
  readonly shop: string;
  /** Keys are `tenant:NAME` and `city:NAME`, a city's name in small letters. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/** Whose time it is. */
interface Whereabouts {
  readonly tenant?: string | undefined;
  readonly user?: { readonly city?: string | undefined } | undefined;
}

export const nowhereElse: ShopZones['elsewhere'] = new Map();

/** The zone that a shopper is told times in: that of the city, else of the tenant, else of the shop. */
export function zoneOf({ shop, elsewhere }: ShopZones, { tenant = defaultTenant, user }: Whereabouts): string {
  const ofCity = user?.city === undefined ? undefined : elsewhere.get(cityKey(user.city));
  return ofCity ?? elsewhere.get(`tenant:${tenant}`) ?? shop;
}

/** Reads `city:London=Europe/London,tenant:acme=Europe/Berlin`; what cannot be read is told, by entry. */
export function readZones(
  text: string,
): { readonly ok: true; readonly zones: ShopZones['elsewhere'] } | { readonly ok: false; readonly wrong: string[] } {
  const zones = new Map<string, string>();
  const wrong: string[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [, kind, name = '', zone = ''] = /^(city|tenant):([^=]+)=(.+)$/.exec(entry) ?? [];
    if (kind === undefined || !isTimeZone(zone.trim())) wrong.push(entry);
    else zones.set(kind === 'city' ? cityKey(name) : `tenant:${name.trim()}`, zone.trim());
  }
  return wrong.length > 0 ? { ok: false, wrong } : { ok: true, zones };
}

const cityKey = (city: string): string => `city:${city.trim().toLowerCase()}`;
