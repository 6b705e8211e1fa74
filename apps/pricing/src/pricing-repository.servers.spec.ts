import { describeOnPostgres } from '@turnfleet/testing';
import { pricingRepositorySuite } from './pricing-repository.suite.ts';

describeOnPostgres('the pricing repository on Postgres', process.env, pricingRepositorySuite);
