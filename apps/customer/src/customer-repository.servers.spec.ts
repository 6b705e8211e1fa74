import { describeOnPostgres } from '@turnfleet/testing';
import { customerRepositorySuite } from './customer-repository.suite.ts';

describeOnPostgres('the customer repository on Postgres', process.env, customerRepositorySuite);
