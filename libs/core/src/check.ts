/** State of one dependency, as `/readyz` names it. */
export interface Check {
  readonly name: string;
  /** Null when the dependency is fine, else what is wrong and what that means, in one sentence. */
  problem(): string | null;
  /** What is wrong keeps nothing from being answered: it is told, and the process is ready all the same. */
  readonly isOnlyTold?: boolean;
  /** What is wrong is this process, not what it depends on: another one in its place would do better. */
  readonly isOurs?: boolean;
}
