import { randomUUID } from 'node:crypto';
import { beforeAll } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { breakableServers } from '@turnfleet/services/for-faults';
import kafkajs, { type Admin } from 'kafkajs';
import { closeAtTheEnd } from './cleanup.ts';
import { type Servers, startingMs } from './servers.ts';

const { Kafka, AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes, logLevel } = kafkajs;

/** Asks who may do what; where nobody said anything, everybody may. */
const guarded = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': true,
};

/** A right that an operator takes from everybody, and gives back. */
interface ReadRight {
  readonly take: () => Promise<void>;
  readonly giveBack: () => Promise<void>;
}

interface GuardedKafka {
  readonly servers: () => Servers;
  /** Of a topic: to fetch from it; of a group: to be a member of it. */
  readonly rightToRead: (what: 'topic' | 'group', name: string) => ReadRight;
}

/** A broker of the suite's own, where rights can be taken away; what apps need besides it is that of `shared`. */
export function guardedKafka(shared: () => Servers): GuardedKafka {
  const breakable = breakableServers(() => undefined, new AbortController().signal);
  const groupId = `e2e-${randomUUID()}`;
  let brokers = '';
  let admin: Admin;
  beforeAll(async () => {
    closeAtTheEnd(() => breakable.stop());
    const [broker] = await breakable.startKafka(1, guarded);
    brokers = broker?.url ?? '';
    await ensureTopics({ clientId: 'e2e', clock: systemClock, logger: silentLogger, brokers: [brokers] });
    admin = new Kafka({ clientId: 'e2e-operator', brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
    closeAtTheEnd(() => admin.disconnect());
    await admin.connect();
  }, startingMs);

  return {
    servers: () => ({ brokers, env: { ...shared().env, KAFKA_BROKERS: brokers, KAFKA_GROUP_ID: groupId } }),
    rightToRead: (what, name) => {
      const resource = {
        resourceType: what === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
        resourceName: name,
        resourcePatternType: ResourcePatternTypes.LITERAL,
      };
      const everybody = { ...resource, principal: 'User:*', host: '*' };
      // With the first rule about a thing, what no rule allows is denied.
      const allButRead = { ...everybody, operation: AclOperationTypes.ALL, permissionType: AclPermissionTypes.ALLOW };
      const noRead = { ...everybody, operation: AclOperationTypes.READ, permissionType: AclPermissionTypes.DENY };
      const any = { operation: AclOperationTypes.ANY, permissionType: AclPermissionTypes.ANY };
      return {
        take: async () => void (await admin.createAcls({ acl: [allButRead, noRead] })),
        giveBack: async () => void (await admin.deleteAcls({ filters: [{ ...resource, ...any }] })),
      };
    },
  };
}
