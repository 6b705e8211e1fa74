import { type ServiceMap, type ServiceName, serviceNames, variables } from './service.ts';

/** Which servers were started for this run: what a test may flush, kill or restart. */
const owned = 'TURNFLEET_SERVICES_OWNED';
/** Which servers could not be had, and why: `redis: reason; kafka: reason`. */
const missing = 'TURNFLEET_SERVICES_MISSING';

/** What a command that uses the services gets to know of them; undefined unsets a variable. */
export function serviceEnvironment(services: ServiceMap): Record<string, string | undefined> {
  const environment: Record<string, string | undefined> = {};
  const own: ServiceName[] = [];
  const reasons: string[] = [];
  for (const name of serviceNames) {
    const service = services[name];
    if (service === undefined) continue;
    environment[variables[name]] = service.kind === 'ready' ? service.url : undefined;
    if (service.kind === 'unavailable') reasons.push(`${name}: ${oneLine(service.reason)}`);
    else if (service.ownedByUs) own.push(name);
  }
  environment[owned] = own.join(',');
  environment[missing] = reasons.length > 0 ? reasons.join('; ') : undefined;
  return environment;
}

export function readOwned(environment: Readonly<NodeJS.ProcessEnv>): ReadonlySet<ServiceName> {
  const named = (environment[owned] ?? '').split(',');
  return new Set(serviceNames.filter((name) => named.includes(name)));
}

/** The reason for each service that could not be had, for a test to skip with. */
export function readUnavailable(environment: Readonly<NodeJS.ProcessEnv>): ReadonlyMap<ServiceName, string> {
  const entries = (environment[missing] ?? '').split('; ').flatMap((entry) => {
    const name = serviceNames.find((each) => entry.startsWith(`${each}: `));
    return name ? [[name, entry.slice(name.length + 2)] as const] : [];
  });
  return new Map(entries);
}

function oneLine(reason: string): string {
  return reason.replace(/\s+/g, ' ').replaceAll(';', ',').trim();
}

/** Lines to paste into a shell. */
export function exportLine(services: ServiceMap): string {
  const assignments = serviceNames.flatMap((name) => {
    const service = services[name];
    return service?.kind === 'ready' ? [`${variables[name]}=${quote(service.url)}`] : [];
  });
  return `export ${assignments.join(' ')}`;
}

function quote(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
