import { afterAll, beforeAll, describe } from '@jest/globals';
import { abridgingContract } from './conversation-abridging.ts';
import { attemptsContract } from './conversation-attempts.ts';
import { auditContract } from './conversation-audit.ts';
import { contradictionContract } from './conversation-contradiction.ts';
import { deskContract } from './conversation-gateway-contract.ts';
import { groupsContract } from './conversation-groups.ts';
import type { ConversationHarness } from './conversation-harness.ts';
import { idleContract } from './conversation-idle.ts';
import { ownersContract } from './conversation-owners.ts';
import { ownershipContract } from './conversation-ownership.ts';
import { positionsContract } from './conversation-positions.ts';
import { restoreContract } from './conversation-restore.ts';
import { rollbackContract } from './conversation-rollback.ts';
import { spendingContract } from './conversation-spending.ts';
import { spreadContract } from './conversation-spread.ts';
import { timersContract } from './conversation-timers.ts';
import { turnContract } from './conversation-turns.ts';

/** What every `ConversationStore`, with its `ConversationGateway`, must do. */
export function conversationStoreContract(name: string, makeHarness: () => Promise<ConversationHarness>): void {
  describe(`${name} as a ConversationStore`, () => {
    let made: ConversationHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    const harness = (): ConversationHarness => made;
    ownershipContract(harness);
    spreadContract(harness);
    restoreContract(harness);
    attemptsContract(harness);
    spendingContract(harness);
    turnContract(harness);
    groupsContract(harness);
    abridgingContract(harness);
    positionsContract(harness);
    rollbackContract(harness);
    contradictionContract(harness);
    idleContract(harness);
    timersContract(harness);
    deskContract(harness);
    ownersContract(harness);
    auditContract(harness);
  });
}
