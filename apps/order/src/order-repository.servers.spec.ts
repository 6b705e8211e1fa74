import { describeOnPostgres } from '@turnfleet/testing';
import { orderRepositorySuite } from './order-repository.suite.ts';

describeOnPostgres('the order repository on Postgres', process.env, orderRepositorySuite);
