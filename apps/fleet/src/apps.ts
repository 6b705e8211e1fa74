/** The apps of the fleet in the order in which they start. */
export const appNames = [
  'registry',
  'product',
  'inventory',
  'pricing',
  'logistics',
  'customer',
  'order',
  'sim-llm',
  'orchestrator',
  'agent-desk',
  'ingress',
] as const;

export type AppName = (typeof appNames)[number];

export function isAppName(name: string): name is AppName {
  return appNames.some((known) => known === name);
}
