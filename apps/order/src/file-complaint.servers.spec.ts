import { describeOnPostgres } from '@turnfleet/testing';
import { complaintSuite } from './file-complaint.suite.ts';

describeOnPostgres('complaints on Postgres', process.env, complaintSuite);
