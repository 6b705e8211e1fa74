import type { Turn } from '@turnfleet/contract/schemas';

/** Whether the shopper of a turn has a permission (`mcp:SERVER:TOOL`). */
export type Granted = (turn: Turn, permission: string) => boolean;

/** Nobody signs in, so everybody may use every tool of the shop. */
export const grantedToEverybody: Granted = () => true;
