import { homePartition } from '@turnfleet/contract/events';
import type { Corruption } from './corruption.ts';
import { added, appendedReply } from './edit-history.ts';
import { partitions, replyOf } from './small-log.ts';

/** Of replies that the contract knows nothing of. */
export const offContractCorruptions: readonly Corruption[] = [
  {
    code: 'foreign',
    how: 'there is a reply to a turn nobody submitted',
    corrupt: (history) => added(history, appendedReply(history, replyOf('c0', 'nobodys', 99, 'hello'))),
  },
  {
    code: 'off_contract',
    how: 'a record of chat.replies is no reply',
    corrupt: (history) => added(history, { ...appendedReply(history, replyOf('c0', 't', 1, '')), value: '{}' }),
  },
  {
    code: 'off_contract',
    how: 'a reply stands where no reader of its conversation looks',
    corrupt: (history) => {
      const elsewhere = (homePartition('c0', partitions) + 1) % partitions;
      return added(history, {
        ...appendedReply(history, replyOf('c0', 't1', 1, '')),
        partition: elsewhere,
        offset: '1000',
      });
    },
  },
];
