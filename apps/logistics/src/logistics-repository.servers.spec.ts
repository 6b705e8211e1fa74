import { describeOnPostgres } from '@turnfleet/testing';
import { logisticsRepositorySuite } from './logistics-repository.suite.ts';

describeOnPostgres('the logistics repository on Postgres', process.env, logisticsRepositorySuite);
