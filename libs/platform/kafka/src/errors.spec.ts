import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import { codeOf, isTransient, kafkaError } from './errors.ts';

const refusal = (type: string): Error => new KafkaJSProtocolError({ type, code: 0, message: type } as never);
const gaveUp = (cause: Error): Error => new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 3, retryTime: 1 });

describe('kafkaError', () => {
  it.each([
    ['UNKNOWN_TOPIC_OR_PARTITION', 'not_found'],
    ['MESSAGE_TOO_LARGE', 'invalid_request'],
    ['ILLEGAL_GENERATION', 'fenced'],
    ['UNKNOWN_MEMBER_ID', 'fenced'],
    ['REBALANCE_IN_PROGRESS', 'fenced'],
    ['NOT_ENOUGH_REPLICAS', 'overloaded'],
    ['TOPIC_AUTHORIZATION_FAILED', 'forbidden'],
    ['SOMETHING_NEW', 'internal'],
  ])('makes %s %s', (code, kind) => {
    expect(kafkaError(refusal(code), 'do it')).toMatchObject({ kind });
  });

  it('looks through what kafkajs wraps around the reason', () => {
    expect(codeOf(gaveUp(refusal('NOT_LEADER_FOR_PARTITION')))).toBe('NOT_LEADER_FOR_PARTITION');
    expect(kafkaError(gaveUp(new KafkaJSConnectionError('refused', { broker: 'b:1' })), 'answer').kind).toBe(
      'overloaded',
    );
  });

  it('says what did not happen, why, and what to do', () => {
    const error = kafkaError(new KafkaJSConnectionError('connect ECONNREFUSED', { broker: 'b:1' }), 'take a record');
    expect(error.message).toBe('Kafka did not take a record: connect ECONNREFUSED (KafkaJSConnectionError)');
    expect(error.details.suggestion).toContain('KAFKA_BROKERS');
  });

  it('leaves our own errors as they are', () => {
    const ours = new TurnfleetError('conflict', 'no');
    expect(kafkaError(ours, 'do it')).toBe(ours);
  });

  it('takes only what may pass for worth another try', () => {
    expect(isTransient(refusal('LEADER_NOT_AVAILABLE'))).toBe(true);
    expect(isTransient(refusal('UNKNOWN_MEMBER_ID'))).toBe(false);
    expect(isTransient(new RangeError('a bug'))).toBe(false);
  });
});
