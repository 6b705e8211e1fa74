import { describeOnPostgres } from '@turnfleet/testing';
import { productRepositorySuite } from './product-repository.suite.ts';

describeOnPostgres('the product repository on Postgres', process.env, productRepositorySuite);
