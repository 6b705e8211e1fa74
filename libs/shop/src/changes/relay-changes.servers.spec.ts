import { describeOnPostgres } from '@turnfleet/testing';
import { relayChangesSuite } from './relay-changes.suite.ts';

describeOnPostgres('changes on Postgres', process.env, relayChangesSuite);
