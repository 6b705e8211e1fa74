import type { Env } from '@turnfleet/service-kit';

/** The process's environment, for the commands that read a variable or two. */
export const environment = (): Env => process.env;
